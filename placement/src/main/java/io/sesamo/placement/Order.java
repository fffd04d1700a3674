package io.sesamo.placement;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves the queue. Between tenants: those within what they are guaranteed go before others, then
 * the one with the smaller share for its weight. Within a tenant: the group of higher priority,
 * where waiting for {@link Policy#ageing} counts as one class more, then the older. Where shares do
 * not count, all are one tenant. Not thread-safe.
 */
final class Order {

  private static final Comparator<Turn> IN_A_TENANT =
      Comparator.comparingLong(Turn::rank)
          .reversed()
          .thenComparing(turn -> turn.group().readySince())
          .thenComparing(turn -> turn.group().id());

  private final Map<String, Deque<Turn>> queues = new TreeMap<>();
  private final Shares shares;
  private final boolean fair;

  /**
   * A group whose turn it is.
   *
   * @param lots its tasks
   * @param rank its priority, with its age
   */
  record Turn(GroupRequest group, Lots lots, long rank) {}

  /**
   * Lines a queue up.
   *
   * @param lots finds a group's tasks
   */
  Order(
      Collection<GroupRequest> queue,
      Function<GroupRequest, Lots> lots,
      Policy policy,
      Shares shares,
      Instant now) {
    this.shares = shares;
    this.fair = policy.fairShare();
    Map<String, List<Turn>> byTenant = new TreeMap<>();
    for (GroupRequest group : queue) {
      String tenant = fair ? group.tenant() : "";
      byTenant
          .computeIfAbsent(tenant, key -> new ArrayList<>())
          .add(new Turn(group, lots.apply(group), rank(group, policy.ageing(), now)));
    }
    byTenant.forEach((tenant, groups) -> {
      groups.sort(IN_A_TENANT);
      queues.put(tenant, new ArrayDeque<>(groups));
    });
  }

  private static long rank(GroupRequest group, Duration ageing, Instant now) {
    long waited = Math.max(0, Duration.between(group.readySince(), now).toMillis());
    return group.priority() + (ageing.isPositive() ? waited / Math.max(1, ageing.toMillis()) : 0);
  }

  /** The next group; what it gets counts for the one after it. */
  Optional<Turn> next() {
    Deque<Turn> best = null;
    for (Deque<Turn> queue : queues.values()) {
      if (!queue.isEmpty() && (best == null || before(queue, best))) {
        best = queue;
      }
    }
    return best == null ? Optional.empty() : Optional.of(best.removeFirst());
  }

  private boolean before(Deque<Turn> queue, @Nullable Deque<Turn> other) {
    return other == null || order().compare(queue.getFirst(), other.getFirst()) < 0;
  }

  private Comparator<Turn> order() {
    return Comparator.comparing(this::borrows)
        .thenComparing(shares.fairest())
        .thenComparing(IN_A_TENANT);
  }

  private boolean borrows(Turn turn) {
    long accelerators = turn.lots().total().acceleratorMilli();
    return shares.quotas() && shares.borrowed(turn.group().tenant(), accelerators) > 0;
  }
}
