package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.Standings.Standing;
import io.sesamo.engine.backend.Pool;
import io.sesamo.engine.fleet.FleetNow;
import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.Lifecycle;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecResult;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.model.spec.WorkflowSpec;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.Placement;
import io.sesamo.placement.Placement.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a step costs is what it changed: the other groups of a workflow ask for what they did. */
class StandingsTest {

  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
  private static final Fleet FLEET =
      Fleet.ofPools(
          List.of(new Pool("default", "", List.of(FakeBackend.node("n", "local", 4, 0)), false)),
          FleetNow.NONE);
  private static final String TEXT =
      """
      workflow:
        name: w
        tasks:
        - {name: a, image: ubuntu, command: ["true"]}
        - {name: b, image: ubuntu, command: ["true"]}
        - {name: c, image: ubuntu, command: ["true"]}
      """;

  private static final String DUE =
      """
      workflow:
        name: w
        tasks:
        - {name: a, image: ubuntu, command: ["true"], sesamo: {deadline: 1h}}
        - {name: b, image: ubuntu, command: ["true"], inputs: [{task: a}], sesamo: {deadline: 3h}}
        - {name: c, image: ubuntu, command: ["true"], inputs: [{task: b}], sesamo: {deadline: 2h}}
        - {name: d, image: ubuntu, command: ["true"]}
      """;

  private double spent;
  private final Standings standings = new Standings();

  StandingsTest() {
    standings.under(
        new Circumstances(
            LawDay.NONE,
            FLEET,
            new Circumstances.Known(
                output -> 0,
                (workflow, group) -> Map.of(),
                workflow -> spent,
                (workflow, task) -> Optional.empty())));
  }

  @Test
  void groupsThatDidNotChangeAreNotAskedAnew() {
    WorkflowRow queued = queued(TEXT);
    Standing before = standings.of(queued);
    Standing after = standings.of(placed(queued, "b-group"));

    assertThat(after.groups().get(0)).isSameAs(before.groups().get(0));
    assertThat(after.groups().get(2)).isSameAs(before.groups().get(2));
    assertThat(after.groups().get(1).request()).isEmpty();
    assertThat(after.groups().get(1).running()).isPresent();
    assertThat(before.groups().get(1).request()).isPresent();
    assertThat(after.deadline()).isPresent();
  }

  /** A long queue of long chains is looked through in every round. */
  @Test
  void groupsThatWaitForOthersOrAreOverAreNotLookedAt() {
    WorkflowRow queued =
        queued(
            TEXT
                + """
                  - name: d
                    image: ubuntu
                    command: ["true"]
                    inputs: [{task: a}]
                """);
    Standing before = standings.of(queued);
    Standing after = standings.of(placed(queued, "b-group"));

    assertThat(before.groups()).hasSize(4);
    assertThat(before.busy()).isEqualTo(before.groups().subList(0, 3));
    assertThat(after.busy()).isEqualTo(after.groups().subList(0, 3));
  }

  @Test
  void whatIsLeftOfTheBudgetIsThatOfNow() {
    WorkflowRow queued = queued(TEXT + "  sesamo: {budget: 10 USD}\n");
    assertThat(budget(standings.of(queued))).isEqualTo(10);
    spent = 4;
    assertThat(budget(standings.of(placed(queued, "b-group")))).isEqualTo(6);
  }

  @Test
  void anAttemptThatEndsCountsAtOnceAndOnlyOnce() {
    WorkflowRow queued = queued(TEXT + "  sesamo: {budget: 10 USD}\n");
    standings.charge(queued.id(), 4);
    assertThat(budget(standings.of(queued))).isEqualTo(6);

    standings.committed();
    spent = 4;
    assertThat(budget(standings.of(placed(queued, "b-group")))).isEqualTo(6);
  }

  /** What binds one group does not bind those before it that have longer, nor those beside it. */
  @Test
  void eachGroupHasItsOwnDeadlineAndTheFirstOfThoseAfterIt() {
    Standing standing = standings.of(queued(DUE));
    GroupRequest first = standing.groups().get(0).request().orElseThrow();
    GroupRequest beside = standing.groups().get(3).request().orElseThrow();

    assertThat(first.stage().deadline()).contains(NOW.plusSeconds(3600));
    assertThat(first.wishes().deadline()).contains(NOW.plusSeconds(7200));
    assertThat(beside.stage().deadline()).isEmpty();
    assertThat(beside.wishes().deadline()).isEmpty();
  }

  private static double budget(Standing standing) {
    GroupRequest request = standing.groups().getFirst().request().orElseThrow();
    return request.wishes().budget().orElseThrow();
  }

  private static WorkflowRow placed(WorkflowRow row, String group) {
    Placement place = new Placement("default", Map.of(group.replace("-group", ""), new Slot("n")));
    Event placed = new Event.Placed(NOW, group, place, "", false);
    return row.with(Lifecycle.apply(row.spec(), row.state(), placed).state());
  }

  private static WorkflowRow queued(String text) {
    if (!(SpecReader.read(SpecSource.of("w.yaml", text), SpecReader.USUAL_TASKS)
        instanceof SpecResult.Accepted accepted)) {
      throw new AssertionError(text);
    }
    WorkflowSpec spec = accepted.spec();
    WorkflowState submitted = WorkflowState.submitted("w-1", spec);
    WorkflowState ready = Lifecycle.apply(spec, submitted, new Event.Submitted(NOW)).state();
    return new WorkflowRow(
        UUID.randomUUID(),
        "ada",
        Optional.of("default"),
        Priority.NORMAL,
        Map.of(),
        List.of(),
        spec,
        text,
        NOW,
        ready);
  }
}
