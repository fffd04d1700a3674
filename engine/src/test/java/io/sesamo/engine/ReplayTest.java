package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Lifecycle;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.RandomLife;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.Change;
import io.sesamo.engine.store.EffectRow;
import io.sesamo.engine.store.StepException;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.store.WorkflowRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The history of a workflow, read back from PostgreSQL, rebuilds its stored state exactly. */
class ReplayTest {

  private static final int WORKFLOWS = 8;
  private static final int STEPS = 120;

  @TempDir static Path home;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void startPostgres() {
    postgres = EmbeddedPostgres.start(home);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.stop();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theHistoryRebuildsTheState(long seed) {
    try (Store store = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
      Map<String, WorkflowRow> rows = new LinkedHashMap<>();
      List<RandomLife> lives = new ArrayList<>();
      Step first = new Step(Map.of(), new Standings());
      for (int i = 0; i < WORKFLOWS; i++) {
        RandomLife life = new RandomLife(seed * 100 + i);
        WorkflowRow row = submitted(store, life);
        rows.put(row.id(), row);
        lives.add(life);
        first.admit(row);
      }
      List<EffectRow> effects = commit(store, first, rows, List.of());

      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < STEPS; i++) {
        Step step = new Step(rows, new Standings());
        for (int events = random.nextInt(6); events >= 0; events--) {
          int chosen = random.nextInt(WORKFLOWS);
          WorkflowRow row = List.copyOf(rows.values()).get(chosen);
          step.apply(row.id(), lives.get(chosen).next(row.state()));
        }
        effects = commit(store, step, rows, effects);
      }

      for (WorkflowRow row : rows.values()) {
        assertThat(store.row(row.id()).orElseThrow().state()).isEqualTo(row.state());
        assertThat(replay(row, store.history(row.id()))).isEqualTo(row.state());
      }
    }
  }

  /** The parts of a commit go out together and hold together. */
  @Test
  void aCommitThatFailsHalfwayLeavesNothing() {
    try (Store store = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
      WorkflowRow good = submitted(store, new RandomLife(1));
      WorkflowRow bad = submitted(store, new RandomLife(2));
      GroupState group = bad.state().groups().getFirst();
      List<TaskState> twice = new ArrayList<>(group.tasks());
      twice.addAll(group.tasks());
      GroupState unstorable = group.with(twice);
      List<GroupState> groups = new ArrayList<>(bad.state().groups());
      groups.set(0, unstorable);
      WorkflowState state =
          new WorkflowState(
              bad.id(),
              bad.state().status(),
              "",
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              groups);
      Change first = new Change(Optional.empty(), good, List.of(), List.of());
      Change second = new Change(Optional.empty(), bad.with(state), List.of(), List.of());

      assertThatThrownBy(() -> store.commit(List.of(first, second), List.of()))
          .isInstanceOf(StepException.class)
          .hasMessageContaining("task_pkey");
      assertThat(store.row(good.id())).isEmpty();
      assertThat(store.commit(List.of(first), List.of())).isEmpty();
      assertThat(store.row(good.id())).isPresent();
    }
  }

  private static WorkflowRow submitted(Store store, RandomLife life) {
    return new WorkflowRow(
            UUID.randomUUID(),
            "ada",
            Optional.of("pool"),
            Priority.NORMAL,
            Map.of(),
            List.of(),
            life.spec(),
            "",
            life.now(),
            WorkflowState.submitted("w", life.spec()))
        .withId(store.nextId("w"));
  }

  /** Commits a step with the delivery of the last one's effects. */
  private static List<EffectRow> commit(
      Store store, Step step, Map<String, WorkflowRow> rows, List<EffectRow> delivered) {
    List<Change> made = step.changes();
    made.forEach(change -> rows.put(change.after().id(), change.after()));
    List<EffectRow> effects =
        store.commit(made, delivered.stream().map(EffectRow::sequence).toList());
    assertThat(store.undelivered()).isEqualTo(effects);
    return effects;
  }

  private static WorkflowState replay(WorkflowRow row, List<Event> history) {
    WorkflowState state = WorkflowState.submitted(row.id(), row.spec());
    for (Event event : history) {
      state = Lifecycle.apply(row.spec(), state, event).state();
    }
    return state;
  }
}
