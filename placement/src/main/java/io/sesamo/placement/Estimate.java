package io.sesamo.placement;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What running a group in a place is expected to take. What is empty is unknown.
 *
 * @param platform the kind of nodes it would get
 * @param delay until it can start; empty: not now, and not worked out when, since the place would
 *     not be chosen even if it were
 * @param transfer of its data to there
 * @param run of its tasks
 * @param source where the run time is from
 * @param price of its accelerators, USD
 * @param energy that the site draws for it, kWh
 * @param carbon emitted for that, gCO₂e
 * @param bytes moved to there
 * @param egress price of that, USD
 * @param distance of its nodes in the network: how many of the labels that say where a node is
 *     differ among them, the node itself counted; 0: one node; empty: not worked out
 * @param onward what the groups after it are expected to take from there at best
 */
public record Estimate(
    String platform,
    Optional<Duration> delay,
    Duration transfer,
    Duration run,
    Work.Source source,
    OptionalDouble price,
    OptionalDouble energy,
    OptionalDouble carbon,
    long bytes,
    double egress,
    OptionalInt distance,
    Onward onward) {

  /** What it costs without what comes after it, as far as that is known, USD. */
  public double cost() {
    return price.orElse(0) + egress;
  }

  /** The same after a wait. */
  Estimate after(Optional<Duration> wait) {
    return new Estimate(
        platform, wait, transfer, run, source, price, energy, carbon, bytes, egress, distance,
        onward);
  }

  /** The same on nodes that are so far apart. */
  Estimate at(OptionalInt apart) {
    return new Estimate(
        platform, delay, transfer, run, source, price, energy, carbon, bytes, egress, apart,
        onward);
  }

  /**
   * The rest of a workflow.
   *
   * @param seconds until it is done
   * @param price USD
   * @param carbon gCO₂e
   */
  public record Onward(double seconds, double price, double carbon) {
    public static final Onward NOTHING = new Onward(0, 0, 0);
  }
}
