package io.sesamo.placement.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sesamo.model.Resources;
import io.sesamo.placement.FleetState.Link;
import io.sesamo.placement.FleetState.Network;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.Node;
import io.sesamo.placement.PlatformFacts;
import io.sesamo.placement.Policy;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.SiteFacts;
import io.sesamo.placement.TaskRequest;
import io.sesamo.placement.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The simulation itself, with the simplest of placers and figures worked out by hand. */
class SimulationTest {

  private static final Resources EIGHT = Resources.whole(8000, 8000, 8000, 8);
  private static final Work HOUR =
      new Work(
          Duration.ofHours(1), Optional.empty(), Work.Source.WORKFLOW, Map.of(), Optional.empty());

  private static PoolState pool(String name, double price, int nodes) {
    SiteFacts site =
        new SiteFacts(
            name,
            "",
            Optional.of("FR"),
            OptionalDouble.empty(),
            OptionalDouble.of(100),
            OptionalDouble.of(1.5));
    PlatformFacts facts =
        new PlatformFacts(Optional.of(Chips.FAST), OptionalDouble.of(price), List.of());
    List<Node> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      all.add(new Node(name + "-" + i, "p", EIGHT, EIGHT));
    }
    return new PoolState(name, site, Optional.empty(), Set.of(), true, Map.of("p", facts), all);
  }

  private static List<TaskRequest> tasks(int count, int accelerators) {
    List<TaskRequest> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(
          new TaskRequest(
              "t" + i, Resources.whole(1000, 1, 1, accelerators), Optional.empty(), Set.of()));
    }
    return tasks;
  }

  private static Instant after(int minutes) {
    return Scenario.START.plus(Duration.ofMinutes(minutes));
  }

  /** Two nodes of 8; three groups of 8 for an hour each: the third waits for the first's end. */
  @Test
  void aGroupWaitsUntilAnotherEnds() {
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      flows.add(Flow.single("f" + i, "a", 0, after(i), tasks(1, 8), HOUR));
    }
    Outcome outcome =
        Simulation.run(
            Scenario.of(List.of(pool("x", 2, 2)), Policy.USUAL, flows), GreedyPlacer.FIRST);

    assertThat(outcome.groups()).hasSize(3);
    assertThat(outcome.groups().getLast().started()).isEqualTo(after(60));
    assertThat(outcome.groups().getLast().waited()).isEqualTo(Duration.ofMinutes(58));
    assertThat(outcome.left()).isZero();
    // 3 × 8 accelerator-hours at 2 USD; (24 + 3 × 1 core × 5 W) kWh × 1.5 × 100 g
    assertThat(outcome.price()).isCloseTo(48, within(1e-9));
    assertThat(outcome.carbon()).isCloseTo(3602.25, within(1e-6));
    // 24 of 16 × 2 hours
    assertThat(outcome.utilisation()).isCloseTo(0.75, within(1e-6));
    assertThat(outcome.hours().get("a")).isCloseTo(24, within(1e-9));
  }

  /** 1 TB at 8 Gbit/s and 0.1 USD/GB: 1,000 s and 100 USD, since the cheapest does not look. */
  @Test
  void dataMovesBetweenTheStagesOfAWorkflow() {
    Network network = new Network(Map.of("x>y", new Link(8e9, 0.1, 0)), 1, 0);
    Flow.Step first =
        new Flow.Step(
            "first", tasks(2, 8), HOUR, Map.of(), 1000_000_000_000L, List.of(), List.of());
    Flow.Step second =
        new Flow.Step(
            "second", tasks(1, 8), HOUR, Map.of(), 0, List.of(0), List.of(new DataAt("y", 5)));
    Flow flow = new Flow("f", "a", 0, Scenario.START, Wishes.NONE, List.of(first, second));
    Scenario scenario =
        Scenario.of(List.of(pool("x", 2, 2), pool("y", 1, 1)), Policy.USUAL, List.of(flow))
            .with(network, List.of());

    Outcome outcome = Simulation.run(scenario, GreedyPlacer.CHEAPEST);

    assertThat(outcome.groups()).extracting(Outcome.Ended::pool).containsExactly("x", "y");
    assertThat(outcome.bytes()).isEqualTo(1000_000_000_000L);
    assertThat(outcome.flows().get("f")).isEqualTo(Duration.ofSeconds(2 * 3600 + 1000));
    // 16 h at 2 USD, 8 accelerators for 4,600 s at 1 USD/h, and 100 USD
    assertThat(outcome.price()).isCloseTo(32 + 8 * 4600 / 3600.0 + 100, within(1e-9));
  }

  /** Drained after half an hour: it ends its grace, and begins again where there is room. */
  @Test
  void whatRunsInADrainedPoolBeginsAgainElsewhere() {
    Flow flow = Flow.single("f", "a", 0, Scenario.START, tasks(1, 8), HOUR);
    Scenario scenario =
        Scenario.of(List.of(pool("x", 1, 1), pool("y", 1, 1)), Policy.USUAL, List.of(flow))
            .with(List.of(new Happening.Drain(after(30), "x")), group -> 1.0);

    Outcome outcome = Simulation.run(scenario, GreedyPlacer.FIRST);

    Outcome.Ended ended = outcome.groups().getFirst();
    assertThat(ended.pool()).isEqualTo("y");
    assertThat(ended.attempts()).isEqualTo(2);
    assertThat(ended.started()).isEqualTo(after(30).plusSeconds(30));
    assertThat(outcome.moves()).isEqualTo(1);
    assertThat(outcome.lost()).isCloseTo(8 * 0.5 + 8 * 30 / 3600.0, within(1e-9));
  }

  /** The same seed, the same world; and random worlds run to their ends. */
  @Test
  void randomWorldsAreTheSameForASeedAndRunToTheirEnds() {
    int ended = 0;
    for (long seed = 0; seed < 20; seed++) {
      Outcome once = Simulation.run(RandomWorld.of(seed, 50), GreedyPlacer.FIRST);
      Outcome again = Simulation.run(RandomWorld.of(seed, 50), GreedyPlacer.FIRST);
      assertThat(once).isEqualTo(again);
      ended += once.groups().size();
    }
    assertThat(ended).isGreaterThan(500);
  }
}
