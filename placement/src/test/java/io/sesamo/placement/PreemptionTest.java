package io.sesamo.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.placement.Decision.Waiting;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.sim.Chips;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose work is stopped for whom, by examples worked out by hand. */
class PreemptionTest {

  private static final PoolState TWO = Given.pool("x", Chips.FAST, 2, 2);
  private static final int LONG = 6_000;

  private static FleetState fleet(int minimumRun) {
    Policy policy =
        new Policy(Objective.TIME, true, true, Duration.ofMinutes(minimumRun), true, Duration.ZERO);
    return Given.fleet(policy, TWO);
  }

  private static List<String> victims(FleetState fleet, GroupRequest group) {
    return Given.decide(fleet, group).of(group.id()) instanceof Waiting waiting
        ? waiting.victims()
        : List.of("it does not wait");
  }

  private static GroupRequest eight(String tenant, int priority) {
    return Given.group("g", tenant, priority, 0, Given.tasks(1, 8), Given.hours(10));
  }

  /** The one has worked 8 × 2 h, the other 8 × 0.5 h. */
  @Test
  void theOneThatLosesLeastGives() {
    FleetState fleet = fleet(10);
    fleet = Given.running(fleet, "dear", "", 0, 120, LONG, Map.of("n0", 8));
    fleet = Given.running(fleet, "slight", "", 0, 30, LONG, Map.of("n1", 8));

    assertThat(victims(fleet, eight("", 1))).containsExactly("slight");
  }

  @Test
  void nobodyIsStoppedBeforeItsTime() {
    FleetState fleet = fleet(60);
    fleet = Given.running(fleet, "dear", "", 0, 120, LONG, Map.of("n0", 8));
    fleet = Given.running(fleet, "slight", "", 0, 30, LONG, Map.of("n1", 8));

    assertThat(victims(fleet, eight("", 1))).containsExactly("dear");
  }

  @Test
  void equalsAndHigherOnesStay() {
    FleetState fleet = fleet(10);
    fleet = Given.running(fleet, "equal", "", 1, 120, LONG, Map.of("n0", 8));
    fleet = Given.running(fleet, "higher", "", 2, 120, LONG, Map.of("n1", 8));

    assertThat(victims(fleet, eight("", 1))).isEmpty();
  }

  /** It ends in a minute by itself: 8 minutes would be gained, 16 hours lost. */
  @Test
  void nobodyIsStoppedWithoutGain() {
    FleetState fleet = fleet(10);
    fleet = Given.running(fleet, "nearly", "", 0, 120, 1, Map.of("n0", 8));
    fleet = Given.running(fleet, "long", "", 0, 120, 1, Map.of("n1", 8));

    assertThat(victims(fleet, eight("", 1))).isEmpty();
  }

  /** The lowest class gives first, though it loses more. */
  @Test
  void theLowestClassGivesFirst() {
    FleetState fleet = fleet(10);
    fleet = Given.running(fleet, "low", "", 0, 120, LONG, Map.of("n0", 8));
    fleet = Given.running(fleet, "middle", "", 1, 30, LONG, Map.of("n1", 8));

    assertThat(victims(fleet, eight("", 2))).containsExactly("low");
  }

  /** Two halves of one node lose 4 × (20 + 20) min, less than the other node's 8 × 30 min. */
  @Test
  void severalThatLoseLessTogetherGive() {
    FleetState fleet = fleet(10);
    fleet = Given.running(fleet, "whole", "", 0, 30, LONG, Map.of("n0", 8));
    fleet = Given.running(fleet, "half", "", 0, 20, LONG, Map.of("n1", 4));
    fleet = Given.running(fleet, "other", "", 0, 20, LONG, Map.of("n1", 4));

    assertThat(victims(fleet, eight("", 1))).containsExactlyInAnyOrder("half", "other");
  }

  /** Two halves of one node lose 4 × (20 + 90) min, more than the other node's 8 × 30 min. */
  @Test
  void oneThatLosesLessThanSeveralGives() {
    FleetState fleet = fleet(10);
    fleet = Given.running(fleet, "whole", "", 0, 30, LONG, Map.of("n0", 8));
    fleet = Given.running(fleet, "half", "", 0, 20, LONG, Map.of("n1", 4));
    fleet = Given.running(fleet, "other", "", 0, 90, LONG, Map.of("n1", 4));

    assertThat(victims(fleet, eight("", 1))).containsExactly("whole");
  }

  /** 8 of 16 are guaranteed to a, and b has borrowed all. */
  @Test
  void aTenantGetsBackWhatItIsGuaranteed() {
    FleetState fleet =
        Given.tenants(fleet(10), new Tenant("a", 8, 16, 1), new Tenant("b", 0, 16, 1));
    fleet = Given.running(fleet, "b0", "b", 0, 120, LONG, Map.of("n0", 8));
    fleet = Given.running(fleet, "b1", "b", 0, 30, LONG, Map.of("n1", 8));

    assertThat(victims(fleet, eight("a", 0))).containsExactly("b1");
  }

  /** A group of 16 would have to borrow 8 itself. */
  @Test
  void whoWouldBorrowHimselfTakesNobodysPlace() {
    FleetState fleet =
        Given.tenants(fleet(10), new Tenant("a", 8, 16, 1), new Tenant("b", 0, 16, 1));
    fleet = Given.running(fleet, "b0", "b", 0, 120, LONG, Map.of("n0", 8));
    fleet = Given.running(fleet, "b1", "b", 0, 30, LONG, Map.of("n1", 8));
    GroupRequest sixteen = Given.group("g", "a", 0, 0, Given.tasks(2, 8), Given.hours(10));

    assertThat(victims(fleet, sixteen)).isEmpty();
  }

  /** What b has within its guarantee is safe from a's claim. */
  @Test
  void whatIsGuaranteedToOthersStays() {
    FleetState fleet =
        Given.tenants(fleet(10), new Tenant("a", 8, 16, 1), new Tenant("b", 8, 16, 1));
    fleet = Given.running(fleet, "b0", "b", 0, 120, LONG, Map.of("n0", 8));
    fleet = Given.running(fleet, "c0", "c", 0, 300, LONG, Map.of("n1", 8));

    assertThat(victims(fleet, eight("a", 0))).containsExactly("c0");
  }

  /** The parts of a have 16 together, of which 8 are guaranteed: only one of them gives. */
  @Test
  void partsOfATenantGiveNoMoreThanItHasBorrowed() {
    Policy policy =
        new Policy(Objective.TIME, true, true, Duration.ofMinutes(10), true, Duration.ZERO);
    FleetState fleet =
        Given.tenants(
            Given.fleet(policy, Given.pool("x", Chips.FAST, 2, 3)),
            new Tenant("a", 8, 24, 1),
            new Tenant("b", 16, 24, 1));
    fleet = Given.running(fleet, "ax", "a/x", 0, 20, LONG, Map.of("n0", 8));
    fleet = Given.running(fleet, "ay", "a/y", 0, 30, LONG, Map.of("n1", 8));
    fleet = Given.running(fleet, "c0", "c", 0, 120, LONG, Map.of("n2", 8));
    GroupRequest sixteen = Given.group("g", "b", 0, 0, Given.tasks(2, 8), Given.hours(10));

    assertThat(victims(fleet, sixteen)).containsExactlyInAnyOrder("ax", "c0");
  }

  /** 8 are being freed already: nobody else has to go. */
  @Test
  void roomThatIsBeingFreedIsWaitedFor() {
    FleetState fleet = fleet(10);
    fleet = Given.running(fleet, "going", "", 0, 120, LONG, Map.of("n0", 8));
    fleet = Given.running(fleet, "staying", "", 0, 30, LONG, Map.of("n1", 8));
    List<Running> running =
        fleet.running().stream()
            .map(run ->
                new Running(
                    run.id(),
                    run.tenant(),
                    run.priority(),
                    run.pool(),
                    run.taken(),
                    run.since(),
                    run.predictedEnd(),
                    run.latestEnd(),
                    true,
                    run.id().equals("going")))
            .toList();
    FleetState stopping =
        new FleetState(fleet.pools(), running, fleet.network(), List.of(), fleet.policy());

    assertThat(victims(stopping, eight("", 1))).isEmpty();
  }

  /**
   * Another group, before it in the order, would take the room: nobody is stopped in vain. The
   * tenants' shares put a's group first, since b has 8 and a nothing.
   */
  @Test
  void nobodyIsStoppedForOneThatWouldNotGetTheRoom() {
    FleetState fleet =
        Given.tenants(fleet(10), new Tenant("a", 0, 16, 1), new Tenant("b", 0, 24, 1));
    fleet = Given.running(fleet, "b0", "b", 0, 120, LONG, Map.of("n0", 8));
    fleet = Given.running(fleet, "b1", "b", 0, 30, LONG, Map.of("n1", 8));
    GroupRequest first = Given.group("first", "a", 0, 0, Given.tasks(1, 8), Given.hours(1));

    Given.Decisions decisions = Given.decide(fleet, first, eight("b", 1));

    if (decisions.all().getFirst().group().id().equals("first")) {
      assertThat(((Waiting) decisions.of("g")).victims()).isEmpty();
    } else {
      assertThat(((Waiting) decisions.of("g")).victims()).containsExactly("b1");
    }
  }

  @Test
  void itCanBeSwitchedOff() {
    FleetState fleet = Given.fleet(Given.PLAIN, TWO);
    fleet = Given.running(fleet, "low", "", 0, 120, LONG, Map.of("n0", 8, "n1", 8));

    assertThat(victims(fleet, eight("", 9))).isEmpty();
  }
}
