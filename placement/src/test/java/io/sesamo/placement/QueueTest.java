package io.sesamo.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.placement.Decision.Placed;
import io.sesamo.placement.Decision.Waiting;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.sim.Chips;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules by which the queue is served, by examples worked out by hand. */
class QueueTest {

  private static final PoolState TWO = Given.pool("x", Chips.FAST, 2, 2);
  private static final PoolState THREE = Given.pool("x", Chips.FAST, 2, 3);

  private static Policy policy(boolean fair, boolean preempt, boolean backfill, int ageing) {
    return new Policy(
        Objective.TIME,
        fair,
        preempt,
        Duration.ofMinutes(10),
        backfill,
        Duration.ofMinutes(ageing));
  }

  private static GroupRequest eight(String id, String tenant, int priority, int minutes) {
    return Given.group(id, tenant, priority, minutes, Given.tasks(1, 8), Given.hours(1));
  }

  /** So many groups of one accelerator of each tenant. */
  private static GroupRequest[] many(int count, String... tenants) {
    List<GroupRequest> queue = new ArrayList<>();
    for (String tenant : tenants) {
      for (int i = 0; i < count; i++) {
        queue.add(Given.group(tenant + i, tenant, 0, 0, Given.tasks(1, 1), Given.hours(1)));
      }
    }
    return queue.toArray(GroupRequest[]::new);
  }

  private static long placed(Given.Decisions decisions, String tenant) {
    return decisions.all().stream()
        .filter(decision -> decision instanceof Placed)
        .filter(decision -> decision.group().tenant().equals(tenant))
        .count();
  }

  /** A length that is counted as none would be divided by. */
  @Test
  void ageingOfLessThanAMillisecondIsOne() {
    Policy policy =
        new Policy(Objective.TIME, false, false, Duration.ZERO, true, Duration.ofNanos(500_000));
    FleetState fleet = Given.fleet(policy, Given.pool("x", Chips.FAST, 2, 1));

    Given.Decisions decisions = Given.decide(fleet, eight("a", "", 2, 0), eight("b", "", 0, 1));

    assertThat(decisions.of("b")).isInstanceOf(Placed.class);
  }

  /** 16 accelerators by weights 1 and 3: 4 and 12. */
  @Test
  void tenantsAreServedByTheirWeights() {
    FleetState fleet =
        Given.tenants(
            Given.fleet(policy(true, false, true, 0), TWO),
            new Tenant("a", 0, 16, 1),
            new Tenant("b", 0, 16, 3));

    Given.Decisions decisions = Given.decide(fleet, many(16, "a", "b"));

    assertThat(placed(decisions, "a")).isEqualTo(4);
    assertThat(placed(decisions, "b")).isEqualTo(12);
  }

  /** Of 16, 4 are guaranteed to a; the other 12 are shared by weights 1 and 1: 10 and 6. */
  @Test
  void weightsShareWhatIsNotGuaranteed() {
    FleetState fleet =
        Given.tenants(
            Given.fleet(policy(true, false, true, 0), TWO),
            new Tenant("a", 4, 16, 1),
            new Tenant("b", 0, 16, 1));

    Given.Decisions decisions = Given.decide(fleet, many(16, "a", "b"));

    assertThat(placed(decisions, "a")).isEqualTo(10);
    assertThat(placed(decisions, "b")).isEqualTo(6);
  }

  /** The parts of a share half of 16 by 1 to 3, and b has the other half: 2, 6, 8. */
  @Test
  void sharesGoDownTheTree() {
    FleetState fleet =
        Given.tenants(
            Given.fleet(policy(true, false, true, 0), TWO),
            new Tenant("a", 0, 16, 1),
            new Tenant("a/x", 0, 16, 1),
            new Tenant("a/y", 0, 16, 3),
            new Tenant("b", 0, 16, 1));

    Given.Decisions decisions = Given.decide(fleet, many(16, "a/x", "a/y", "b"));

    assertThat(placed(decisions, "a/x")).isEqualTo(2);
    assertThat(placed(decisions, "a/y")).isEqualTo(6);
    assertThat(placed(decisions, "b")).isEqualTo(8);
  }

  /** The share holds however long the groups have waited: all of a are a day older. */
  @Test
  void ageDoesNotOverruleShares() {
    FleetState fleet =
        Given.tenants(
            Given.fleet(policy(true, false, true, 60), TWO),
            new Tenant("a", 0, 16, 1),
            new Tenant("b", 0, 16, 3));
    List<GroupRequest> queue = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      queue.add(Given.group("a" + i, "a", 0, 1500, Given.tasks(1, 1), Given.hours(1)));
      queue.add(Given.group("b" + i, "b", 0, 60, Given.tasks(1, 1), Given.hours(1)));
    }

    Given.Decisions decisions = Given.decide(fleet, queue.toArray(GroupRequest[]::new));

    assertThat(placed(decisions, "a")).isEqualTo(4);
    assertThat(placed(decisions, "b")).isEqualTo(12);
  }

  /** Together 16, and a may have 10 at most: the rest stays free. */
  @Test
  void nobodyHasMoreThanHisMost() {
    FleetState fleet =
        Given.tenants(
            Given.fleet(policy(true, false, true, 0), TWO),
            new Tenant("a", 4, 10, 1),
            new Tenant("a/x", 0, 16, 1));

    Given.Decisions decisions = Given.decide(fleet, many(16, "a/x"));

    assertThat(placed(decisions, "a/x")).isEqualTo(10);
    assertThat(decisions.all())
        .filteredOn(decision -> decision instanceof Waiting)
        .allMatch(decision ->
            Given.candidate(decision, "x")
                .constraint()
                .equals(Optional.of(Explanation.Constraint.QUOTA)));
  }

  /** An hour's wait weighs like one class: after two hours class 0 goes before a new class 1. */
  @Test
  void whoWaitsLongRisesInItsClass() {
    FleetState full =
        Given.fleet(policy(false, false, false, 60), Given.pool("x", Chips.FAST, 2, 1));

    assertThat(Given.decide(full, eight("old", "", 0, 121), eight("new", "", 1, 0)).of("old"))
        .isInstanceOf(Placed.class);
    assertThat(Given.decide(full, eight("old", "", 0, 59), eight("new", "", 1, 0)).of("new"))
        .isInstanceOf(Placed.class);
    FleetState ageless = Given.fleet(policy(false, false, false, 0), full.pools().getFirst());
    assertThat(Given.decide(ageless, eight("old", "", 0, 9999), eight("new", "", 1, 0)).of("new"))
        .isInstanceOf(Placed.class);
  }

  /**
   * One of two nodes is taken for 60 minutes, and the head needs both. What takes 50 minutes may
   * pass it, what takes 70 would delay it by 10.
   */
  @Test
  void backfillPassesTheHeadOnlyIfItIsDoneInTime() {
    FleetState fleet =
        Given.running(
            Given.fleet(policy(false, false, true, 0), TWO), "r", "", 0, 30, 60, Map.of("n0", 8));
    GroupRequest head = Given.group("head", "", 1, 9, Given.tasks(2, 8), Given.hours(1));
    GroupRequest brief = Given.group("brief", "", 0, 0, Given.tasks(1, 8), Given.hours(50 / 60.0));
    GroupRequest late = Given.group("late", "", 0, 5, Given.tasks(1, 8), Given.hours(70 / 60.0));

    Given.Decisions decisions = Given.decide(fleet, head, late, brief);

    assertThat(decisions.of("head")).isInstanceOf(Waiting.class);
    assertThat(Given.estimate(decisions.of("head"), "x").delay()).contains(Duration.ofMinutes(60));
    assertThat(decisions.of("brief")).isInstanceOf(Placed.class);
    assertThat(decisions.of("late")).isInstanceOf(Waiting.class);
    assertThat(Given.candidate(decisions.of("late"), "x").constraint())
        .contains(Explanation.Constraint.RESERVED);
  }

  /** Of three nodes two are taken, and the head needs two: when they end one is left over. */
  @Test
  void whatTheHeadDoesNotNeedIsFreeForAnyTime() {
    FleetState fleet =
        Given.running(
            Given.fleet(policy(false, false, true, 0), THREE),
            "r",
            "",
            0,
            30,
            60,
            Map.of("n0", 8, "n1", 8));
    GroupRequest head = Given.group("head", "", 1, 9, Given.tasks(2, 8), Given.hours(1));
    GroupRequest late = Given.group("late", "", 0, 5, Given.tasks(1, 8), Given.hours(100));

    Given.Decisions decisions = Given.decide(fleet, head, late);

    assertThat(decisions.of("head")).isInstanceOf(Waiting.class);
    assertThat(decisions.of("late")).isInstanceOf(Placed.class);
  }

  @Test
  void withoutBackfillNobodyPasses() {
    FleetState fleet =
        Given.running(
            Given.fleet(policy(false, false, false, 0), TWO), "r", "", 0, 30, 60, Map.of("n0", 8));
    GroupRequest head = Given.group("head", "", 1, 9, Given.tasks(2, 8), Given.hours(1));
    GroupRequest brief = Given.group("brief", "", 0, 0, Given.tasks(1, 8), Given.hours(0.1));

    assertThat(Given.decide(fleet, head, brief).of("brief")).isInstanceOf(Waiting.class);
  }

  /**
   * Of two that ask for the same under other names the first waits and the second goes elsewhere.
   */
  @Test
  void whoAsksForTheSameAsOneBeforeHimKeepsTheNamesOfHisTasks() {
    PoolState fast = Given.pool("fast", Chips.FAST, 2, 1);
    PoolState slow = Given.pool("slow", Chips.SLOW, 2, 1);
    FleetState fleet = busy(30, fast, slow);
    TaskRequest task = Given.tasks(1, 8).getFirst();
    TaskRequest named =
        new TaskRequest("mine", task.amount(), task.platform(), task.nodesExcluded());

    Given.Decisions decisions =
        Given.decide(
            fleet,
            eight("first", "", 1, 20),
            Given.group("second", "", 0, 10, List.of(named), Given.hours(1)));

    assertThat(decisions.of("first")).isInstanceOf(Waiting.class);
    assertThat(((Placed) decisions.of("second")).placement().slots()).containsOnlyKeys("mine");
  }

  /** Who waits for a place makes it worse for those who are equal to him, too. */
  @Test
  void whoAsksForTheSameGoesElsewhereSinceOneWaitsAlready() {
    PoolState fast = Given.pool("fast", Chips.FAST, 2, 1);
    PoolState slow = Given.pool("slow", Chips.SLOW, 2, 1);
    FleetState fleet = busy(30, fast, slow);

    Given.Decisions decisions =
        Given.decide(fleet, eight("first", "", 0, 20), eight("second", "", 0, 10));

    assertThat(decisions.of("first")).isInstanceOf(Waiting.class);
    assertThat(((Placed) decisions.of("second")).placement().pool()).isEqualTo("slow");
  }

  /** 8 accelerators of a pool work an hour for one that waits, whatever other kinds it has. */
  @Test
  void aBacklogIsOfOneKindOfNodes() {
    PoolState pool = Given.pool("x", Chips.FAST, 2, 1);
    List<Node> nodes = new ArrayList<>(pool.nodes());
    for (int i = 0; i < 3; i++) {
      nodes.add(new Node("c" + i, "c", Given.EIGHT, Given.EIGHT, Map.of(), false));
    }
    FleetState fleet = busy(30, pool.with(nodes));

    Given.Decisions decisions =
        Given.decide(fleet, eight("first", "", 0, 20), eight("second", "", 0, 10));

    assertThat(Given.estimate(decisions.of("second"), "x").delay())
        .contains(Duration.ofMinutes(90));
  }

  /** One node that ends in half an hour, and an hour's work of each that waits before. */
  @Test
  void whoWaitsFurtherBackIsToldSo() {
    FleetState fleet = busy(30, Given.pool("x", Chips.FAST, 2, 1));
    List<GroupRequest> queue =
        List.of(
            eight("first", "", 0, 50),
            eight("second", "", 0, 40),
            eight("third", "", 0, 30),
            eight("fourth", "", 0, 20));

    for (int i = 0; i < 4; i++) {
      Decision decision =
          new Scheduler().explain(queue.get(i).id(), queue, fleet, Given.NOW).orElseThrow();

      Duration wait = Duration.ofMinutes(30 + 60 * i);
      assertThat(decision.explanation().outlook().orElseThrow().position()).isEqualTo(i + 1);
      assertThat(decision.explanation().outlook().orElseThrow().delay()).contains(wait);
      assertThat(Given.estimate(decision, "x").delay()).contains(wait);
    }
  }

  @Test
  void aWaitOfDaysIsForeseenToo() {
    FleetState fleet = busy(3 * 24 * 60, Given.pool("x", Chips.FAST, 2, 1));
    List<GroupRequest> queue = List.of(eight("first", "", 0, 50), eight("second", "", 0, 40));

    Decision decision = new Scheduler().explain("second", queue, fleet, Given.NOW).orElseThrow();

    assertThat(decision.explanation().outlook().orElseThrow().delay())
        .contains(Duration.ofHours(73));
  }

  @Test
  void whatIsClosedIsToldToBeWaitedFor() {
    PoolState pool = Given.pool("x", Chips.FAST, 2, 1);
    PoolState closed =
        new PoolState(
            "x",
            pool.site(),
            Optional.of("drained"),
            Set.of(),
            false,
            pool.platforms(),
            pool.nodes());
    List<GroupRequest> queue = List.of(eight("first", "", 0, 50));

    Decision decision =
        new Scheduler()
            .explain("first", queue, Given.fleet(Given.PLAIN, closed), Given.NOW)
            .orElseThrow();

    assertThat(decision.explanation().outlook().orElseThrow().sooner())
        .isEqualTo("when x takes work again");
    assertThat(decision.explanation().outlook().orElseThrow().delay()).isEmpty();
  }

  /** Its own tenant may never have 8, though for now that is not all that stands against it. */
  @Test
  void whatIsLargerThanAQuotaDoesNotWaitForALargerOne() {
    FleetState fleet =
        Given.tenants(
            Given.fleet(policy(false, false, true, 0), Given.pool("x", Chips.FAST, 2, 2)),
            new Tenant("a", 0, 8, 1),
            new Tenant("a/x", 0, 4, 1));
    fleet = Given.running(fleet, "r", "a/y", 0, 10, 30, Map.of("n0", 8));

    Decision decision = Given.decide(fleet, eight("g", "a/x", 0, 10)).of("g");

    assertThat(decision).isInstanceOf(Decision.Impossible.class);
    assertThat(decision.explanation().lead()).startsWith("tenant a/x may have 4");
  }

  /** Pools of which something takes the first whole for so many minutes. */
  private static FleetState busy(int minutes, PoolState... pools) {
    FleetState fleet = Given.fleet(policy(false, false, true, 0), pools);
    return Given.running(fleet, "r", "", 0, 10, minutes, Map.of("n0", 8));
  }
}
