package io.sesamo.placement;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A group that has a place.
 *
 * @param id as of its request
 * @param tenant whose it is; empty: the operator's own
 * @param priority higher goes first
 * @param pool where it is
 * @param taken of each node
 * @param since when it was placed
 * @param predictedEnd when it will probably be done
 * @param latestEnd when it is stopped at the latest; empty: it has no limit
 * @param stoppable whether it may be stopped and run again for another's sake
 * @param stopping whether it has been asked to end: what it takes is free soon
 */
public record Running(
    String id,
    String tenant,
    int priority,
    String pool,
    Map<String, Allocation> taken,
    Instant since,
    Instant predictedEnd,
    Optional<Instant> latestEnd,
    boolean stoppable,
    boolean stopping) {

  public Running {
    taken = Map.copyOf(taken);
  }

  /** Accelerators that it has, in thousandths. */
  public long acceleratorMilli() {
    return taken.values().stream().mapToLong(some -> some.amount().acceleratorMilli()).sum();
  }
}
