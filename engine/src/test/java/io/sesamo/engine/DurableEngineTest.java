package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.view.LabelSelector;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.TenantScope;
import io.sesamo.engine.view.WorkflowFilter;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.placement.Placer;
import io.sesamo.placement.Scheduler;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DurableEngineTest extends EngineOverFake {

  @Test
  void runsAWorkflowToItsEnd() throws IOException {
    String id = submit(CHAIN);
    awaitOrder(id + ".a-group.0");
    world.end(id + ".a-group.0", Cause.EXITED, 0);
    awaitOrder(id + ".b-group.0");
    world.end(id + ".b-group.0", Cause.EXITED, 0);
    WorkflowView view = awaitEnd(id);

    assertThat(view.status()).isEqualTo(WorkflowStatus.COMPLETED);
    assertThat(view.labels()).containsEntry("team", "arm");
    assertThat(view.groups().getLast().upstream()).containsExactly("a-group");
    TaskView task = view.groups().getFirst().tasks().getFirst();
    assertThat(task.output()).contains(FakeBackend.OUTPUT);
    assertThat(task.exitCode()).contains(0);
    assertThat(task.schedulingTime().orElseThrow())
        .isBeforeOrEqualTo(task.startTime().orElseThrow());
    await("both are forgotten", () -> world.forgotten().size() == 2);
    assertThat(events(id))
        .contains("SUBMITTED: by ada", "[a] RUNNING", "[b] COMPLETED")
        .endsWith("COMPLETED\n");
    assertThat(engine.spec(id, true)).isEqualTo(CHAIN);
    assertThat(engine.spec(id, false)).contains("b-group");
    // That they are delivered is written after the backend has heard them.
    await("nothing is left to deliver", () -> store.undelivered().isEmpty());
  }

  /** A policy keeps what it has worked out of a queue until it is asked of others. */
  @Test
  void thePolicyThatKnowsTheQueueIsNotAskedOfAnythingElse() throws IOException {
    List<List<Integer>> queues = new CopyOnWriteArrayList<>();
    crash();
    store = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password());
    engine = engineOver(new FakeBackend(world, 1), () -> noting(queues));

    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.add(submit(ONE_TASK));
    }

    await("three wait for the first", () -> queues.stream().anyMatch(sizes -> sizes.contains(3)));
    assertThat(queues)
        .anySatisfy(sizes -> assertThat(sizes).contains(1, 2, 3).isSorted())
        .anySatisfy(sizes -> assertThat(sizes).containsOnly(1));
    ids.forEach(id -> engine.cancel(id, "eve", "", false));
    ids.forEach(this::awaitEnd); // the other tests find the pool empty
  }

  /** One that notes the length of each queue that it is asked of, in a list of its own. */
  private static Placer noting(List<List<Integer>> queues) {
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    queues.add(sizes);
    return (queue, fleet, now) -> {
      sizes.add(queue.size());
      return new Scheduler().decide(queue, fleet, now);
    };
  }

  @Test
  void neverTakesMoreOfANodeThanThereIs() throws Exception {
    world.endAtOnce();
    List<Future<String>> submitted = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        submitted.add(executor.submit(() -> submit(CHAIN)));
      }
    }
    List<String> ids = new ArrayList<>();
    for (Future<String> id : submitted) {
      ids.add(id.get());
    }

    assertThat(ids).doesNotHaveDuplicates();
    for (String id : ids) {
      assertThat(awaitEnd(id).status()).isEqualTo(WorkflowStatus.COMPLETED);
    }
    assertThat(world.mostTasks()).isLessThanOrEqualTo(4);
    assertThat(world.ordered()).hasSize(120).doesNotHaveDuplicates();
  }

  @Test
  void cancelReachesWhatRunsAndWhatWaits() {
    String id = submit(CHAIN);
    awaitOrder(id + ".a-group.0");

    engine.cancel(id, "eve", "wrong seed", false);

    WorkflowView view = awaitEnd(id);
    assertThat(view.status()).isEqualTo(WorkflowStatus.FAILED_CANCELED);
    assertThat(view.cancelledBy()).contains("eve");
  }

  /** PostgreSQL keeps no U+0000: a step that holds one could never be committed. */
  @Test
  void wordsThatCannotBeStoredDoNotStopTheEngine() {
    Submission odd =
        new Submission(
            "a\0da",
            Optional.of("default"),
            SpecSource.of("w.yaml", ONE_TASK),
            Optional.of("template \0"),
            Priority.NORMAL);
    String id = engine.submit(odd).id();
    awaitOrder(id + ".a-group.0");

    engine.cancel(id, "e\0ve", "wrong \uD800 seed", false);

    WorkflowView view = awaitEnd(id);
    assertThat(view.message()).isEqualTo("wrong \uFFFD seed");
    assertThat(view.cancelledBy()).contains("e\uFFFDve");
  }

  @Test
  void refusesWhatItCouldNeverRun() {
    assertRefused("Unknown pool", "elsewhere", ONE_TASK, EngineException.Code.USER);
    assertRefused(
        "8 CPU",
        "default",
        ONE_TASK.replace("command:", "resource: big\n    command:")
            + "  resources:\n    big: {cpu: 8}\n",
        EngineException.Code.RESOURCE);
    assertRefused(
        "credential",
        "default",
        ONE_TASK + "    credentials: {wandb: /root/wandb}\n",
        EngineException.Code.CREDENTIAL);
    assertRefused(
        "s3://bucket/x",
        "default",
        ONE_TASK + "    inputs: [{url: 's3://bucket/x'}]\n",
        EngineException.Code.USAGE);
    assertThatThrownBy(() -> engine.workflow("nothing-1"))
        .isInstanceOf(EngineException.class)
        .hasMessage("Workflow nothing-1 is not found.");
  }

  private void assertRefused(String about, String pool, String text, EngineException.Code code) {
    Submission submission =
        new Submission(
            "ada",
            Optional.of(pool),
            SpecSource.of("w.yaml", text),
            Optional.empty(),
            Priority.NORMAL);
    assertThatThrownBy(() -> engine.submit(submission))
        .as(about)
        .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void listsByFilter() {
    world.endAtOnce();
    String first = submit(CHAIN);
    String second = submit(ONE_TASK);
    awaitEnd(first);
    awaitEnd(second);

    assertThat(engine.list(WorkflowFilter.newest(2)))
        .extracting(WorkflowView::id)
        .containsExactly(second, first);
    WorkflowFilter chains =
        new WorkflowFilter(
            TenantScope.ALL,
            Set.of("ada"),
            "chain",
            Set.of(WorkflowStatus.COMPLETED),
            Set.of("default"),
            Set.of(Priority.NORMAL),
            List.of(LabelSelector.of("team=(arm|leg)"), LabelSelector.of("team=a*")),
            List.of("absent"),
            Set.of(),
            Optional.empty(),
            Optional.of(Instant.now().minusSeconds(3600)),
            Optional.of(Instant.now().plusSeconds(1)),
            false,
            0,
            1);
    assertThat(engine.list(chains)).extracting(WorkflowView::id).containsExactly(first);
  }

  @Test
  void followsEventsUntilTheEnd() throws Exception {
    String id = submit(ONE_TASK);
    awaitOrder(id + ".a-group.0");
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      StringBuilder seen = new StringBuilder();
      Future<?> follower =
          executor.submit(() -> {
            engine.events(id, LineQuery.all(true), seen);
            return null;
          });
      world.end(id + ".a-group.0", Cause.EXITED, 0);
      follower.get();
      assertThat(seen.toString()).endsWith(" COMPLETED\n").contains("[a] RUNNING");
    }
  }

  @Test
  @Timeout(20)
  void anEngineThatWasClosedRefusesAndDoesNotKeepAnybodyWaiting() {
    engine.close();

    assertThatThrownBy(() -> submit(ONE_TASK))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("stopping");
  }
}
