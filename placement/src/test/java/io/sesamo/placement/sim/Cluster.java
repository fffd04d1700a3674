package io.sesamo.placement.sim;

import io.sesamo.model.Resources;
import io.sesamo.placement.AcceleratorSet;
import io.sesamo.placement.Allocation;
import io.sesamo.placement.Node;
import io.sesamo.placement.Placement;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.TaskRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nodes of a fleet and what is taken of them. It refuses to give what is not there. */
public final class Cluster {

  private final Map<String, Pool> pools = new LinkedHashMap<>();

  public Cluster(List<PoolState> states) {
    states.forEach(state -> pools.put(state.name(), new Pool(state)));
  }

  /** All pools as they are now. */
  public List<PoolState> pools() {
    List<PoolState> states = new ArrayList<>(pools.size());
    pools.values().forEach(pool -> states.add(pool.state()));
    return states;
  }

  public PoolState pool(String name) {
    return find(name).state();
  }

  public Node node(String pool, String node) {
    Pool found = find(pool);
    return found.nodes[found.index(node)];
  }

  /** What a placement takes of each node. */
  public static Map<String, Allocation> taken(Placement placement, List<TaskRequest> tasks) {
    Map<String, Allocation> taken = new HashMap<>();
    for (TaskRequest task : tasks) {
      Placement.Slot slot = Objects.requireNonNull(placement.slots().get(task.task()));
      Allocation own = Allocation.of(task.amount(), slot.accelerators());
      taken.merge(slot.node(), own, Allocation::plus);
    }
    return taken;
  }

  /**
   * Takes amounts of nodes.
   *
   * @throws IllegalStateException when a node, or one of its accelerators, has less left
   */
  public void take(String pool, Map<String, Allocation> amounts) {
    Pool found = find(pool);
    amounts.forEach((name, some) -> {
      int at = found.index(name);
      Node node = found.nodes[at];
      if (!holds(node, some)) {
        throw new IllegalStateException(
            "Over-committed: " + some + " of " + node + " in pool " + pool);
      }
      found.set(at, node.take(some));
    });
  }

  private static boolean holds(Node node, Allocation some) {
    long count = node.capacity().acceleratorMilli() / Resources.WHOLE;
    Map<Integer, Integer> used = used(node.taken());
    long unknown = node.capacity().minus(node.free()).acceleratorMilli() - sum(used);
    used(some.accelerators()).forEach((number, milli) -> used.merge(number, milli, Integer::sum));
    long unknownToo = some.amount().acceleratorMilli() - sum(used(some.accelerators()));
    return node.free().holds(some.amount())
        && used.size() * (long) Resources.WHOLE + unknown + unknownToo <= count * Resources.WHOLE
        && used.entrySet().stream()
            .allMatch(one -> one.getKey() < count && one.getValue() <= Resources.WHOLE);
  }

  /** Thousandths of accelerators by number. */
  private static Map<Integer, Integer> used(AcceleratorSet set) {
    Map<Integer, Integer> used = new HashMap<>(set.parts());
    for (int number = 0; number < AcceleratorSet.MOST; number++) {
      if ((set.whole() >>> number & 1) == 1) {
        used.merge(number, Resources.WHOLE, Integer::sum);
      }
    }
    return used;
  }

  private static long sum(Map<Integer, Integer> used) {
    return used.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** The first accelerators of a node that hold an amount; empty: too few do. */
  static Optional<List<Integer>> first(Node node, Resources amount) {
    List<Integer> numbers = new ArrayList<>();
    long count = node.capacity().acceleratorMilli() / Resources.WHOLE;
    long each = Math.min(amount.acceleratorMilli(), Resources.WHOLE);
    long wanted = each == 0 ? 0 : amount.acceleratorMilli() / each;
    Map<Integer, Integer> used = used(node.taken());
    for (int number = 0; number < count && numbers.size() < wanted; number++) {
      if (used.getOrDefault(number, 0) + each <= Resources.WHOLE) {
        numbers.add(number);
      }
    }
    boolean held = numbers.size() == wanted && node.free().holds(amount);
    return held && holds(node, Allocation.of(amount, numbers))
        ? Optional.of(numbers)
        : Optional.empty();
  }

  /** Gives them back. */
  public void release(String pool, Map<String, Allocation> amounts) {
    Pool found = find(pool);
    amounts.forEach((name, some) -> {
      int at = found.index(name);
      Node node = found.nodes[at];
      Map<Integer, Integer> parts = new HashMap<>(node.taken().parts());
      some.accelerators()
          .parts()
          .forEach((number, milli) -> parts.merge(number, -milli, Integer::sum));
      parts.values().removeIf(milli -> milli == 0);
      long whole = node.taken().whole() & ~some.accelerators().whole();
      found.set(
          at,
          new Node(
              node.name(),
              node.platform(),
              node.capacity(),
              node.free().plus(some.amount()),
              node.labels(),
              node.usable(),
              new AcceleratorSet(whole, parts)));
    });
  }

  void close(String pool, Optional<String> reason) {
    find(pool).close(reason);
  }

  void usable(String pool, String node, boolean usable) {
    Pool found = find(pool);
    int at = found.index(node);
    Node is = found.nodes[at];
    found.set(
        at,
        new Node(
            is.name(), is.platform(), is.capacity(), is.free(), is.labels(), usable, is.taken()));
  }

  /** Accelerators of all nodes. */
  public int accelerators() {
    return pools.values().stream()
        .flatMap(pool -> Arrays.stream(pool.nodes))
        .mapToInt(node -> (int) node.capacity().accelerators())
        .sum();
  }

  private Pool find(String name) {
    return Objects.requireNonNull(pools.get(name), () -> "There is no pool " + name);
  }

  private static final class Pool {
    private PoolState frame;
    private final Node[] nodes;
    private final Map<String, Integer> index = new HashMap<>();
    private @Nullable PoolState state;

    Pool(PoolState state) {
      frame = state.with(List.of());
      nodes = state.nodes().toArray(Node[]::new);
      for (int i = 0; i < nodes.length; i++) {
        index.put(nodes[i].name(), i);
      }
    }

    int index(String node) {
      return Objects.requireNonNull(
          index.get(node), () -> "There is no node " + node + " in pool " + frame.name());
    }

    void set(int at, Node node) {
      nodes[at] = node;
      state = null;
    }

    void close(Optional<String> reason) {
      frame =
          new PoolState(
              frame.name(),
              frame.site(),
              reason,
              frame.tenants(),
              frame.emulated(),
              frame.platforms(),
              List.of());
      state = null;
    }

    /** Made afresh only when something has changed. */
    PoolState state() {
      PoolState made = state;
      if (made == null) {
        made = frame.with(List.of(nodes));
        state = made;
      }
      return made;
    }
  }
}
