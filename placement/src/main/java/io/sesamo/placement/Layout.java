package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.placement.Lots.Lot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pool's nodes by number, whatever runs on them: what stays the same from call to call as long as
 * no node comes, goes, is closed or opened. Most is worked out only when it is asked for. Not
 * thread-safe.
 */
final class Layout {

  /** Labels whose value is the node's name, whether it has them or not. */
  private static final Set<String> NODE = Set.of("node", "kubernetes.io/hostname");

  private final PoolState pool;
  private final int number;
  private final Map<String, int[]> usable;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Map<String, int[]>> domains = new HashMap<>();
  private final Map<Shape, Gang> gangs = new HashMap<>();
  private @Nullable Room capacity;
  private @Nullable Room nothing;
  private @Nullable Layout open;
  private PoolState present;
  private @Nullable Room free;

  /**
   * Of a pool.
   *
   * @param number of the pool in the fleet
   */
  Layout(PoolState pool, int number) {
    this.pool = pool;
    this.number = number;
    this.present = pool;
    this.usable = usable(pool.nodes());
  }

  private static Map<String, int[]> usable(List<Node> nodes) {
    Map<String, IntStream.Builder> lists = new LinkedHashMap<>();
    String platform = "";
    IntStream.Builder list = IntStream.builder();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (!node.platform().equals(platform) || lists.isEmpty()) { // mostly it is as before
        platform = node.platform();
        list = lists.computeIfAbsent(platform, key -> IntStream.builder());
      }
      if (node.usable()) {
        list.add(i);
      }
    }
    Map<String, int[]> arrays = new LinkedHashMap<>();
    lists.forEach((kind, numbers) -> arrays.put(kind, numbers.build().toArray()));
    return arrays;
  }

  /** Whether a pool differs from this in nothing but what is free. */
  @SuppressWarnings("ReferenceEquality") // it is the same object as long as nothing has changed
  boolean is(PoolState other) {
    if (present == other) {
      return true;
    }
    boolean same =
        pool.name().equals(other.name())
            && pool.site().equals(other.site())
            && pool.closed().equals(other.closed())
            && pool.tenants().equals(other.tenants())
            && pool.emulated() == other.emulated()
            && pool.platforms().equals(other.platforms())
            && pool.nodes().size() == other.nodes().size();
    for (int i = 0; same && i < pool.nodes().size(); i++) {
      same = pool.nodes().get(i).is(other.nodes().get(i));
    }
    return same;
  }

  /** The pool when it was laid out: what is free in it may be another by now. */
  PoolState pool() {
    return pool;
  }

  int number() {
    return number;
  }

  /** The kinds of its nodes with the numbers of those that may be used, in ascending order. */
  Map<String, int[]> usable() {
    return usable;
  }

  /** What would be free if nothing ran. */
  Room capacity() {
    if (capacity == null) {
      capacity = Room.of(pool.nodes(), Node::capacity);
    }
    return capacity;
  }

  /** As if all were taken. */
  Room nothing() {
    if (nothing == null) {
      nothing = Room.of(pool.nodes(), node -> Resources.NONE);
    }
    return nothing;
  }

  /**
   * What is free in the pool as it is now. The next call gets the same room, brought up to date,
   * whatever this one takes of it.
   */
  Room free(PoolState now) {
    if (free == null) {
      free = Room.free(now.nodes());
    } else {
      free.free(present.nodes(), now.nodes());
    }
    present = now;
    return free;
  }

  /** The same with all of the pool open. */
  Layout open() {
    if (open == null) {
      open = pool.partlyClosed() ? new Layout(pool.open(), number) : this;
    }
    return open;
  }

  /** Its nodes by the values of a label; those without it are not among them. */
  Map<String, int[]> domains(String label) {
    return domains.computeIfAbsent(label, this::split);
  }

  private Map<String, int[]> split(String label) {
    Map<String, List<Integer>> lists = new LinkedHashMap<>();
    for (int i = 0; i < pool.nodes().size(); i++) {
      Node node = pool.nodes().get(i);
      String value = NODE.contains(label) ? node.name() : node.labels().get(label);
      if (value != null) {
        lists.computeIfAbsent(value, key -> new ArrayList<>()).add(i);
      }
    }
    Map<String, int[]> arrays = new LinkedHashMap<>();
    lists.forEach(
        (value, list) -> arrays.put(value, list.stream().mapToInt(Integer::intValue).toArray()));
    return arrays;
  }

  /** Amounts by the numbers of the nodes; what the pool does not have is left out. */
  Map<Integer, Allocation> numbered(Map<String, Allocation> byName) {
    if (numbers.isEmpty()) {
      for (int i = 0; i < pool.nodes().size(); i++) {
        numbers.put(pool.nodes().get(i).name(), i);
      }
    }
    Map<Integer, Allocation> byNumber = new HashMap<>();
    byName.forEach((name, amount) -> {
      Integer number = numbers.get(name);
      if (number != null) {
        byNumber.put(number, amount);
      }
    });
    return byNumber;
  }

  /** What of a gang decides whether it fits. */
  private record Shape(
      List<String> kinds,
      List<TaskRequest> asks,
      List<Integer> sizes,
      Map<String, String> labels,
      boolean spread) {}

  /**
   * A gang like this one: the same object for all that are alike but for the tasks' names.
   *
   * @param kinds of nodes of each lot
   * @param labels of the nodes that it may use
   */
  Gang alike(Gang gang, List<String> kinds, Map<String, String> labels) {
    List<Lot> lots = gang.lots().all();
    Shape shape =
        new Shape(
            kinds,
            lots.stream().map(Lot::asks).toList(),
            lots.stream().map(Lot::size).toList(),
            labels,
            gang.spread());
    return gangs.computeIfAbsent(shape, key -> gang);
  }
}
