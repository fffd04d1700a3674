package io.sesamo.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.Resources;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.sim.Chips;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fleets and queues that are rare, and for which there is a decision all the same. */
class OddFleetTest {

  private static final long SOME = 1L << 20;

  /** A fleet's file may say that a node has less than runs there. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aNodeThatBecameSmallerUnderItsWorkIsFull() {
    for (Resources smaller :
        List.of(
            Resources.whole(80_000, 1L << 40, 1L << 40, 4),
            Resources.whole(1, 1L << 40, 1L << 40, 8))) {
      FleetState fleet =
          with(
              Given.fleet(Given.PLAIN, Given.pool("x", Chips.FAST, 2, 3)),
              running("busy", 600, Map.of("n0", Resources.whole(1_000, SOME, SOME, 8))));
      PoolState pool = fleet.pools().getFirst();
      Node first = pool.nodes().getFirst();
      Resources free = smaller.minus(first.capacity().minus(first.free()));
      Node small = new Node("n0", "p", smaller, free);
      FleetState shrunk =
          new FleetState(
              List.of(pool.with(List.of(small, pool.nodes().get(1), pool.nodes().get(2)))),
              fleet.running(),
              fleet.network(),
              List.of(),
              fleet.policy());

      Decision decision =
          Given.decide(shrunk, Given.group("g", Given.tasks(1, 1), Given.hours(1))).of("g");

      assertThat(decision).isInstanceOf(Decision.Placed.class);
      assertThat(((Decision.Placed) decision).placement().slots().values())
          .noneMatch(slot -> slot.node().equals("n0"));
    }
  }

  /** It fits once a has ended, and not when b has, too: then its first task takes a's place. */
  @Test
  void moreRoomMayBeWorseForTasksThatAreNotAlike() {
    Resources node = Resources.whole(64_000, 1L << 40, 1L << 40, 8);
    PoolState pool =
        Given.pool("x", Chips.FAST, 2, 0)
            .with(List.of(new Node("x", "p", node, node), new Node("y", "p", node, node)));
    FleetState fleet =
        with(
            Given.fleet(Given.PLAIN, pool),
            running(
                "long",
                60 * 24,
                Map.of(
                    "x", Resources.whole(53_000, SOME, SOME, 0),
                    "y", Resources.whole(1_000, SOME, SOME, 2))),
            running("w.a", 30, Map.of("y", Resources.whole(30_000, SOME, SOME, 6))),
            running("w.b", 30, Map.of("x", Resources.whole(1_000, SOME, SOME, 4))));
    List<TaskRequest> tasks = List.of(task("one", 8_000, 4), task("two", 56_000, 2));

    Decision decision = Given.decide(fleet, Given.group("g", tasks, Given.hours(1))).of("g");

    assertThat(decision).isInstanceOf(Decision.Waiting.class);
  }

  @Test
  void whoseBudgetIsEnoughForAClosedPlaceWaitsForIt() {
    PoolState dear = Given.pool("dear", Chips.FAST, 9, 1);
    PoolState cheap = closed(Given.pool("cheap", Chips.FAST, 1, 1), Set.of());
    FleetState fleet = Given.fleet(Given.PLAIN, dear, cheap);

    GroupRequest group = Given.group("g", Given.tasks(1, 8), Given.hours(1));

    Decision waits = Given.decide(fleet, Given.affording(group, 20)).of("g");
    assertThat(waits).isInstanceOf(Decision.Waiting.class);
    assertThat(Given.candidate(waits, "cheap").constraint()).contains(Constraint.POOL_STATE);
    assertThat(Given.candidate(waits, "dear").constraint()).contains(Constraint.BUDGET);
    assertThat(Given.decide(fleet, Given.affording(group, 2)).of("g"))
        .isInstanceOf(Decision.Impossible.class);
  }

  @Test
  void whyAnothersPoolIsClosedIsNotTold() {
    PoolState theirs = closed(Given.pool("theirs", Chips.FAST, 1, 1), Set.of("others"));
    FleetState fleet = Given.fleet(Given.PLAIN, Given.pool("x", Chips.FAST, 2, 1), theirs);
    GroupRequest group = Given.group("g", "mine", 0, 0, Given.tasks(1, 8), Given.hours(1));

    Decision decision = Given.decide(fleet, group).of("g");

    assertThat(Given.candidate(decision, "theirs").constraint()).contains(Constraint.TENANT);
    assertThat(decision.explanation().toString()).doesNotContain("secret reason");
  }

  private static PoolState closed(PoolState pool, Set<String> tenants) {
    return new PoolState(
        pool.name(),
        pool.site(),
        Optional.of("drained: secret reason"),
        tenants,
        false,
        pool.platforms(),
        pool.nodes());
  }

  /** Its own hour of work does not come before itself. */
  @Test
  void theFirstWhoWaitsStartsWhenWhatRunsHasEnded() {
    FleetState fleet =
        Given.running(
            Given.fleet(Given.PLAIN, Given.pool("x", Chips.FAST, 2, 1)),
            "busy",
            "",
            0,
            5,
            10,
            Map.of("n0", 8));
    GroupRequest group = Given.group("g", Given.tasks(1, 8), Given.hours(1));

    Decision decision =
        new Scheduler().explain("g", List.of(group), fleet, Given.NOW).orElseThrow();

    assertThat(decision.explanation().outlook().orElseThrow().delay())
        .contains(Duration.ofMinutes(10));
  }

  private static TaskRequest task(String name, long cpu, int accelerators) {
    Resources amount = Resources.whole(cpu, SOME, SOME, accelerators);
    return new TaskRequest(name, amount, Optional.empty(), Set.of());
  }

  private static Running running(String id, int minutes, Map<String, Resources> taken) {
    Map<String, Allocation> all =
        taken.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, entry -> new Allocation(entry.getValue())));
    return new Running(
        id,
        "",
        0,
        "x",
        all,
        Given.NOW.minus(Duration.ofMinutes(5)),
        Given.NOW.plus(Duration.ofMinutes(minutes)),
        Optional.empty(),
        false,
        false);
  }

  /** The fleet with those running in its first pool. */
  private static FleetState with(FleetState fleet, Running... running) {
    PoolState pool = fleet.pools().getFirst();
    List<Node> nodes = pool.nodes();
    for (Running one : running) {
      nodes =
          nodes.stream()
              .map(node -> node.take(one.taken().getOrDefault(node.name(), Allocation.NONE)))
              .toList();
    }
    return new FleetState(
        List.of(pool.with(nodes)),
        List.of(running),
        fleet.network(),
        fleet.tenants(),
        fleet.policy());
  }
}
