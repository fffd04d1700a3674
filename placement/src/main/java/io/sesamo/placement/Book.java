package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.placement.Gang.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A pool with what the decisions of one call have taken of it, and what is kept for the group that
 * waits for it. Much is worked out only when it is asked for: in a fleet of thousands of nodes most
 * pools are looked at and few are chosen. Not thread-safe.
 */
final class Book {

  /** Labels whose value is the node's name, whether it has them or not. */
  private static final Set<String> NODE = Set.of("node", "kubernetes.io/hostname");

  private final PoolState pool;
  private final Supplier<Collection<Running>> running;
  private final Packer packer;
  private final Instant now;
  private final Room free;
  private final Map<String, int[]> usable;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Map<String, int[]>> domains = new HashMap<>();
  private final Map<Integer, AcceleratorSet> taken = new HashMap<>(); // of nodes that changed
  private @Nullable Room capacity;
  private @Nullable Room spare;
  private @Nullable Resources sum;
  private @Nullable Ends ends;
  private final List<Ends.End> begun = new ArrayList<>(); // and not in ends yet
  private @Nullable Reservation reservation;
  private Duration backlog = Duration.ZERO;
  private int version;

  /**
   * Opens it.
   *
   * @param running the groups in the pool, asked for when they are needed
   */
  Book(PoolState pool, Supplier<Collection<Running>> running, Packer packer, Instant now) {
    this.pool = pool;
    this.running = running;
    this.packer = packer;
    this.now = now;
    this.free = Room.free(pool.nodes());
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

  PoolState pool() {
    return pool;
  }

  /** What is free now. */
  Room free() {
    return free;
  }

  /** What is free now of all nodes. */
  Resources sum() {
    if (sum == null) {
      sum = free.sum();
    }
    return sum;
  }

  /** What would be free if nothing ran. */
  Room capacity() {
    if (capacity == null) {
      capacity = Room.of(pool.nodes(), Node::capacity);
    }
    return capacity;
  }

  /** Changes with everything that is taken or kept: what was found before may no longer hold. */
  int version() {
    return version;
  }

  /** The kinds of its nodes with the numbers of those that may be used, in ascending order. */
  Map<String, int[]> usable() {
    return usable;
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

  Collection<Running> running() {
    return running.get();
  }

  /** When what runs will end. */
  Ends ends() {
    if (ends == null) {
      ends = new Ends(running.get(), this, now);
    }
    begun.forEach(ends::add);
    begun.clear();
    return ends;
  }

  /** Which accelerators of a node are taken, as far as it is known. */
  AcceleratorSet taken(int node) {
    return taken.getOrDefault(node, pool.nodes().get(node).taken());
  }

  /** A node's accelerators of which nothing is taken: bit {@code i} for accelerator {@code i}. */
  long idle(int node) {
    long count = pool.nodes().get(node).capacity().acceleratorMilli() / Resources.WHOLE;
    long idle = AcceleratorSet.first(count) & ~taken(node).touched();
    while (Long.bitCount(idle) > free.accelerators(node)) {
      idle &= idle - 1; // whole ones whose numbers nobody knows are held to be the first
    }
    return idle;
  }

  /** What was found, with the numbers of all its accelerators. */
  Found numbered(Found found, List<TaskRequest> tasks) {
    Map<Integer, Long> idle = new HashMap<>();
    Map<List<Integer>, Integer> said = new HashMap<>(); // by a node and a number less than 0
    Map<String, List<Integer>> numbers = new HashMap<>();
    for (TaskRequest task : tasks) {
      int node = found.nodeByTask().getOrDefault(task.task(), -1);
      if (task.amount().shares()) {
        int number = found.numbersOf(task.task()).getFirst();
        int real =
            number >= 0
                ? number
                : said.computeIfAbsent(List.of(node, number), key -> next(node, idle));
        numbers.put(task.task(), List.of(real));
      } else {
        long count = task.amount().acceleratorMilli() / Resources.WHOLE;
        numbers.put(
            task.task(), LongStream.range(0, count).mapToObj(i -> next(node, idle)).toList());
      }
    }
    return new Found(found.nodeByTask(), numbers, found.distance());
  }

  private int next(int node, Map<Integer, Long> idle) {
    long rest = idle.computeIfAbsent(node, this::idle);
    if (rest == 0) {
      throw new IllegalStateException("More accelerators than are free on node " + node);
    }
    idle.put(node, rest & (rest - 1));
    return Long.numberOfTrailingZeros(rest);
  }

  /** A group begins, and is expected to end at a time, at the latest at another. */
  void take(String id, Map<Integer, Allocation> amounts, Instant end, Instant latest) {
    begun.add(new Ends.End(id, end, amounts));
    packer.take(this, amounts);
    amounts.forEach((node, some) -> {
      taken.put(node, taken(node).plus(some.accelerators()));
      free.take(node, some);
    });
    if (reservation != null) {
      reservation.take(amounts, latest);
    }
    changed();
  }

  /** A group waits for the pool, and will run so long. */
  void queue(GroupRequest group, Duration run) {
    Resources all = capacity().sum();
    Resources asked = Lots.of(group.tasks()).total();
    double part =
        all.acceleratorMilli() > 0 && asked.acceleratorMilli() > 0
            ? asked.accelerators() / all.accelerators()
            : (double) asked.cpuMilli() / Math.max(1, all.cpuMilli());
    backlog = backlog.plus(Estimator.duration(Estimator.seconds(run) * part));
  }

  /** How long all of the pool will work for those that wait for it. */
  Duration backlog() {
    return backlog;
  }

  Packer packer() {
    return packer;
  }

  /** For whom the pool is kept. */
  @Nullable Reservation reservation() {
    return reservation;
  }

  void reserve(Reservation kept) {
    reservation = kept;
    changed();
  }

  private void changed() {
    spare = null;
    sum = null;
    version++;
  }

  /**
   * What is open to a group.
   *
   * @param backfill whether others than the one that it is kept for may use it at all
   * @param latest when the group has ended at the latest
   */
  Room open(GroupRequest group, boolean backfill, Instant latest) {
    if (reservation == null || reservation.holder().id().equals(group.id())) {
      return free;
    }
    if (!backfill) {
      return Room.of(pool.nodes(), node -> Resources.NONE);
    }
    if (!latest.isAfter(reservation.start())) {
      return free;
    }
    if (spare == null) {
      spare = free.least(reservation.spare());
    }
    return spare;
  }
}
