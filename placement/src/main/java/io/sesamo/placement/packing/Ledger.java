package io.sesamo.placement.packing;

import java.util.Arrays;
import java.util.List;

/**
 * What is free on each node of a pool, down to the single accelerator. Nodes are numbered from 0 in
 * the order of the list they came in, which is their rank: of equally good nodes the lowest is
 * taken. Not thread safe; nor are two ledgers that share their {@link NodeStates}, as a copy does
 * with its original.
 */
public final class Ledger {

  private final NodeStates states;
  private final NodeState[] state;
  private final int[] number; // of each node's state, side by side for policies that scan all
  private final int[] first; // of a node's accelerators in free
  private final short[] free; // milli of each accelerator of each node

  private Ledger(NodeStates states, NodeState[] state, int[] number, int[] first, short[] free) {
    this.states = states;
    this.state = state;
    this.number = number;
    this.first = first;
    this.free = free;
  }

  /** A ledger of nodes with nothing running on them, in O(nodes and accelerators). */
  public static Ledger idle(List<NodeCapacity> nodes) {
    return idle(nodes, new NodeStates());
  }

  /** The same, with a table of states that several ledgers of one thread share. */
  public static Ledger idle(List<NodeCapacity> nodes, NodeStates states) {
    NodeState[] state = new NodeState[nodes.size()];
    int[] first = new int[nodes.size() + 1];
    for (int node = 0; node < state.length; node++) {
      NodeCapacity capacity = nodes.get(node);
      short[] all = new short[capacity.accelerators()];
      Arrays.fill(all, (short) Demand.WHOLE);
      first[node + 1] = first[node] + all.length;
      state[node] =
          states.of(
              capacity, capacity.cpuMilli(), capacity.memoryBytes(), capacity.storageBytes(), all);
    }
    short[] free = new short[first[state.length]];
    Arrays.fill(free, (short) Demand.WHOLE);
    int[] number = Arrays.stream(state).mapToInt(NodeState::number).toArray();
    return new Ledger(states, state, number, first, free);
  }

  /** The same ledger, to change without changing this one. */
  public Ledger copy() {
    return new Ledger(states, state.clone(), number.clone(), first, free.clone());
  }

  /** How many nodes. */
  public int size() {
    return state.length;
  }

  NodeStates states() {
    return states;
  }

  /** The number of the state of that node. */
  int number(int node) {
    return number[node];
  }

  /** How many accelerators of each model there are, in use or not. */
  double[] acceleratorsByModel() {
    int models = Arrays.stream(state).mapToInt(NodeState::model).max().orElse(-1) + 1;
    double[] accelerators = new double[models];
    for (NodeState node : state) {
      accelerators[node.model()] += node.accelerators();
    }
    return accelerators;
  }

  /** What is free on that node. */
  public NodeState state(int node) {
    return state[node];
  }

  /** Free milli of one accelerator of a node. */
  public int milliFree(int node, int accelerator) {
    return free[first[node] + accelerator];
  }

  /** True when that node holds the demand now. */
  public boolean fits(int node, Demand demand) {
    return state[node].fits(demand);
  }

  /**
   * Accelerators of a node for a demand: those with the least left that still have enough, of equal
   * ones the first.
   *
   * @return bit {@code i} for accelerator {@code i}
   * @throws IllegalArgumentException when too few have enough left
   */
  public long tightest(int node, Demand demand) {
    long chosen = 0;
    for (int taken = 0; taken < demand.accelerators(); taken++) {
      int best = -1;
      for (int i = 0; i < first[node + 1] - first[node]; i++) {
        int left = milliFree(node, i);
        if ((chosen >>> i & 1) == 0
            && left >= demand.milliEach()
            && (best < 0 || left < milliFree(node, best))) {
          best = i;
        }
      }
      if (best < 0) {
        throw new IllegalArgumentException(demand + " does not fit on node " + node);
      }
      chosen |= 1L << best;
    }
    return chosen;
  }

  /** The first accelerator of a node that has exactly so much left, as a bit. */
  long exactly(int node, int milli) {
    for (int i = 0; i < first[node + 1] - first[node]; i++) {
      if (milliFree(node, i) == milli) {
        return 1L << i;
      }
    }
    throw new IllegalArgumentException("No accelerator of node " + node + " has " + milli);
  }

  /**
   * Takes a demand's part of a node.
   *
   * @param accelerators bit {@code i} for accelerator {@code i}; as many as the demand asks for
   * @throws IllegalArgumentException when it does not fit there; nothing is taken then
   */
  public void take(int node, Demand demand, long accelerators) {
    check(node, demand, accelerators);
    if (!fits(node, demand)) {
      throw new IllegalArgumentException(demand + " does not fit on node " + node);
    }
    move(node, demand, accelerators, -1, 0);
  }

  /**
   * Gives back what {@link #take} took.
   *
   * @throws IllegalArgumentException when more would be free than the node has; nothing changes
   *     then
   */
  public void release(int node, Demand demand, long accelerators) {
    check(node, demand, accelerators);
    NodeState now = state[node];
    NodeCapacity capacity = now.capacity();
    if (now.cpuFree() + demand.cpuMilli() > capacity.cpuMilli()
        || now.memoryFree() + demand.memoryBytes() > capacity.memoryBytes()
        || now.storageFree() + demand.storageBytes() > capacity.storageBytes()) {
      throw new IllegalArgumentException(demand + " was not taken on node " + node);
    }
    move(node, demand, accelerators, 1, Demand.WHOLE - demand.milliEach());
  }

  private void check(int node, Demand demand, long accelerators) {
    int count = first[node + 1] - first[node];
    if (Long.bitCount(accelerators) != demand.accelerators()
        || (count < Long.SIZE && accelerators >>> count != 0)) {
      throw new IllegalArgumentException(
          "Accelerators %x of %d for %s".formatted(accelerators, count, demand));
    }
  }

  /**
   * Adds {@code sign} times the demand to what is free; {@code most} may be free before a release.
   */
  private void move(int node, Demand demand, long accelerators, int sign, int most) {
    int from = first[node];
    for (long rest = accelerators; rest != 0; rest &= rest - 1) {
      int left = free[from + Long.numberOfTrailingZeros(rest)];
      if (sign < 0 ? left < demand.milliEach() : left > most) {
        throw new IllegalArgumentException(
            demand + " does not go with accelerators of node " + node + ", one has " + left);
      }
    }
    for (long rest = accelerators; rest != 0; rest &= rest - 1) {
      free[from + Long.numberOfTrailingZeros(rest)] += (short) (sign * demand.milliEach());
    }
    NodeState now = state[node];
    state[node] =
        states.of(
            now.capacity(),
            now.cpuFree() + sign * demand.cpuMilli(),
            now.memoryFree() + sign * demand.memoryBytes(),
            now.storageFree() + sign * demand.storageBytes(),
            Arrays.copyOfRange(free, from, first[node + 1]));
    number[node] = state[node].number();
  }
}
