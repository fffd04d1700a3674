package io.sesamo.placement.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a scenario.
 *
 * @param groups that ended, in the order in which they did
 * @param flows that were completed, with the time from arrival to the end of the last group
 * @param preemptions in their order
 * @param moves groups that were stopped because their pool was drained
 * @param failed groups that no pool could hold
 * @param hours accelerator-hours that each tenant had
 * @param lost accelerator-hours of work that was begun again
 * @param utilisation accelerator-hours had of those there were
 * @param rounds calls of the placer
 * @param left groups that had not ended
 * @param peak the longest queue
 * @param oldest since when the one has waited that waits longest at the end
 * @param days accelerator-hours of each tenant by day
 */
public record Outcome(
    List<Ended> groups,
    Map<String, Duration> flows,
    List<Preemption> preemptions,
    int moves,
    int failed,
    Map<String, Double> hours,
    double lost,
    double utilisation,
    int rounds,
    int left,
    int peak,
    Optional<Instant> oldest,
    List<Map<String, Double>> days) {

  public Outcome {
    groups = List.copyOf(groups);
    flows = Map.copyOf(flows);
    preemptions = List.copyOf(preemptions);
    hours = Map.copyOf(hours);
    days = List.copyOf(days);
  }

  /**
   * A group that ran to its end.
   *
   * @param started for the last time
   * @param attempts 1, and one more for each time that it was stopped
   */
  public record Ended(
      String id,
      String tenant,
      Instant ready,
      Instant started,
      Instant ended,
      String pool,
      Truth truth,
      int attempts) {

    /** From when it could have run until it did. */
    public Duration waited() {
      return Duration.between(ready, started);
    }
  }

  /**
   * A group that was stopped for another's sake.
   *
   * @param ran accelerator-hours of it that are lost
   * @param why as explained to the one that it made room for
   */
  public record Preemption(Instant at, String victim, String gainer, double ran, String why) {}

  /** USD of all that ended. */
  public double price() {
    return groups.stream().mapToDouble(group -> group.truth().price()).sum();
  }

  /** gCO₂e of all that ended. */
  public double carbon() {
    return groups.stream().mapToDouble(group -> group.truth().carbon()).sum();
  }

  /** Bytes moved between sites. */
  public long bytes() {
    return groups.stream().mapToLong(group -> group.truth().bytes()).sum();
  }

  /** Hours from arrival to completion, at a quantile from 0 to 1. */
  public double completion(double quantile) {
    return quantile(
        flows.values().stream().mapToDouble(took -> took.toMillis() / 3.6e6).toArray(), quantile);
  }

  /** The same on average. */
  public double completion() {
    return flows.values().stream().mapToDouble(took -> took.toMillis() / 3.6e6).average().orElse(0);
  }

  /** Hours waited, at a quantile. */
  public double waited(double quantile) {
    return quantile(
        groups.stream().mapToDouble(group -> group.waited().toMillis() / 3.6e6).toArray(),
        quantile);
  }

  /** The value below which that part of all lies, the nearest one. */
  static double quantile(double[] values, double quantile) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(quantile * (sorted.length - 1)))];
  }
}
