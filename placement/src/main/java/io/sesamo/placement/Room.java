package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Amounts of a pool's nodes, by the number of the node, as arrays: a fleet has 100,000 of them, and
 * each is looked at for each group. Not thread-safe.
 */
final class Room {

  /** So often the nodes are looked at one by one before it pays to gather those that are alike. */
  private static final int FEW = 3;

  private final long[] cpu;
  private final long[] memory;
  private final long[] storage;
  private final int[] accelerators; // of which nothing is taken
  private final Rests[] rests; // of the others

  private final BitSet touched = new BitSet(); // nodes of which was taken, or to which was given
  private final IdentityHashMap<int[], Crowd> crowds = new IdentityHashMap<>();
  private final IdentityHashMap<Gang, Boolean> fits = new IdentityHashMap<>();
  private int scans;

  private Room(long[] cpu, long[] memory, long[] storage, int[] accelerators, Rests[] rests) {
    this.cpu = cpu;
    this.memory = memory;
    this.storage = storage;
    this.accelerators = accelerators;
    this.rests = rests;
  }

  private Room(int size) {
    this(new long[size], new long[size], new long[size], new int[size], new Rests[size]);
  }

  static Room of(List<Node> nodes, Function<Node, Resources> what) {
    Room room = new Room(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      room.set(i, what.apply(nodes.get(i)), Rests.NONE);
    }
    return room;
  }

  /** What is free of them. */
  static Room free(List<Node> nodes) {
    Room room = new Room(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      room.free(i, nodes.get(i));
    }
    return room;
  }

  private void free(int number, Node node) {
    Map<Integer, Integer> parts = node.taken().parts();
    set(number, node.free(), parts.isEmpty() ? Rests.NONE : Rests.of(parts));
  }

  /**
   * What is free of them now, whatever was taken of it since.
   *
   * @param before what they were when this was last right; of nodes that are the same object as
   *     now, nothing has changed
   */
  @SuppressWarnings("ReferenceEquality")
  void free(List<Node> before, List<Node> now) {
    for (int i = 0; before != now && i < now.size(); i++) {
      if (now.get(i) != before.get(i)) {
        touched.set(i);
      }
    }
    if (!touched.isEmpty()) {
      touched.stream().forEach(i -> free(i, now.get(i)));
      touched.clear();
      changed();
    }
  }

  private void set(int node, Resources amount, Rests left) {
    cpu[node] = amount.cpuMilli();
    memory[node] = amount.memoryBytes();
    storage[node] = amount.storageBytes();
    accelerators[node] = (int) ((amount.acceleratorMilli() - left.sum()) / Resources.WHOLE);
    rests[node] = left;
  }

  Room copy() {
    return new Room(
        cpu.clone(), memory.clone(), storage.clone(), accelerators.clone(), rests.clone());
  }

  int size() {
    return cpu.length;
  }

  boolean holds(int node, Resources amount) {
    return holds(node, amount.acceleratorMilli())
        && cpu[node] >= amount.cpuMilli()
        && memory[node] >= amount.memoryBytes()
        && storage[node] >= amount.storageBytes();
  }

  private boolean holds(int node, long milli) {
    return (long) accelerators[node] * Resources.WHOLE >= milli
        || (milli < Resources.WHOLE && rests[node].most() >= milli);
  }

  /** Whether it has so much in all: less is asked than by {@link #holds} where parts are. */
  boolean sums(int node, Resources amount) {
    return acceleratorMilli(node) >= amount.acceleratorMilli()
        && cpu[node] >= amount.cpuMilli()
        && memory[node] >= amount.memoryBytes()
        && storage[node] >= amount.storageBytes();
  }

  Left at(int node) {
    Rests some = rests[node];
    List<Integer> left =
        some.size() == 0
            ? List.of()
            : some.each().stream().filter(rest -> rest > 0).sorted().toList();
    return new Left(cpu[node], memory[node], storage[node], accelerators[node], left);
  }

  /** How many tasks of that amount the node holds, but no more than {@code most}. */
  int count(int node, Resources amount, int most) {
    Collection<Integer> left = amount.shares() ? rests[node].each() : List.of();
    return Left.count(
        cpu[node], memory[node], storage[node], accelerators[node], left, amount, most);
  }

  /** Those nodes together. It is remembered as long as nothing changes, for the very same array. */
  Crowd crowd(int[] nodes) {
    return crowds.computeIfAbsent(nodes, this::gather);
  }

  /** Whether a gang fits. It is remembered as long as nothing changes, for the very same gang. */
  boolean fits(Gang gang) {
    return fits.computeIfAbsent(gang, key -> key.fits(this));
  }

  /** Whether those nodes hold so many tasks of that amount. */
  boolean holds(int[] nodes, Resources amount, int tasks) {
    if (scans > FEW || crowds.containsKey(nodes)) {
      return crowd(nodes).count(amount, tasks) >= tasks;
    }
    scans++;
    int left = tasks;
    for (int i = 0; i < nodes.length && left > 0; i++) {
      left -= count(nodes[i], amount, left);
    }
    return left == 0;
  }

  /** What those nodes have together. */
  Resources sum(int[] nodes) {
    long cores = 0;
    long bytes = 0;
    long disk = 0;
    long chips = 0;
    for (int node : nodes) {
      cores += cpu[node];
      bytes += memory[node];
      disk += storage[node];
      chips += acceleratorMilli(node);
    }
    return new Resources(cores, bytes, disk, chips);
  }

  /** What is left of a node; its accelerators added up. */
  Resources amount(int node) {
    return new Resources(cpu[node], memory[node], storage[node], acceleratorMilli(node));
  }

  /** Of each part, what one of those nodes has at most. */
  Resources most(int[] nodes) {
    long cores = 0;
    long bytes = 0;
    long disk = 0;
    long chips = 0;
    for (int node : nodes) {
      cores = Math.max(cores, cpu[node]);
      bytes = Math.max(bytes, memory[node]);
      disk = Math.max(disk, storage[node]);
      chips = Math.max(chips, acceleratorMilli(node));
    }
    return new Resources(cores, bytes, disk, chips);
  }

  private Crowd gather(int[] nodes) {
    Crowd crowd = new Crowd();
    for (int node : nodes) {
      crowd.add(at(node));
    }
    return crowd;
  }

  /** Those of which nothing is taken. */
  int accelerators(int node) {
    return accelerators[node];
  }

  /** In thousandths of a core. */
  long cpu(int node) {
    return cpu[node];
  }

  /** What is left of its accelerators, in thousandths. */
  long acceleratorMilli(int node) {
    long whole = (long) accelerators[node] * Resources.WHOLE;
    return whole + rests[node].sum();
  }

  /** The most that is left of one accelerator, in thousandths. */
  int mostOfOne(int node) {
    return accelerators[node] > 0 ? Resources.WHOLE : rests[node].most();
  }

  /** Of all nodes together. */
  Resources sum() {
    long chips = Arrays.stream(accelerators).asLongStream().sum() * Resources.WHOLE;
    for (Rests left : rests) {
      chips += left.sum();
    }
    return new Resources(
        Arrays.stream(cpu).sum(), Arrays.stream(memory).sum(), Arrays.stream(storage).sum(), chips);
  }

  /**
   * The accelerator of a node that holds so many thousandths, and has the least left.
   *
   * @return its number; less than 0: one of which nothing is taken
   */
  int tightest(int node, int milli) {
    return rests[node].tightest(milli);
  }

  /**
   * An accelerator of a node for so many thousandths: a certain one if it holds them, or one that
   * is as free as that, else the {@link #tightest}.
   */
  int part(int node, int milli, int wanted) {
    Rests left = rests[node];
    if (left.holds(wanted, milli)) {
      return wanted;
    }
    boolean free = !left.left().containsKey(wanted) && accelerators[node] > 0;
    return free ? left.fresh() : left.tightest(milli);
  }

  void take(int node, Allocation some) {
    add(node, some, -1);
  }

  void give(int node, Allocation some) {
    add(node, some, 1);
  }

  private void add(int node, Allocation some, int sign) {
    Resources amount = some.amount();
    cpu[node] += sign * amount.cpuMilli();
    memory[node] += sign * amount.memoryBytes();
    storage[node] += sign * amount.storageBytes();
    accelerators[node] += sign * some.wholes();
    Map<Integer, Integer> parts = some.accelerators().parts();
    if (!parts.isEmpty()) {
      Rests before = rests[node];
      Rests after = sign < 0 ? before.take(parts) : before.give(parts);
      accelerators[node] -= after.size() - before.size(); // each of the others is whole
      rests[node] = after;
    }
    touched.set(node);
    changed();
  }

  private void changed() {
    scans = 0;
    if (!crowds.isEmpty()) {
      crowds.clear();
    }
    if (!fits.isEmpty()) {
      fits.clear();
    }
  }

  /** Undoes all that was taken of it since it was copied from that one, or given to it. */
  void reset(Room begin) {
    for (int i = touched.nextSetBit(0); i >= 0; i = touched.nextSetBit(i + 1)) {
      cpu[i] = begin.cpu[i];
      memory[i] = begin.memory[i];
      storage[i] = begin.storage[i];
      accelerators[i] = begin.accelerators[i];
      rests[i] = begin.rests[i];
    }
    touched.clear();
    changed();
  }

  /** What is in this and in the other, node by node. */
  Room least(Room other) {
    Room least = copy();
    for (int i = 0; i < cpu.length; i++) {
      least.cpu[i] = Math.min(cpu[i], other.cpu[i]);
      least.memory[i] = Math.min(memory[i], other.memory[i]);
      least.storage[i] = Math.min(storage[i], other.storage[i]);
      least.accelerators[i] = Math.min(accelerators[i], other.accelerators[i]);
      if (rests[i].size() > 0 || other.rests[i].size() > 0) {
        int more = accelerators[i] - other.accelerators[i];
        least.rests[i] = rests[i].least(other.rests[i], more);
      }
    }
    return least;
  }
}
