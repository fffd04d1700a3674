package io.sesamo.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sesamo.placement.Explanation.Standing;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.sim.Chips;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a workflow wants decides among places, over all of its stages. */
class ObjectiveTest {

  private static final long TERABYTE = 1_000_000_000_000L;

  /**
   * 8 accelerators, 1 h on fast, 2 h on slow and other. swift: 1 h, 8 × 1 × 6 = 48 USD, 8 kWh × 1.5
   * × 500 g = 6,000 g. cheap: 2 h, 8 × 2 × 1 = 16 USD, 8 × 0.4 × 2 = 6.4 kWh × 1.5 × 600 g = 5,760
   * g. clean: 2 h, 8 × 2 × 2 = 32 USD, 8 × 0.25 × 2 = 4 kWh × 1.5 × 50 g = 300 g.
   */
  private static final FleetState THREE =
      Given.fleet(
          Given.PLAIN,
          Given.pool("swift", Chips.FAST, 6, 1, 500),
          Given.pool("cheap", Chips.SLOW, 1, 1, 600),
          Given.pool("clean", Chips.OTHER, 2, 1, 50));

  private static final GroupRequest GROUP = Given.group("g", Given.tasks(1, 8), Given.hours(1));

  @Test
  void eachObjectiveHasItsPlace() {
    assertThat(Given.pool(THREE, Given.wishing(GROUP, Objective.TIME))).isEqualTo("swift");
    assertThat(Given.pool(THREE, Given.wishing(GROUP, Objective.COST))).isEqualTo("cheap");
    assertThat(Given.pool(THREE, Given.wishing(GROUP, Objective.CARBON))).isEqualTo("clean");
  }

  /** The cheap one is free in ten minutes; swift costs 48 USD against 16. */
  @Test
  void howMuchDearerItWouldBeNowIsToldInEnglishWhereverTheServerStands() {
    FleetState two =
        Given.fleet(
            Given.PLAIN,
            Given.pool("cheap", Chips.SLOW, 1, 1, 600),
            Given.pool("swift", Chips.FAST, 6, 1, 500));
    FleetState busy = Given.running(two, "r", "", 0, 5, 10, Map.of("n0", 8));
    GroupRequest group = Given.wishing(GROUP, Objective.COST);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      Decision waits = new Scheduler().explain("g", List.of(group), busy, Given.NOW).orElseThrow();
      assertThat(waits.explanation().outlook().orElseThrow().sooner())
          .endsWith(" at 3.00 times the price");
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Relative to the best: swift 0 + 2 + 19, cheap 1 + 0 + 18.2, clean 1 + 1 + 0. */
  @Test
  void aBalanceWeighsHowMuchWorseEachIsThanTheBest() {
    Decision decision = Given.decide(THREE, Given.wishing(GROUP, Objective.BALANCED)).of("g");

    assertThat(Given.candidate(decision, "clean").standing()).isEqualTo(Standing.CHOSEN);
    assertThat(Given.candidate(decision, "clean").score().orElseThrow()).isCloseTo(2, within(1e-3));
    assertThat(Given.candidate(decision, "swift").score().orElseThrow())
        .isCloseTo(21, within(1e-3));
    assertThat(Given.candidate(decision, "cheap").score().orElseThrow())
        .isCloseTo(19.2, within(1e-3));
  }

  /** Time thrice and cost once: swift 0 + 2 = 2, cheap 3 + 0 = 3, clean 3 + 1 = 4. */
  @Test
  void weightsAreHeeded() {
    assertThat(Given.pool(THREE, Given.wishing(GROUP, new Objective(3, 1, 0)))).isEqualTo("swift");
    assertThat(Given.pool(THREE, Given.wishing(GROUP, new Objective(1, 1, 0)))).isEqualTo("cheap");
  }

  @Test
  void whoNamesNoneHasTheFleets() {
    Policy thrifty =
        new Policy(
            Objective.COST, false, false, Given.PLAIN.minimumRun(), true, Given.PLAIN.ageing());
    FleetState fleet =
        new FleetState(THREE.pools(), List.of(), THREE.network(), List.of(), thrifty);

    assertThat(Given.pool(fleet, GROUP)).isEqualTo("cheap");
  }

  /** The order of the fleet decides between equals. */
  @Test
  void equalsAreTakenInTheirOrder() {
    PoolState one = Given.pool("one", Chips.FAST, 2, 1);
    PoolState two = Given.pool("two", Chips.FAST, 2, 1);

    assertThat(Given.pool(Given.fleet(Given.PLAIN, one, two), GROUP)).isEqualTo("one");
    assertThat(Given.pool(Given.fleet(Given.PLAIN, two, one), GROUP)).isEqualTo("two");
  }

  /**
   * The first stage, 8 accelerators for an hour, is 8 USD cheaper far away (1 against 2 USD/h); but
   * it leaves 10 TB there, and the second stage may run at home alone: 10,000 GB × 0.05 = 500 USD.
   */
  @Test
  void aCheapFirstStageDoesNotStrandItsDataInTheWrongCountry() {
    FleetState fleet =
        Given.fleet(
            Given.PLAIN, Given.pool("far", Chips.FAST, 1, 1), Given.pool("home", Chips.FAST, 2, 1));
    Stage second =
        new Stage(
            "second",
            Given.tasks(1, 8),
            Given.hours(1),
            Map.of("far", Map.of("p", new Stage.Forbidden("not there", true))),
            0,
            List.of());

    Stage alone = new Stage("first", Given.tasks(1, 8), Given.hours(1), Map.of(), 0, List.of());
    Stage first =
        new Stage(
            "first", Given.tasks(1, 8), Given.hours(1), Map.of(), 10 * TERABYTE, List.of(second));

    assertThat(Given.pool(fleet, of(alone, Objective.COST))).isEqualTo("far");
    assertThat(Given.pool(fleet, of(first, Objective.COST))).isEqualTo("home");
    Decision decision = Given.decide(fleet, of(first, Objective.COST)).of("first");
    // 8 × 2 USD for the second stage at home; from far also 500 USD for moving, and the
    // accelerators that wait for it: 8 × 2 USD/h for 8,000 s
    assertThat(Given.estimate(decision, "home").onward().price()).isCloseTo(16, within(1e-6));
    assertThat(Given.estimate(decision, "far").onward().price())
        .isCloseTo(516 + 16 * 8_000 / 3_600.0, within(1e-6));
    // an hour, and from far 10 TB at 10 Gbit/s
    assertThat(Given.estimate(decision, "home").onward().seconds()).isCloseTo(3600, within(1e-3));
    assertThat(Given.estimate(decision, "far").onward().seconds())
        .isCloseTo(3600 + 8000, within(1e-3));
  }

  /** The second stage costs 16 USD in the one pool, and nobody knows what in the other. */
  @Test
  void anUnknownPriceOfALaterStageIsTheWorstThatIs() {
    PoolState priced = Given.pool("priced", Chips.FAST, 2, 1);
    PoolState known = Given.pool("unpriced", Chips.FAST, 2, 1);
    PlatformFacts facts =
        new PlatformFacts(Optional.of(Chips.FAST), OptionalDouble.empty(), List.of("rack", "row"));
    PoolState unpriced =
        new PoolState(
            "unpriced",
            known.site(),
            Optional.empty(),
            Set.of(),
            false,
            Map.of("p", facts),
            known.nodes());
    Stage second = new Stage("second", Given.tasks(1, 8), Given.hours(1), Map.of(), 0, List.of());
    Stage first =
        new Stage("first", Given.tasks(1, 0), Given.hours(1), Map.of(), 1, List.of(second));

    Decision decision =
        Given.decide(Given.fleet(Given.PLAIN, priced, unpriced), of(first, Objective.COST))
            .of("first");

    assertThat(Given.estimate(decision, "unpriced").onward().price()).isCloseTo(16, within(1e-6));
    assertThat(Given.estimate(decision, "priced").onward().price()).isCloseTo(16, within(1e-6));
  }

  /** Two stages further on it counts as well. */
  @Test
  void theWholeGraphIsLookedAt() {
    FleetState fleet =
        Given.fleet(
            Given.PLAIN,
            Given.pool("far", Chips.FAST, 1, 1),
            Given.pool("home", Chips.FAST, 1.1, 1));
    Map<String, Map<String, Stage.Forbidden>> bound =
        Map.of("far", Map.of("p", new Stage.Forbidden("not there", true)));
    Stage third = new Stage("third", Given.tasks(1, 8), Given.hours(1), bound, 0, List.of());
    Stage second =
        new Stage(
            "second", Given.tasks(1, 8), Given.hours(1), Map.of(), 10 * TERABYTE, List.of(third));
    Stage first =
        new Stage(
            "first", Given.tasks(1, 8), Given.hours(1), Map.of(), 10 * TERABYTE, List.of(second));

    assertThat(Given.pool(fleet, of(first, Objective.COST))).isEqualTo("home");
  }

  /** 1 TB lies far away: 50 USD to move, 8 USD to be saved at home. */
  @Test
  void workGoesToItsData() {
    FleetState fleet =
        Given.fleet(
            Given.PLAIN, Given.pool("home", Chips.FAST, 1, 1), Given.pool("far", Chips.FAST, 2, 1));
    GroupRequest reading = Given.reading(GROUP, new DataAt("far", TERABYTE));

    assertThat(Given.pool(fleet, Given.wishing(reading, Objective.COST))).isEqualTo("far");
    assertThat(Given.pool(fleet, Given.wishing(reading, Objective.TIME))).isEqualTo("far");
    assertThat(Given.pool(fleet, Given.wishing(GROUP, Objective.COST))).isEqualTo("home");
  }

  private static GroupRequest of(Stage stage, Objective objective) {
    GroupRequest plain =
        new GroupRequest(
            stage.name(), "", 0, Given.NOW, stage, GroupRequest.Wishes.NONE, List.of());
    return Given.wishing(plain, objective);
  }

  /** The first stage takes 1 h at swift and 2 h elsewhere, what comes after it 2 h at the least. */
  @Test
  void aStageIsInTimeWhateverComesAfterIt() {
    Decision own = due(90, OptionalLong.empty());
    Decision hopeless = due(90, OptionalLong.of(1));

    for (Decision decision : List.of(own, hopeless)) {
      assertThat(Given.candidate(decision, "swift").standing()).isEqualTo(Standing.CHOSEN);
      assertThat(Given.candidate(decision, "cheap").reason()).isEqualTo("would be 30 min too late");
    }
    assertThat(Given.candidate(due(60 * 24, OptionalLong.empty()), "cheap").standing())
        .isEqualTo(Standing.CHOSEN);
  }

  @Test
  void whatIsLateEverywhereIsToldSo() {
    assertThat(due(30, OptionalLong.empty()).explanation().lead()).contains("; late by ");
    assertThat(due(60 * 24, OptionalLong.empty()).explanation().lead()).doesNotContain("late by");
  }

  /** It would cost 8 USD elsewhere, but all of it is asked for in one pool. */
  @Test
  void whatComesAfterIsInTheSamePoolWhereOneIsAskedFor() {
    FleetState fleet =
        Given.fleet(
            Given.PLAIN, Given.pool("home", Chips.FAST, 2, 1), Given.pool("far", Chips.FAST, 1, 1));
    Stage second = new Stage("b", Given.tasks(1, 8), Given.hours(1), Map.of(), 0, List.of());
    Stage first = new Stage("a", Given.tasks(1, 8), Given.hours(1), Map.of(), 0, List.of(second));
    GroupRequest group =
        new GroupRequest("a", "", 0, Given.NOW, first, GroupRequest.Wishes.pool("home"), List.of());

    Decision decision = Given.decide(fleet, group).of("a");

    assertThat(Given.estimate(decision, "home").onward().price()).isCloseTo(16, within(1e-6));
  }

  @Test
  void whatComesAfterIsInTimeIfItCanBe() {
    Decision decision = due(60 * 24, OptionalLong.of(210));

    assertThat(Given.candidate(decision, "swift").standing()).isEqualTo(Standing.CHOSEN);
    assertThat(Given.candidate(decision, "cheap").reason())
        .isEqualTo("would be 30 min too late with what comes after it");
  }

  /** As cheap as can be, within so many minutes itself, and with what comes after it. */
  private static Decision due(int minutes, OptionalLong all) {
    Stage second = new Stage("b", Given.tasks(1, 8), Given.hours(1), Map.of(), 0, List.of());
    Stage first = new Stage("a", Given.tasks(1, 8), Given.hours(1), Map.of(), 0, List.of(second));
    GroupRequest wishing = of(first.due(Optional.of(in(minutes))), Objective.COST);
    GroupRequest group =
        new GroupRequest(
            "a",
            "",
            0,
            Given.NOW,
            wishing.stage(),
            wishing
                .wishes()
                .due(all.isPresent() ? Optional.of(in(all.getAsLong())) : Optional.empty()),
            List.of());
    return Given.decide(THREE, group).of("a");
  }

  private static Instant in(long minutes) {
    return Given.NOW.plus(Duration.ofMinutes(minutes));
  }

  /** Two groups side by side: the one waits for what the other holds of the budget. */
  @Test
  void whoIsKeptOutByWhatOthersHoldWaits() {
    GroupRequest.Wishes none = GroupRequest.Wishes.NONE;
    GroupRequest never = affording(none, 10, 5);
    GroupRequest waits = affording(none, 10, 6);

    assertThat(Given.decide(THREE, never).of("g")).isInstanceOf(Decision.Impossible.class);
    Decision decision = Given.decide(THREE, waits).of("g");
    assertThat(decision).isInstanceOf(Decision.Waiting.class);
    assertThat(decision.explanation().lead())
        .isEqualTo("over its budget while others of its workflow run");
  }

  private static GroupRequest affording(GroupRequest.Wishes none, double left, double held) {
    GroupRequest.Wishes wishes =
        new GroupRequest.Wishes(
            none.pool(),
            none.objective(),
            none.labels(),
            none.spread(),
            OptionalDouble.of(left),
            held,
            none.deadline());
    return new GroupRequest("g", "", 0, Given.NOW, GROUP.stage(), wishes, List.of());
  }

  /** A budget of 20 USD leaves the one that costs 16; one of 10 USD none. */
  @Test
  void aBudgetIsKept() {
    assertThat(Given.pool(THREE, Given.affording(GROUP, 20))).isEqualTo("cheap");
    Decision none = Given.decide(THREE, Given.affording(GROUP, 10)).of("g");
    assertThat(none).isNotInstanceOf(Decision.Placed.class);
    assertThat(none.explanation().candidates())
        .allMatch(one -> one.constraint().equals(Optional.of(Explanation.Constraint.BUDGET)));
  }
}
