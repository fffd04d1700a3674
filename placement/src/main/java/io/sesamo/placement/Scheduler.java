package io.sesamo.placement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Places each group in the best of all pools that may and can hold it: the queue in the order of
 * {@link Order}, each group by the {@link Scores} of its ways, the first that waits for a pool with
 * a {@link Reservation} of it, and room for one that must not wait by {@link Preemption}.
 *
 * <p>What it decides depends on its arguments alone. The plans of one call are kept for the next,
 * only to be sooner done. Safe for use by several threads: of two calls at the same time, one makes
 * plans of its own.
 */
public final class Scheduler implements Placer {

  private @Nullable Plans kept;

  @Override
  public List<Decision> decide(List<GroupRequest> queue, FleetState fleet, Instant now) {
    return with(queue, fleet, plans -> new Round(queue, fleet, plans, now).decisions());
  }

  /**
   * The decision for one group of the queue, as {@link #decide} makes it, and for one that waits
   * also what it may expect. Takes about as long as deciding for those before it.
   *
   * @return empty when it is not in the queue
   */
  @Override
  public Optional<Decision> explain(
      String id, List<GroupRequest> queue, FleetState fleet, Instant now) {
    return with(queue, fleet, plans -> new Round(queue, fleet, plans, now).explain(id));
  }

  private <T> T with(List<GroupRequest> queue, FleetState fleet, Function<Plans, T> call) {
    Plans before = take();
    Plans plans = before == null ? Plans.of(fleet) : before.in(fleet, queue);
    T answer = call.apply(plans);
    keep(plans);
    return answer;
  }

  private synchronized @Nullable Plans take() {
    Plans plans = kept;
    kept = null;
    return plans;
  }

  private synchronized void keep(Plans plans) {
    kept = plans;
  }
}
