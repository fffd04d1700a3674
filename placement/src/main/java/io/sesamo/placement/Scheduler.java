package io.sesamo.placement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Places each group in the best of all pools that may and can hold it: the queue in the order of
 * {@link Order}, each group by the {@link Scores} of its ways, the first that waits for a pool with
 * a {@link Reservation} of it, and room for one that must not wait by {@link Preemption}.
 */
public final class Scheduler implements Placer {

  @Override
  public List<Decision> decide(List<GroupRequest> queue, FleetState fleet, Instant now) {
    return new Round(queue, fleet, now).decisions();
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
    return new Round(queue, fleet, now).explain(id);
  }
}
