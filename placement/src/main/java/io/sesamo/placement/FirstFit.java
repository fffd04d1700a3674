package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.GroupRequest.Forbidden;
import io.sesamo.placement.GroupRequest.TaskRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Places each group, by priority and then by age, on the first nodes that hold it. A group that
 * waits lets smaller ones pass for {@link #PATIENCE}; after that nothing younger of its pool starts
 * before it, so that large groups do not starve.
 */
public final class FirstFit implements Placer {

  /** How long a waiting group lets younger ones of its pool pass. */
  public static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Comparator<GroupRequest> ORDER =
      Comparator.comparingInt(GroupRequest::priority)
          .reversed()
          .thenComparing(GroupRequest::readySince)
          .thenComparing(GroupRequest::id);

  @Override
  public List<Decision> decide(List<GroupRequest> queue, FleetState fleet, Instant now) {
    Map<String, PoolState> pools = new HashMap<>();
    fleet.pools().forEach(pool -> pools.put(pool.name(), pool));
    Set<String> held = new HashSet<>();
    Map<Need, Decision> refused = new HashMap<>();
    Map<Need, Optional<Decision>> unlawful = new HashMap<>();
    List<Decision> decisions = new ArrayList<>();
    for (GroupRequest group : queue.stream().sorted(ORDER).toList()) {
      Decision decision =
          unlawful(group, pools, unlawful)
              .map(no -> again(no, group))
              .orElseGet(() -> decide(group, pools, held, refused));
      decisions.add(decision);
      if (decision instanceof Decision.Waiting && group.readySince().plus(PATIENCE).isBefore(now)) {
        held.add(group.pool());
      }
    }
    return decisions;
  }

  /**
   * What a group needs. Of a long queue many groups need the same: the second is answered as the
   * first was, as long as nothing was placed in between.
   */
  private record Need(String pool, List<TaskRequest> tasks, Map<String, Forbidden> forbidden) {
    static Need of(GroupRequest group) {
      return new Need(
          group.pool(), group.tasks().stream().map(Need::nameless).toList(), group.forbidden());
    }

    private static TaskRequest nameless(TaskRequest task) {
      return new TaskRequest("", task.amount(), task.platform(), task.nodesExcluded());
    }
  }

  /** The answer for a group that would fit if it might run everywhere; what runs has no say. */
  private static Optional<Decision> unlawful(
      GroupRequest group, Map<String, PoolState> pools, Map<Need, Optional<Decision>> known) {
    PoolState pool = pools.get(group.pool());
    if (pool == null || group.forbidden().isEmpty()) {
      return Optional.empty();
    }
    return known.computeIfAbsent(Need.of(group), need -> unlawful(group, pool.idle()));
  }

  private static Optional<Decision> unlawful(GroupRequest group, PoolState idle) {
    if (fit(group, idle, why -> false).isEmpty() || fit(group, idle, why -> true).isPresent()) {
      return Optional.empty();
    }
    boolean forGood = fit(group, idle, Forbidden::forGood).isEmpty();
    String lead = forGood ? "the law forbids it" : "waiting for a decision";
    List<String> platforms = idle.nodes().stream().map(Node::platform).distinct().toList();
    Explanation why = new Explanation(lead, forbidden(group, platforms));
    return Optional.of(new Decision.Unlawful(group, why, forGood));
  }

  private static Decision decide(
      GroupRequest group,
      Map<String, PoolState> pools,
      Set<String> held,
      Map<Need, Decision> refused) {
    PoolState pool = pools.get(group.pool());
    if (pool == null) {
      return new Decision.Impossible(group, because(group, "there is no such pool"));
    }
    if (held.contains(group.pool())) {
      return new Decision.Waiting(
          group, because(group, "an older group has waited long and goes first"));
    }
    Need need = Need.of(group);
    Decision same = refused.get(need);
    if (same != null) {
      return again(same, group);
    }
    Optional<Fit> fit = fit(group, pool);
    if (fit.isPresent()) {
      pools.put(pool.name(), fit.get().rest());
      refused.clear();
      return new Decision.Placed(group, fit.get().placement(), because(group, "first fit"));
    }
    Decision refusal = refusal(group, pool);
    refused.put(need, refusal);
    return refusal;
  }

  private static Decision again(Decision same, GroupRequest group) {
    return switch (same) {
      case Decision.Placed placed ->
          new Decision.Placed(group, placed.placement(), placed.explanation());
      case Decision.Waiting waiting -> new Decision.Waiting(group, waiting.explanation());
      case Decision.Unlawful no -> new Decision.Unlawful(group, no.explanation(), no.forGood());
      case Decision.Impossible no -> new Decision.Impossible(group, no.explanation());
    };
  }

  private static Decision refusal(GroupRequest group, PoolState pool) {
    PoolState lawful =
        new PoolState(
            pool.name(),
            pool.nodes().stream().filter(node -> may(group, node, why -> true)).toList());
    if (fit(group, pool.idle()).isPresent()) {
      return new Decision.Waiting(group, because(group, "busy: " + shortage(group, lawful)));
    }
    return new Decision.Impossible(
        group, because(group, "too small: " + shortage(group, pool.idle())));
  }

  private static Explanation because(GroupRequest group, String reason) {
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(new Candidate(group.pool(), reason));
    candidates.addAll(forbidden(group, group.forbidden().keySet().stream().sorted().toList()));
    return new Explanation(candidates);
  }

  private static List<Candidate> forbidden(GroupRequest group, List<String> platforms) {
    List<Candidate> candidates = new ArrayList<>();
    for (String platform : platforms) {
      Forbidden why = group.forbidden().get(platform);
      if (why != null) {
        candidates.add(new Candidate(group.pool() + "/" + platform, why.reason()));
      }
    }
    return candidates;
  }

  /** A placement and the pool as it is after it. */
  private record Fit(Placement placement, PoolState rest) {}

  private static Optional<Fit> fit(GroupRequest group, PoolState pool) {
    return fit(group, pool, why -> true);
  }

  /**
   * The first nodes that hold it.
   *
   * @param counts which reasons against a platform are heeded
   */
  private static Optional<Fit> fit(
      GroupRequest group, PoolState pool, Predicate<Forbidden> counts) {
    List<Node> nodes = new ArrayList<>(pool.nodes());
    Map<String, String> nodeByTask = new HashMap<>();
    for (TaskRequest task : group.tasks()) {
      int chosen = -1;
      for (int i = 0; i < nodes.size() && chosen < 0; i++) {
        if (may(group, nodes.get(i), counts)
            && admits(nodes.get(i), task)
            && nodes.get(i).free().holds(task.amount())) {
          chosen = i;
        }
      }
      if (chosen < 0) {
        return Optional.empty();
      }
      nodeByTask.put(task.task(), nodes.get(chosen).name());
      nodes.set(chosen, nodes.get(chosen).take(task.amount()));
    }
    return Optional.of(
        new Fit(new Placement(pool.name(), nodeByTask), new PoolState(pool.name(), nodes)));
  }

  private static boolean may(GroupRequest group, Node node, Predicate<Forbidden> counts) {
    Forbidden why = group.forbidden().get(node.platform());
    return why == null || !counts.test(why);
  }

  private static boolean admits(Node node, TaskRequest task) {
    return !task.nodesExcluded().contains(node.name())
        && task.platform().map(platform -> platform.equals(node.platform())).orElse(true);
  }

  /** What the group asks for beside what the pool has free, in words. */
  private static String shortage(GroupRequest group, PoolState pool) {
    Optional<TaskRequest> stranger =
        group.tasks().stream()
            .filter(task -> pool.nodes().stream().noneMatch(node -> admits(node, task)))
            .findFirst();
    if (stranger.isPresent()) {
      return "no node is of the platform that task " + stranger.get().task() + " asks for";
    }
    Resources asked =
        group.tasks().stream().map(TaskRequest::amount).reduce(Resources.NONE, Resources::plus);
    Resources free = pool.nodes().stream().map(Node::free).reduce(Resources.NONE, Resources::plus);
    List<String> parts = new ArrayList<>();
    if (asked.cpuMilli() > free.cpuMilli()) {
      parts.add(
          "needs " + cores(asked.cpuMilli()) + " CPU cores, " + cores(free.cpuMilli()) + " free");
    }
    if (asked.memoryBytes() > free.memoryBytes()) {
      parts.add(
          "needs "
              + gibibytes(asked.memoryBytes())
              + " of memory, "
              + gibibytes(free.memoryBytes())
              + " free");
    }
    if (asked.storageBytes() > free.storageBytes()) {
      parts.add(
          "needs "
              + gibibytes(asked.storageBytes())
              + " of disk, "
              + gibibytes(free.storageBytes())
              + " free");
    }
    if (asked.accelerators() > free.accelerators()) {
      parts.add(
          "needs " + asked.accelerators() + " accelerators, " + free.accelerators() + " free");
    }
    return parts.isEmpty()
        ? "its tasks do not fit on the nodes together"
        : String.join("; ", parts);
  }

  private static String cores(long milli) {
    return milli % 1000 == 0 ? Long.toString(milli / 1000) : Double.toString(milli / 1000.0);
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
