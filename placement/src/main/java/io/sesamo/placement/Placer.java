package io.sesamo.placement;

import java.time.Instant;
import java.util.List;

/** A placement policy. Implementations are pure and deterministic: no I/O, clock or randomness. */
public interface Placer {

  /**
   * Decides for every group of the queue, taking earlier decisions of the same call into account.
   *
   * @return one decision per group, in the order in which they were made
   */
  List<Decision> decide(List<GroupRequest> queue, FleetState fleet, Instant now);
}
