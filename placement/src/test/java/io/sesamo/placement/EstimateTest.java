package io.sesamo.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.placement.FleetState.Link;
import io.sesamo.placement.FleetState.Network;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.sim.Chips;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What running a group in a place is expected to take, by figures worked out by hand. */
class EstimateTest {

  private static final Offset<Double> EXACTLY = within(1e-6);
  private static final long TERABYTE = 1_000_000_000_000L;

  private static Work work(Optional<Accelerator> on, Work.Source source, Map<String, Duration> of) {
    return new Work(Duration.ofHours(3), on, source, of, Optional.empty());
  }

  private static Estimate on(Accelerator chip, Work work) {
    FleetState fleet = Given.fleet(Given.PLAIN, Given.pool("x", chip, 2, 2));
    GroupRequest group = Given.group("g", Given.tasks(2, 8), work);
    return Given.estimate(Given.decide(fleet, group).of("g"), "x");
  }

  @Test
  void whatWasMeasuredOnThatChipCountsFirst() {
    Work work =
        work(Optional.of(Chips.SLOW), Work.Source.WORKFLOW, Map.of("slow", Duration.ofMinutes(50)));

    assertThat(on(Chips.SLOW, work).run()).isEqualTo(Duration.ofMinutes(50));
    assertThat(on(Chips.SLOW, work).source()).isEqualTo(Work.Source.MEASURED);
  }

  @Test
  void whatTheWorkflowSaysHoldsForThatChip() {
    Estimate estimate =
        on(Chips.SLOW, work(Optional.of(Chips.SLOW), Work.Source.WORKFLOW, Map.of()));

    assertThat(estimate.run()).isEqualTo(Duration.ofHours(3));
    assertThat(estimate.source()).isEqualTo(Work.Source.WORKFLOW);
  }

  @Test
  void whatTheWorkflowSaysOfAnotherChipHoldsThere() {
    Map<String, Duration> said = Map.of("slow", Duration.ofHours(3), "fast", Duration.ofHours(1));
    Optional<Accelerator> first = Optional.of(Chips.SLOW);
    Work work =
        new Work(
            Duration.ofHours(3), first, Work.Source.WORKFLOW, said, Map.of(), Optional.empty());

    assertThat(on(Chips.FAST, work).run()).isEqualTo(Duration.ofHours(1));
    assertThat(on(Chips.FAST, work).source()).isEqualTo(Work.Source.WORKFLOW);
  }

  /** The fast chip has twice the TFLOPS and twice the bandwidth: half of three hours. */
  @Test
  void elsewhereTheCatalogueTellsTheRatio() {
    Estimate estimate =
        on(Chips.FAST, work(Optional.of(Chips.SLOW), Work.Source.WORKFLOW, Map.of()));

    assertThat(estimate.run()).isEqualTo(Duration.ofMinutes(90));
    assertThat(estimate.source()).isEqualTo(Work.Source.CATALOGUE);
  }

  @Test
  void whereNobodySaysAnythingAnHourIsAssumed() {
    Estimate estimate = on(Chips.FAST, Work.UNKNOWN);

    assertThat(estimate.run()).isEqualTo(Duration.ofHours(1));
    assertThat(estimate.source()).isEqualTo(Work.Source.ASSUMED);
  }

  /** 16 accelerators for 3 h at 2 USD; 16 × 1 kW × 3 h × PUE 1.5 = 72 kWh; at 100 g/kWh. */
  @Test
  void priceEnergyAndCarbonFollowFromTheRunTime() {
    Estimate estimate =
        on(Chips.FAST, work(Optional.of(Chips.FAST), Work.Source.WORKFLOW, Map.of()));

    assertThat(estimate.price().orElseThrow()).isEqualTo(96, EXACTLY);
    assertThat(estimate.energy().orElseThrow()).isEqualTo(72, EXACTLY);
    assertThat(estimate.carbon().orElseThrow()).isEqualTo(7200, EXACTLY);
    assertThat(estimate.delay()).contains(Duration.ZERO);
    assertThat(estimate.bytes()).isZero();
    assertThat(estimate.egress()).isZero();
    assertThat(estimate.onward()).isEqualTo(Estimate.Onward.NOTHING);
  }

  /** 8 slow ones at 3 USD and 8 fast ones at 2 USD, as long as the slow ones take: 2 h. */
  @Test
  void aGangOnTwoKindsCostsWhatBothCost() {
    PlatformFacts fast =
        new PlatformFacts(Optional.of(Chips.FAST), OptionalDouble.of(2), List.of("rack", "row"));
    PlatformFacts slow =
        new PlatformFacts(Optional.of(Chips.SLOW), OptionalDouble.of(3), List.of("pod", "row"));
    PoolState one = Given.pool("x", Chips.FAST, 2, 1);
    PoolState both =
        new PoolState(
            "x",
            one.site(),
            Optional.empty(),
            Set.of(),
            false,
            Map.of("p", fast, "q", slow),
            List.of(one.nodes().getFirst(), new Node("m0", "q", Given.EIGHT, Given.EIGHT)));
    List<TaskRequest> tasks = List.of(task("a", "p"), task("b", "q"));
    GroupRequest group = Given.group("g", tasks, Given.hours(1));

    Decision decision = Given.decide(Given.fleet(Given.PLAIN, both), group).of("g");

    Estimate estimate = decision.explanation().candidates().getFirst().estimate().orElseThrow();
    assertThat(estimate.run()).isEqualTo(Duration.ofHours(2));
    assertThat(estimate.price().orElseThrow()).isEqualTo(2 * (8 * 2 + 8 * 3), EXACTLY);
    assertThat(estimate.energy().orElseThrow()).isEqualTo(2 * (8 * 1 + 8 * 0.4) * 1.5, EXACTLY);
    assertThat(estimate.carbon().orElseThrow()).isEqualTo(3360, EXACTLY);
    assertThat(Given.pool(Given.fleet(Given.PLAIN, both), Given.affording(group, 79))).isEmpty();
    assertThat(Given.pool(Given.fleet(Given.PLAIN, both), Given.affording(group, 81)))
        .isEqualTo("x");
  }

  private static TaskRequest task(String name, String platform) {
    return new TaskRequest(name, Resources.whole(0, 1, 1, 8), Optional.of(platform), Set.of());
  }

  @Test
  void anUnknownPriceIsNotZero() {
    PoolState known = Given.pool("x", Chips.FAST, 2, 2);
    SiteFacts nowhere = SiteFacts.unknown("x");
    PoolState unknown =
        new PoolState(
            "x", nowhere, Optional.empty(), known.tenants(), false, Map.of(), known.nodes());
    GroupRequest group = Given.group("g", Given.tasks(1, 8), Given.hours(1));

    Estimate estimate =
        Given.estimate(Given.decide(Given.fleet(Given.PLAIN, unknown), group).of("g"), "x");

    assertThat(estimate.price()).isEmpty();
    assertThat(estimate.energy()).isEmpty();
    assertThat(estimate.carbon()).isEmpty();
  }

  /**
   * 2 TB at 8 Gbit/s: 2,000 s; at 0.09 USD/GB: 180 USD. What lies there already moves nowhere. The
   * other site has the usual link, 10 Gbit/s and 0.05 USD/GB: 1 TB takes 800 s and 50 USD.
   */
  @Test
  void dataTakesTimeAndMoneyToMove() {
    Network network = new Network(Map.of(Link.key("y", "x"), new Link(8e9, 0.09, 0)), 10e9, 0.05);
    FleetState fleet =
        new FleetState(
            List.of(Given.pool("x", Chips.FAST, 2, 2)), List.of(), network, List.of(), Given.PLAIN);
    GroupRequest group =
        Given.reading(
            Given.group("g", Given.tasks(1, 8), Given.hours(1)),
            new DataAt("y", 2 * TERABYTE),
            new DataAt("x", 7 * TERABYTE),
            new DataAt("z", TERABYTE));

    Estimate estimate = Given.estimate(Given.decide(fleet, group).of("g"), "x");

    assertThat(estimate.bytes()).isEqualTo(3 * TERABYTE);
    assertThat(estimate.transfer()).isEqualTo(Duration.ofSeconds(2_800));
    assertThat(estimate.egress()).isEqualTo(230, EXACTLY);
  }

  /** 2,000,000 TiB at 10 Gbit/s are 1.76e9 s; their bits are more than a long holds. */
  @Test
  void evenAsMuchDataAsNobodyHasTakesTimeToMove() {
    GroupRequest group =
        Given.reading(
            Given.group("g", Given.tasks(1, 8), Given.hours(1)), new DataAt("y", 2_000_000L << 40));
    FleetState fleet = Given.fleet(Given.PLAIN, Given.pool("x", Chips.FAST, 2, 2));

    assertThat(Given.estimate(Given.decide(fleet, group).of("g"), "x").transfer())
        .isBetween(Duration.ofSeconds(1_759_000_000), Duration.ofSeconds(1_760_000_000));
  }

  /** One of two nodes is taken for 40 minutes more: 16 accelerators are free then. */
  @Test
  void aBusyPlaceHasTheDelayUntilItsGroupsEnd() {
    FleetState fleet =
        Given.running(
            Given.fleet(Given.PLAIN, Given.pool("x", Chips.FAST, 2, 2)),
            "r",
            "",
            0,
            60,
            40,
            Map.of("n0", 8));
    GroupRequest group = Given.group("g", Given.tasks(2, 8), Given.hours(1));

    Decision decision = Given.decide(fleet, group).of("g");

    assertThat(decision).isInstanceOf(Decision.Waiting.class);
    assertThat(Given.estimate(decision, "x").delay()).contains(Duration.ofMinutes(40));
  }
}
