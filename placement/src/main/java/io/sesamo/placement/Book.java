package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.placement.Gang.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool with what the decisions of one call have taken of it, and what is kept for the group that
 * waits for it. Much is worked out only when it is asked for: in a fleet of thousands of nodes most
 * pools are looked at and few are chosen. Not thread-safe.
 */
final class Book {

  private final Layout layout;
  private final PoolState pool;
  private final Supplier<Collection<Running>> running;
  private final Packer packer;
  private final Instant now;
  private final Room free;
  private final Map<Integer, AcceleratorSet> taken = new HashMap<>(); // of nodes that changed
  private @Nullable Room spare;
  private @Nullable Resources sum;
  private @Nullable Ends ends;
  private final List<Ends.End> begun = new ArrayList<>(); // and not in ends yet
  private final IdentityHashMap<Gang, Optional<Instant>> starts = new IdentityHashMap<>();
  private final IdentityHashMap<Gang, Instant> bounds = new IdentityHashMap<>();
  private final IdentityHashMap<Gang, Way.Obstacle> obstacles = new IdentityHashMap<>();
  private @Nullable Reservation reservation;
  private final Map<String, Duration> backlogs = new HashMap<>();

  /**
   * Opens it.
   *
   * @param layout of the pool
   * @param running the groups in the pool, asked for when they are needed
   */
  Book(
      Layout layout,
      PoolState pool,
      Supplier<Collection<Running>> running,
      Packer packer,
      Instant now) {
    this.layout = layout;
    this.pool = pool;
    this.running = running;
    this.packer = packer;
    this.now = now;
    this.free = layout.free(pool);
  }

  PoolState pool() {
    return pool;
  }

  /** What is free now. */
  Room free() {
    return free;
  }

  /** What is free now of all nodes. */
  private Resources sum() {
    if (sum == null) {
      sum = free.sum();
    }
    return sum;
  }

  /** What would be free if nothing ran. */
  Room capacity() {
    return layout.capacity();
  }

  /** The kinds of its nodes with the numbers of those that may be used, in ascending order. */
  Map<String, int[]> usable() {
    return layout.usable();
  }

  /** Amounts by the numbers of the nodes; what the pool does not have is left out. */
  Map<Integer, Allocation> numbered(Map<String, Allocation> byName) {
    return layout.numbered(byName);
  }

  Collection<Running> running() {
    return running.get();
  }

  /** When what runs will end. */
  private Ends ends() {
    if (ends == null) {
      ends = new Ends(running.get(), this, now);
    }
    begun.forEach(ends::add);
    begun.clear();
    return ends;
  }

  /** What is free at a time, if nothing else starts. */
  Room at(Instant time) {
    return ends().at(time, free);
  }

  /** The first time from now on at which a gang fits, if nothing else starts; empty: never. */
  Optional<Instant> start(Gang gang) {
    return starts.computeIfAbsent(gang, key -> ends().first(free, key, now));
  }

  /** What is free when it fits, and no more, though more may end in the same moment. */
  Room whenFits(Gang gang) {
    return ends().whenFits(free, gang);
  }

  /** A time before which it does not fit, sooner told. */
  Instant notBefore(Gang gang) {
    return bounds.computeIfAbsent(gang, key -> ends().notBefore(sum(), key.lots().total(), now));
  }

  /** Why it does not fit now, worked out once as long as nothing changes. */
  Way.Obstacle obstacle(Gang gang, Function<Gang, Way.Obstacle> why) {
    return obstacles.computeIfAbsent(gang, why);
  }

  /** Which accelerators of a node are taken, as far as it is known. */
  AcceleratorSet taken(int node) {
    return taken.getOrDefault(node, pool.nodes().get(node).taken());
  }

  /** A node's accelerators of which nothing is taken: bit {@code i} for accelerator {@code i}. */
  long idle(int node) {
    long count = pool.nodes().get(node).capacity().acceleratorMilli() / Resources.WHOLE;
    long idle = AcceleratorSet.first(count) & ~taken(node).touched();
    while (idle != 0 && Long.bitCount(idle) > free.accelerators(node)) {
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
        List<Integer> own = new ArrayList<>();
        while (own.size() < task.amount().acceleratorMilli() / Resources.WHOLE) {
          own.add(next(node, idle));
        }
        numbers.put(task.task(), List.copyOf(own));
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

  /** Running groups are being stopped. */
  void stop(List<Running> victims) {
    victims.forEach(victim -> ends().stop(victim.id(), now));
    changed();
  }

  /** A group waits for a kind of its nodes, and will run so long. */
  void queue(Option option, Duration run) {
    backlogs.merge(option.platform(), work(option, run), Duration::plus);
  }

  /** What {@link #queue} was told is not to be counted any more. */
  void unqueue(Option option, Duration run) {
    backlogs.merge(option.platform(), work(option, run).negated(), Duration::plus);
  }

  private Duration work(Option option, Duration run) {
    Resources all = Resources.NONE;
    for (int[] nodes : option.gang().nodes()) {
      all = all.plus(layout.capacity().sum(nodes));
    }
    Resources asked = option.gang().lots().total();
    double part =
        all.acceleratorMilli() > 0 && asked.acceleratorMilli() > 0
            ? asked.accelerators() / all.accelerators()
            : (double) asked.cpuMilli() / Math.max(1, all.cpuMilli());
    return Estimator.duration(Estimator.seconds(run) * part);
  }

  /** How long all nodes of a kind will work for those that wait for it. */
  Duration backlog(String platform) {
    return backlogs.getOrDefault(platform, Duration.ZERO);
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
    starts.clear();
    bounds.clear();
    obstacles.clear();
  }

  /**
   * What is open to a group.
   *
   * @param backfill whether others than the one that it is kept for may use it at all
   * @param takes how long the group takes at the most
   */
  Room open(GroupRequest group, boolean backfill, Duration takes) {
    if (reservation == null || reservation.holder().id().equals(group.id())) {
      return free;
    }
    if (!backfill) {
      return layout.nothing();
    }
    if (!now.plus(takes).isAfter(reservation.start())) {
      return free;
    }
    if (spare == null) {
      spare = free.least(reservation.spare());
    }
    return spare;
  }
}
