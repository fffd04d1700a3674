package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.data.FolderObjectStore;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.engine.view.WorkflowFilter;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.placement.Scheduler;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many tasks as a pool may allow a workflow, from submission to what is shown at the end. */
class LargeWorkflowTest {

  /** Each group takes the outputs of the one ten before it, so that ten are ready at a time. */
  private static final String TEXT =
      """
      workflow:
        name: large
        groups:
      {% for group in range(100) %}
        - name: group-{{ group }}
          tasks:
      {% for task in range(100) %}
          - name: task-{{ group }}-{{ task }}
            lead: {{ 'true' if task == 0 else 'false' }}
            image: ubuntu:24.04
            command: ["true"]
      {% if group > 9 %}
            inputs: [{task: task-{{ group - 10 }}-{{ task }}}]
      {% endif %}
      {% endfor %}
      {% endfor %}
      """;

  @TempDir Path home;

  @Test
  void tenThousandTasksInAHundredGroupsRunAndAreShown() throws Exception {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(home);
    FakeBackend.World world = new FakeBackend.World();
    world.endAtOnce();
    try (Store store = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password());
        DurableEngine engine = start(store, world)) {
      String id = engine.submit(submission()).id();
      StringBuilder events = new StringBuilder();
      engine.events(id, LineQuery.all(true), events);

      WorkflowView view = engine.workflow(id);
      assertThat(view.status()).isEqualTo(WorkflowStatus.COMPLETED);
      assertThat(view.groups())
          .hasSize(100)
          .allSatisfy(group ->
              assertThat(group.tasks())
                  .hasSize(100)
                  .allMatch(task -> task.status() == TaskStatus.COMPLETED)
                  .allMatch(task -> task.output().isPresent()));
      assertThat(view.groups().getFirst().downstream()).containsExactly("group-10");
      assertThat(world.ordered()).hasSize(100).doesNotHaveDuplicates();
      assertThat(engine.list(WorkflowFilter.newest(1)))
          .extracting(WorkflowView::id)
          .containsExactly(id);
      assertThat(events.toString().lines().filter(line -> line.contains("] RUNNING")))
          .hasSize(10_000);
      assertThat(events).endsWith(" COMPLETED\n");
      assertThat(store.row(id).orElseThrow().state().groups())
          .hasSize(100)
          .allMatch(group -> group.tasks().size() == 100);
    } finally {
      postgres.stop();
    }
  }

  private DurableEngine start(Store store, FakeBackend.World world) throws Exception {
    return DurableEngine.start(
        store,
        FolderObjectStore.open(home.resolve("objects"), InstantSource.system()),
        home.resolve("logs"),
        List.of(new FakeBackend(world, 400)),
        SpecReader.MOST_TASKS,
        Scheduler::new,
        InstantSource.system(),
        Observer.NONE);
  }

  private static Submission submission() {
    return new Submission(
        "ada",
        Optional.of("default"),
        SpecSource.of("large.yaml", TEXT),
        Optional.empty(),
        Priority.NORMAL);
  }
}
