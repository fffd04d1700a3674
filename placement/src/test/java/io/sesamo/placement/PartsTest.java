package io.sesamo.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sesamo.model.Resources;
import io.sesamo.placement.Decision.Placed;
import io.sesamo.placement.Decision.Waiting;
import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.Placement.Slot;
import io.sesamo.placement.sim.Chips;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parts of accelerators, by examples worked out by hand. */
class PartsTest {

  private static final Work HOUR = Given.hours(1);
  private static final int LONG = 6_000;

  /** A fleet of one pool with nodes of so many accelerators. */
  private static FleetState fleet(Policy policy, int nodes, int accelerators) {
    Resources all = Resources.whole(80_000, 1L << 40, 1L << 40, accelerators);
    return Given.fleet(
        policy,
        Given.pool("x", Chips.FAST, 2, nodes)
            .with(
                IntStream.range(0, nodes)
                    .mapToObj(i -> new Node("n" + i, "p", all, all))
                    .toList()));
  }

  private static FleetState fleet(int nodes, int accelerators) {
    return fleet(Given.PLAIN, nodes, accelerators);
  }

  /** The fleet with one more that runs: so many thousandths of one accelerator. */
  private static FleetState running(
      FleetState fleet, String id, int priority, int end, String node, int number, int milli) {
    Allocation own = Allocation.of(new Resources(0, 1, 1, milli), List.of(number));
    PoolState pool = fleet.pools().getFirst();
    List<Node> nodes =
        pool.nodes().stream().map(one -> one.name().equals(node) ? one.take(own) : one).toList();
    List<Running> running = new ArrayList<>(fleet.running());
    running.add(
        new Running(
            id,
            "",
            priority,
            "x",
            Map.of(node, own),
            Given.NOW.minus(Duration.ofMinutes(30)),
            Given.NOW.plus(Duration.ofMinutes(end)),
            Optional.empty(),
            true,
            false));
    return new FleetState(
        List.of(pool.with(nodes)), running, fleet.network(), fleet.tenants(), fleet.policy());
  }

  private static GroupRequest asking(String id, int... milli) {
    return asking(id, 0, 0, HOUR, milli);
  }

  private static GroupRequest asking(String id, int priority, int waited, Work work, int... milli) {
    List<TaskRequest> tasks =
        IntStream.range(0, milli.length)
            .mapToObj(i ->
                new TaskRequest(
                    "t" + i, new Resources(0, 1, 1, milli[i]), Optional.empty(), Set.of()))
            .toList();
    return Given.group(id, "", priority, waited, tasks, work);
  }

  private static Slot slot(Given.Decisions decisions, String id) {
    return slot(decisions, id, "t0");
  }

  private static Slot slot(Given.Decisions decisions, String id, String task) {
    assertThat(decisions.of(id)).isInstanceOf(Placed.class);
    return ((Placed) decisions.of(id)).placement().slots().getOrDefault(task, new Slot("nowhere"));
  }

  private static Candidate why(Given.Decisions decisions, String id) {
    assertThat(decisions.of(id)).isInstanceOf(Waiting.class);
    return Given.candidate(decisions.of(id), "x");
  }

  @Test
  void twoHalvesShareOneAccelerator() {
    Given.Decisions decisions = Given.decide(fleet(1, 1), asking("a", 500), asking("b", 500));

    assertThat(slot(decisions, "a")).isEqualTo(new Slot("n0", List.of(0)));
    assertThat(slot(decisions, "b")).isEqualTo(new Slot("n0", List.of(0)));
  }

  @Test
  void twoThatAreMoreThanOneTogetherDoNotShareIt() {
    Given.Decisions decisions = Given.decide(fleet(1, 1), asking("a", 600), asking("b", 600));

    assertThat(slot(decisions, "a")).isEqualTo(new Slot("n0", List.of(0)));
    assertThat(why(decisions, "b").constraint()).contains(Constraint.ACCELERATORS);
    assertThat(why(decisions, "b").reason()).isEqualTo("busy: needs 0.6 accelerators, 0.4 free");
  }

  /** 0.4 and 0.4 are left: 0.8 in all, but 0.6 of none. */
  @Test
  void restsOfTwoAcceleratorsAreNotOnePart() {
    FleetState fleet = running(fleet(1, 2), "r", 0, LONG, "n0", 0, 600);
    fleet = running(fleet, "s", 0, LONG, "n0", 1, 600);

    Candidate no = why(Given.decide(fleet, asking("g", 600)), "g");

    assertThat(no.constraint()).contains(Constraint.ACCELERATORS);
    assertThat(no.reason()).isEqualTo("busy: no accelerator has 0.6 left, the most is 0.4 of one");
  }

  /** 1.4 are left of two, but no whole one. */
  @Test
  void aWholeOneNeedsOneOfWhichNothingIsTaken() {
    FleetState fleet = running(fleet(1, 2), "r", 0, LONG, "n0", 0, 300);
    fleet = running(fleet, "s", 0, LONG, "n0", 1, 300);

    Candidate no = why(Given.decide(fleet, asking("g", 1000)), "g");

    assertThat(no.constraint()).contains(Constraint.ACCELERATORS);
    assertThat(no.reason())
        .isEqualTo("busy: needs 1 whole accelerator, 0 free; of others a part is taken");
  }

  @Test
  void wholeOnesGetOtherNumbersThanParts() {
    FleetState fleet = running(fleet(1, 4), "r", 0, LONG, "n0", 1, 300);

    Given.Decisions decisions =
        Given.decide(fleet, asking("a", 2000), asking("b", 500), asking("c", 1000));

    assertThat(slot(decisions, "a").accelerators()).containsExactly(0, 2);
    assertThat(slot(decisions, "b").accelerators()).containsExactly(1);
    assertThat(slot(decisions, "c").accelerators()).containsExactly(3);
  }

  /** Their numbers are not known, as of what older releases have placed: the first are theirs. */
  @Test
  void partsKeepAwayFromWholeOnesWithoutNumbers() {
    FleetState fleet = Given.running(fleet(1, 4), "r", "", 0, 30, LONG, Map.of("n0", 3));

    assertThat(slot(Given.decide(fleet, asking("g", 500)), "g").accelerators()).containsExactly(3);
  }

  /** Node by node three thirds of 0.3 go on each accelerator; seven need three accelerators. */
  @Test
  void aGangOfPartsGoesOverNodes() {
    int[] seven = {300, 300, 300, 300, 300, 300, 300};
    Given.Decisions decisions = Given.decide(fleet(3, 1), asking("g", seven));

    assertThat(IntStream.range(0, 7).mapToObj(i -> slot(decisions, "g", "t" + i).node()).toList())
        .containsOnly("n0", "n1", "n2");
    assertThat(Given.decide(fleet(2, 1), asking("g", seven)).of("g"))
        .isInstanceOf(Decision.Impossible.class);
  }

  /** 0.6 and 0.6 need two accelerators, 0.4 goes beside one of them: one node of two. */
  @Test
  void aGangOfUnequalPartsFillsOneNode() {
    Given.Decisions decisions = Given.decide(fleet(2, 2), asking("g", 600, 400, 600));

    List<Slot> slots =
        List.of(slot(decisions, "g", "t0"), slot(decisions, "g", "t1"), slot(decisions, "g", "t2"));
    assertThat(slots.stream().map(Slot::node).distinct()).hasSize(1);
    assertThat(slots.get(0).accelerators()).isNotEqualTo(slots.get(2).accelerators());
  }

  /** The first node has 0.5 and 0.5 left: enough for each and in all, but not for all three. */
  @Test
  void aGangStaysTogetherWhereEachOfItsPartsFits() {
    FleetState fleet = running(fleet(2, 2), "r", 0, LONG, "n0", 0, 500);
    fleet = running(fleet, "s", 0, LONG, "n0", 1, 500);

    Given.Decisions decisions = Given.decide(fleet, asking("g", 400, 300, 300));

    for (String task : List.of("t0", "t1", "t2")) {
      assertThat(slot(decisions, "g", task).node()).isEqualTo("n1");
    }
  }

  /** The head waits an hour for a whole one. Who shares it for longer would delay it. */
  @Test
  void partsDoNotDelayWhoWaitsForAWholeOne() {
    FleetState fleet = running(fleet(1, 1), "r", 0, 60, "n0", 0, 500);
    GroupRequest head = asking("head", 1, 9, HOUR, 1000);
    GroupRequest late = asking("late", 0, 5, Given.hours(2), 300);
    GroupRequest brief = asking("brief", 0, 1, Given.hours(0.5), 300);

    Given.Decisions decisions = Given.decide(fleet, head, late, brief);

    assertThat(Given.estimate(decisions.of("head"), "x").delay()).contains(Duration.ofHours(1));
    assertThat(why(decisions, "late").constraint()).contains(Constraint.RESERVED);
    assertThat(slot(decisions, "brief").accelerators()).containsExactly(0);
  }

  /** The head will have 0.6; the 0.4 beside it are free for any time, and no more than these. */
  @Test
  void whatIsLeftBesideThePartOfWhoWaitsIsFreeForAnyTime() {
    FleetState fleet = running(fleet(1, 1), "r", 0, 60, "n0", 0, 500);
    Work late = Given.hours(20);

    Given.Decisions decisions =
        Given.decide(
            fleet,
            asking("head", 1, 9, HOUR, 600),
            asking("half", 0, 8, late, 500),
            asking("one", 0, 7, late, 200),
            asking("other", 0, 6, late, 200),
            asking("more", 0, 5, late, 100));

    assertThat(why(decisions, "head").constraint()).contains(Constraint.ACCELERATORS);
    assertThat(why(decisions, "half").constraint()).contains(Constraint.RESERVED);
    assertThat(slot(decisions, "one").accelerators()).containsExactly(0);
    assertThat(slot(decisions, "other").accelerators()).containsExactly(0);
    assertThat(why(decisions, "more").constraint()).contains(Constraint.RESERVED);
  }

  /**
   * On one accelerator 0.3 are taken, on the other 0.65; a whole one is had by stopping the one
   * that loses less.
   */
  @Test
  void onlyThoseOnOneAcceleratorAreStopped() {
    Policy policy =
        new Policy(Objective.TIME, true, true, Duration.ofMinutes(10), true, Duration.ZERO);
    FleetState fleet = running(fleet(policy, 1, 2), "two", 0, LONG, "n0", 1, 250);
    fleet = running(fleet, "twotoo", 0, LONG, "n0", 1, 400);
    fleet = running(fleet, "one", 0, LONG, "n0", 0, 300);

    Given.Decisions decisions = Given.decide(fleet, asking("g", 1, 0, Given.hours(10), 1000));

    assertThat(((Waiting) decisions.of("g")).victims()).containsExactly("one");
  }

  /** 1.5 are had of at most 2: a half more is, 0.6 are not. */
  @Test
  void quotasCountParts() {
    FleetState had = running(fleet(1, 4), "r", 0, LONG, "n0", 0, 500);
    had = running(had, "s", 0, LONG, "n0", 1, 1000);
    FleetState fleet = Given.tenants(had, new Tenant("", 0, 2, 1));

    assertThat(slot(Given.decide(fleet, asking("g", 500)), "g").accelerators())
        .as("beside the other half")
        .containsExactly(0);
    Given.Decisions over = Given.decide(fleet, asking("g", 600));
    assertThat(why(over, "g").constraint()).contains(Constraint.QUOTA);
    assertThat(over.of("g").explanation().lead())
        .isEqualTo("tenant  may have 2 accelerators at a time and has 1.5; this needs 0.6");
  }

  /** A quarter of 1 kW and of 2 USD, for an hour, at PUE 1.5 and 100 g/kWh. */
  @Test
  void aPartCostsThatPart() {
    Estimate estimate = Given.estimate(Given.decide(fleet(1, 1), asking("g", 250)).of("g"), "x");

    assertThat(estimate.price().orElseThrow()).isCloseTo(0.5, within(1e-9));
    assertThat(estimate.energy().orElseThrow()).isCloseTo(0.375, within(1e-9));
    assertThat(estimate.carbon().orElseThrow()).isCloseTo(37.5, within(1e-9));
  }

  /** Of two nodes the one that is begun takes it, so that the other stays whole. */
  @Test
  void partsGoWhereOneIsBroken() {
    FleetState fleet = running(fleet(2, 1), "r", 0, LONG, "n1", 0, 500);

    assertThat(slot(Given.decide(fleet, asking("g", 400)), "g").node()).isEqualTo("n1");
  }

  @Test
  void oneAndAHalfIsNothingThatCouldBeAskedFor() {
    assertThatThrownBy(() -> asking("g", 1500))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1500 thousandths");
  }
}
