package io.sesamo.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.placement.Decision.Placed;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.TaskRequest.Near;
import io.sesamo.placement.sim.Chips;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On which nodes the tasks of a group go. */
class GangTest {

  /** Eight nodes of 8 in racks of two and rows of four: n0 n1 | n2 n3 || n4 n5 | n6 n7. */
  private static final PoolState ROWS = Given.racks(Given.pool("x", Chips.FAST, 2, 8), 2);

  private static final Work HOUR = Given.hours(1);

  private static FleetState taken(String... nodes) {
    FleetState fleet = Given.fleet(Given.PLAIN, ROWS);
    for (String node : nodes) {
      fleet = Given.running(fleet, "r" + node, "", 0, 30, 60, Map.of(node, 8));
    }
    return fleet;
  }

  private static Set<String> nodes(FleetState fleet, GroupRequest group) {
    Decision decision = Given.decide(fleet, group).of(group.id());
    return decision instanceof Placed placed
        ? placed.placement().slots().values().stream()
            .map(Placement.Slot::node)
            .collect(Collectors.toSet())
        : Set.of();
  }

  /** So many that another order would be seen. */
  @Test
  void labelsThatNoNodeHasAreToldInTheirOrder() {
    Map<String, String> labels =
        IntStream.range(0, 8).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "v" + i));
    GroupRequest plain = Given.group("g", Given.tasks(1, 8), HOUR);
    GroupRequest group =
        new GroupRequest(
            "g",
            "",
            0,
            Given.NOW,
            plain.stage(),
            new Wishes(
                Optional.empty(),
                Optional.empty(),
                labels,
                false,
                OptionalDouble.empty(),
                Optional.empty()),
            List.of());

    Decision none = Given.decide(taken(), group).of("g");

    assertThat(Given.candidate(none, "x").reason())
        .isEqualTo(
            "no node has key0: v0, key1: v1, key2: v2, key3: v3, key4: v4, key5: v5, key6: v6,"
                + " key7: v7");
  }

  /** n1 and n2 are the first two that are free, but two racks. */
  @Test
  void twoNodesAreTakenInOneRack() {
    FleetState fleet = taken("n0", "n3");
    GroupRequest gang = Given.group("g", Given.tasks(2, 8), HOUR);

    assertThat(nodes(fleet, gang)).isIn(Set.of("n4", "n5"), Set.of("n6", "n7"));
    // another node, the same rack and row
    assertThat(Given.estimate(Given.decide(fleet, gang).of("g"), "x").distance()).hasValue(1);
  }

  /** Six are free; only the second row has four. */
  @Test
  void fourNodesAreTakenInOneRow() {
    FleetState fleet = taken("n0");
    GroupRequest gang = Given.group("g", Given.tasks(4, 8), HOUR);

    assertThat(nodes(fleet, gang)).containsExactlyInAnyOrder("n4", "n5", "n6", "n7");
    // other nodes and racks, the same row
    assertThat(Given.estimate(Given.decide(fleet, gang).of("g"), "x").distance()).hasValue(2);
  }

  @Test
  void oneNodeIsNoDistance() {
    GroupRequest gang = Given.group("g", Given.tasks(4, 2), HOUR);

    assertThat(nodes(taken(), gang)).hasSize(1);
    assertThat(Given.estimate(Given.decide(taken(), gang).of("g"), "x").distance()).hasValue(0);
  }

  @Test
  void spreadTasksGoToAsManyNodesAsTheyCan() {
    GroupRequest plain = Given.group("g", Given.tasks(4, 2), HOUR);
    GroupRequest spread =
        new GroupRequest(
            "g",
            "",
            0,
            Given.NOW,
            plain.stage(),
            new Wishes(
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                true,
                OptionalDouble.empty(),
                Optional.empty()),
            List.of());

    assertThat(nodes(taken(), spread)).hasSize(4);
  }

  /** Five nodes are free, but no row has three. */
  @Test
  void aRequiredNeighbourhoodIsKept() {
    List<Near> row = List.of(new Near("row", "all", true));
    FleetState fleet = taken("n0", "n1", "n4", "n5");

    GroupRequest three = Given.group("g", Given.tasks(3, 8, row), HOUR);
    Decision decision = Given.decide(fleet, three).of("g");
    assertThat(decision).isInstanceOf(Decision.Waiting.class);
    assertThat(Given.candidate(decision, "x").constraint()).contains(Constraint.TOPOLOGY);

    GroupRequest two = Given.group("g", Given.tasks(2, 8, row), HOUR);
    assertThat(nodes(fleet, two)).isIn(Set.of("n2", "n3"), Set.of("n6", "n7"));
  }

  /** A preference that cannot be had does not hinder. */
  @Test
  void aPreferredNeighbourhoodIsOnlyPreferred() {
    List<Near> row = List.of(new Near("row", "all", false));
    FleetState fleet = taken("n0", "n1", "n4", "n5");

    assertThat(nodes(fleet, Given.group("g", Given.tasks(3, 8, row), HOUR))).hasSize(3);
  }

  /** Where 2 of 8 are left, a group of 2 breaks no other node. */
  @Test
  void aRestIsUsedBeforeAWholeNode() {
    FleetState fleet = Given.running(taken(), "r", "", 0, 30, 60, Map.of("n5", 6));

    assertThat(nodes(fleet, Given.group("g", Given.tasks(1, 2), HOUR))).containsExactly("n5");
  }

  @Test
  void whatFitsNowhereEvenIdleIsImpossible() {
    assertThat(Given.decide(taken(), Given.group("g", Given.tasks(9, 8), HOUR)).of("g"))
        .isInstanceOf(Decision.Impossible.class);
    assertThat(Given.decide(taken("n0"), Given.group("g", Given.tasks(8, 8), HOUR)).of("g"))
        .isInstanceOf(Decision.Waiting.class);
  }
}
