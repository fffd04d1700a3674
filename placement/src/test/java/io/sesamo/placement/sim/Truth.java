package io.sesamo.placement.sim;

import io.sesamo.model.catalog.Accelerator;
import io.sesamo.placement.FleetState.Link;
import io.sesamo.placement.FleetState.Network;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.PlatformFacts;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.Work;
import java.util.Set;

/**
 * What really comes of running a group in a place.
 *
 * @param transfer of its data to there, one after the other, seconds
 * @param run of its tasks, seconds: the slowest of its platforms
 * @param price of its accelerators from the first byte to the end, or of the electricity of its
 *     cores where it has none, and of moving data, USD
 * @param carbon emitted while it runs, by accelerators at their thermal design power and cores at 5
 *     W each, gCO₂e
 * @param bytes moved
 */
public record Truth(double transfer, double run, double price, double carbon, long bytes) {

  private static final double CORE_WATTS = 5;
  private static final double USUAL_PUE = 1.56;

  /** Seconds from its start to its end. */
  public double seconds() {
    return transfer + run;
  }

  /**
   * Of a group in a pool.
   *
   * @param platforms that it uses there
   * @param noise factor by which it runs longer than predicted
   */
  public static Truth of(
      GroupRequest group, PoolState pool, Set<String> platforms, Network network, double noise) {
    double transfer = 0;
    double egress = 0;
    long bytes = 0;
    String site = pool.site().id();
    for (DataAt data : group.data()) {
      if (!data.site().equals(site)) {
        Link link = network.link(data.site(), site);
        transfer += data.bytes() * 8.0 / link.bandwidth() + link.roundTrip();
        egress += data.bytes() / 1e9 * link.egress();
        bytes += data.bytes();
      }
    }
    double run = 0;
    double price = 0;
    double watts = 0;
    for (String platform : platforms) {
      PlatformFacts facts = pool.platform(platform);
      run = Math.max(run, seconds(group.stage().work(), facts) * noise);
      price = Math.max(price, facts.price().orElse(0));
      watts = Math.max(watts, facts.accelerator().map(Truth::watts).orElse(0.0));
    }
    double accelerators = group.stage().acceleratorMilli() / 1000.0;
    double cores =
        group.tasks().stream().mapToLong(task -> task.amount().cpuMilli()).sum() / 1000.0;
    double kilowatts = (accelerators * watts + cores * CORE_WATTS) / 1000;
    double energy = kilowatts * run / 3600 * pool.site().pue().orElse(USUAL_PUE);
    double paid =
        accelerators > 0
            ? accelerators * price * (transfer + run) / 3600
            : energy * pool.site().electricity().orElse(0);
    return new Truth(transfer, run, paid + egress, energy * pool.site().carbon().orElse(0), bytes);
  }

  private static double watts(Accelerator accelerator) {
    return accelerator.power().orElse(0);
  }

  /** How long work runs on a kind of nodes, seconds; loads name a figure for each chip they use. */
  static double seconds(Work work, PlatformFacts facts) {
    String model = facts.accelerator().map(Accelerator::id).orElse("");
    return work.measured().getOrDefault(model, work.usual()).toMillis() / 1000.0;
  }
}
