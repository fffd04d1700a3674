package io.sesamo.placement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A placement policy. Implementations are pure and deterministic: no I/O, clock or randomness. */
public interface Placer {

  /**
   * Decides for every group of the queue, taking earlier decisions of the same call into account.
   *
   * @return one decision per group, in the order in which they were made, each with the very object
   *     that is in the queue
   */
  List<Decision> decide(List<GroupRequest> queue, FleetState fleet, Instant now);

  /**
   * The decision for one group of the queue, as {@link #decide} makes it, with all that can be said
   * of it.
   *
   * @return empty when it is not in the queue
   */
  default Optional<Decision> explain(
      String id, List<GroupRequest> queue, FleetState fleet, Instant now) {
    return decide(queue, fleet, now).stream()
        .filter(decision -> decision.group().id().equals(id))
        .findFirst();
  }
}
