package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.sesamo.placement.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The law costs what is new in a step, not what waits. */
class LawLoadTest {

  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
  private static final int GROUPS = 10_000;
  private static final Fleet FLEET =
      Fleet.ofPools(
          List.of(new Pool("default", "", List.of(FakeBackend.node("n", "local", 4, 0)), false)),
          FleetNow.NONE);

  @Test
  void whatWaitsIsNotJudgedAgainInEachStep() {
    LawDay law = LawFixture.day(LocalDate.parse("2026-12-01"));
    Map<String, WorkflowRow> rows = rows();
    Standings standings = new Standings();
    Circumstances under = new Circumstances(law, FLEET, Circumstances.Known.NOTHING);
    assertThat(standings.under(under)).isTrue();
    Duration first = place(rows, standings);
    assertThat(standings.under(under)).isFalse();
    List<GroupRequest> before = requests(rows, standings);
    Duration second = place(rows, standings);
    List<GroupRequest> after = requests(rows, standings);

    for (int i = 0; i < GROUPS; i++) {
      assertThat(after.get(i)).isSameAs(before.get(i));
      assertThat(after.get(i).stage().forbidden()).isSameAs(before.getFirst().stage().forbidden());
    }
    assertThat(after.getFirst().stage().forbidden()).containsOnlyKeys("default");
    assertThat(second).as("the first step took " + first).isLessThan(Duration.ofSeconds(5));
  }

  private static List<GroupRequest> requests(Map<String, WorkflowRow> rows, Standings standings) {
    return rows.values().stream()
        .map(row -> standings.of(row).groups().getFirst().request().orElseThrow())
        .toList();
  }

  private static Duration place(Map<String, WorkflowRow> rows, Standings standings) {
    long begin = System.nanoTime();
    new Placing(new Step(rows, standings), NOW).run(new Scheduler(), new Counting(FLEET));
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static Map<String, WorkflowRow> rows() {
    String text = LawFixture.workflow("tenant: licensed, waitForDecision: true");
    if (!(SpecReader.read(SpecSource.of("w.yaml", text), SpecReader.USUAL_TASKS)
        instanceof SpecResult.Accepted accepted)) {
      throw new AssertionError();
    }
    WorkflowSpec spec = accepted.spec();
    Map<String, WorkflowRow> rows = new LinkedHashMap<>();
    for (int i = 0; i < GROUPS; i++) {
      WorkflowState waiting = WorkflowState.submitted("w-" + i, spec);
      WorkflowState ready = Lifecycle.apply(spec, waiting, new Event.Submitted(NOW)).state();
      rows.put(
          ready.id(),
          new WorkflowRow(
              UUID.randomUUID(),
              "ada",
              Optional.of("default"),
              Priority.NORMAL,
              Map.of(),
              List.of(),
              spec,
              text,
              NOW,
              ready));
    }
    return rows;
  }
}
