package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.placement.FleetState.Link;
import io.sesamo.placement.FleetState.Network;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.Work.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What running something in a place takes, from what is known of both. */
public final class Estimator {

  /**
   * What a site draws for each kWh of its machines where its own figure is unknown: the mean of the
   * industry, Uptime Institute, Global Data Center Survey 2024.
   */
  static final double USUAL_PUE = 1.56;

  /** Of a busy core, W: assumed, a server processor's thermal design power over its cores. */
  static final double CORE_WATTS = 5;

  private static final double GIGA = 1e9;

  private Estimator() {}

  /** A run time and where it is from. */
  public record Run(Duration time, Source source) {}

  /**
   * How long work takes on a chip. What was measured there counts first, then what the workflow
   * says of it; a figure for another chip is scaled by the ratio of their {@link #speed}.
   *
   * @param chip empty: on a node without, or with an unknown one
   */
  public static Run run(Work work, Optional<Accelerator> chip) {
    String model = chip.map(Accelerator::id).orElse("");
    Duration measured = work.measured().get(model);
    if (measured != null) {
      return new Run(measured, Source.MEASURED);
    }
    Duration said = work.said().get(model);
    if (said != null) {
      return new Run(said, Source.WORKFLOW);
    }
    boolean same =
        work.on().isEmpty() || chip.isEmpty() || work.on().get().id().equals(chip.get().id());
    if (same || work.source() == Source.ASSUMED) {
      return new Run(work.usual(), work.source());
    }
    OptionalDouble there = speed(chip.get());
    OptionalDouble here = speed(work.on().get());
    if (there.isEmpty() || here.isEmpty()) {
      return new Run(work.usual(), Source.ASSUMED);
    }
    double seconds = seconds(work.usual()) * here.getAsDouble() / there.getAsDouble();
    return new Run(duration(seconds), Source.CATALOGUE);
  }

  /**
   * A chip's speed for work of which nothing else is known: the geometric mean of its peak rate
   * (dense 16-bit TFLOPS) and its memory's (GB/s), since work is bound by the one or the other
   * (Williams, Waterman, Patterson, "Roofline", CACM 52(4), 2009). A ratio of two such figures
   * means something, the figure alone does not.
   */
  static OptionalDouble speed(Accelerator chip) {
    if (chip.fp16().isEmpty() || chip.memoryBandwidth().isEmpty()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        Math.sqrt(chip.fp16().getAsDouble() * chip.memoryBandwidth().getAsDouble()));
  }

  /**
   * Power of a group's chips and cores, kW, without the site's losses. A part of a chip counts for
   * that part of its power.
   *
   * @return empty when a chip's power is not known
   */
  static OptionalDouble kilowatts(Resources asked, Optional<Accelerator> chip) {
    double accelerators = asked.accelerators();
    if (accelerators > 0 && chip.flatMap(c -> box(c.power())).isEmpty()) {
      return OptionalDouble.empty();
    }
    double cores = asked.cpuMilli() / 1000.0;
    double chips = accelerators == 0 ? 0 : accelerators * chip.get().power().getAsDouble();
    return OptionalDouble.of((chips + cores * CORE_WATTS) / 1000);
  }

  private static Optional<Double> box(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  /** What running it takes of money, energy and carbon. */
  public record Bill(OptionalDouble price, OptionalDouble energy, OptionalDouble carbon) {

    Bill plus(Bill other) {
      return new Bill(
          Estimator.plus(price, other.price),
          Estimator.plus(energy, other.energy),
          Estimator.plus(carbon, other.carbon));
    }
  }

  /** The bill of a stage; {@link #bill(Resources, PoolState, String, double, Duration)}. */
  public static Bill bill(Stage stage, PoolState pool, String platform, double move, Duration run) {
    return bill(Lots.of(stage.tasks()).total(), pool, platform, move, run);
  }

  /**
   * The bill. The price is the accelerators' rent, also for the time in which data move to them,
   * and of a part of one that part of it; where none is asked for, it is the electricity.
   *
   * @param asked by all tasks together
   * @param move how long the data move, seconds
   */
  public static Bill bill(
      Resources asked, PoolState pool, String platform, double move, Duration run) {
    PlatformFacts facts = pool.platform(platform);
    double hours = seconds(run) / 3600;
    double pue = pool.site().pue().orElse(USUAL_PUE);
    OptionalDouble energy =
        times(kilowatts(asked, facts.accelerator()), OptionalDouble.of(hours * pue));
    OptionalDouble carbon = times(energy, pool.site().carbon());
    OptionalDouble rent =
        times(facts.price(), OptionalDouble.of(asked.accelerators() * (hours + move / 3600)));
    OptionalDouble price =
        asked.accelerators() > 0 ? rent : times(energy, pool.site().electricity());
    return new Bill(price, energy, carbon);
  }

  private static OptionalDouble plus(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() && other.isPresent()
        ? OptionalDouble.of(one.getAsDouble() + other.getAsDouble())
        : OptionalDouble.empty();
  }

  private static OptionalDouble times(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() && other.isPresent()
        ? OptionalDouble.of(one.getAsDouble() * other.getAsDouble())
        : OptionalDouble.empty();
  }

  /**
   * What moving data takes.
   *
   * @param seconds one site's data after the other's
   * @param egress USD
   */
  public record Move(long bytes, double seconds, double egress) {}

  /** Moving them to a site. */
  public static Move move(List<DataAt> data, String to, Network network) {
    double bytes = 0;
    double seconds = 0;
    double egress = 0;
    for (DataAt at : data) {
      if (!at.site().equals(to) && at.bytes() > 0) {
        Link link = network.link(at.site(), to);
        bytes += at.bytes();
        seconds += link.roundTrip() + at.bytes() * 8.0 / link.bandwidth();
        egress += at.bytes() / GIGA * link.egress();
      }
    }
    return new Move((long) bytes, seconds, egress);
  }

  static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  static Duration duration(double seconds) {
    return Duration.ofMillis(Math.round(Math.min(seconds, 1e12) * 1000));
  }
}
