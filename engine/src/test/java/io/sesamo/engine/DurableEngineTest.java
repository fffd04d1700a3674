package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendListener;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Secrets;
import io.sesamo.engine.data.FolderObjectStore;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.StepException;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.store.StoreException;
import io.sesamo.engine.view.LabelSelector;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.TenantScope;
import io.sesamo.engine.view.WorkflowFilter;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.placement.Placer;
import io.sesamo.placement.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DurableEngineTest {

  private static final String ONE_TASK =
      """
      workflow:
        name: one
        tasks:
        - name: a
          image: ubuntu:24.04
          command: ["true"]
      """;

  private static final String CHAIN =
      """
      workflow:
        name: chain
        labels: {team: arm}
        tasks:
        - name: a
          image: ubuntu:24.04
          command: ["true"]
        - name: b
          image: ubuntu:24.04
          command: ["true"]
          inputs:
          - task: a
      """;

  @TempDir static Path home;
  private static EmbeddedPostgres postgres;

  @TempDir Path folder;
  private final FakeBackend.World world = new FakeBackend.World();
  private Store store;
  private DurableEngine engine;

  @BeforeAll
  static void startPostgres() {
    postgres = EmbeddedPostgres.start(home);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.stop();
  }

  @BeforeEach
  void start() throws IOException {
    store = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password());
    engine = engineOver(new FakeBackend(world, 4));
  }

  /** As a crash leaves it: nothing is told to anyone. */
  @AfterEach
  void crash() {
    engine.close();
    store.close();
  }

  private void restart() throws IOException {
    crash();
    start();
  }

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

  @Test
  void goesOnAfterACrashWithoutStartingAnythingTwice() throws IOException {
    String id = submit(CHAIN);
    awaitOrder(id + ".a-group.0");

    restart();
    world.end(id + ".a-group.0", Cause.EXITED, 0);
    awaitOrder(id + ".b-group.0");
    restart();
    world.end(id + ".b-group.0", Cause.EXITED, 0);

    assertThat(awaitEnd(id).status()).isEqualTo(WorkflowStatus.COMPLETED);
    assertThat(world.ordered()).containsExactly(id + ".a-group.0", id + ".b-group.0");
  }

  @Test
  void triesAgainWhatTheBackendLostInACrash() throws IOException {
    String id = submit(ONE_TASK);
    awaitOrder(id + ".a-group.0");
    await("its delivery is noted", () -> store.undelivered().isEmpty());
    crash();
    new FakeBackend(world, 4).stop(id + ".a-group.0", Duration.ZERO);
    start();

    awaitOrder(id + ".a-group.1");
    world.end(id + ".a-group.1", Cause.EXITED, 0);
    assertThat(awaitEnd(id).groups().getFirst().tasks())
        .extracting(TaskView::status)
        .containsExactly(TaskStatus.RESCHEDULED, TaskStatus.COMPLETED);
  }

  @Test
  void deliversAnOrderThatACrashKeptBack() throws IOException {
    crash();
    store = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password());
    String id;
    try (DurableEngine halting = haltingEngine()) {
      id = halting.submit(submission(ONE_TASK)).id();
      await("the order is committed", () -> !store.undelivered().isEmpty());
    }
    store.close();
    assertThat(world.ordered()).isEmpty();

    start();
    awaitOrder(id + ".a-group.0");
    world.end(id + ".a-group.0", Cause.EXITED, 0);
    assertThat(awaitEnd(id).status()).isEqualTo(WorkflowStatus.COMPLETED);
    assertThat(world.ordered()).containsExactly(id + ".a-group.0");
  }

  /** The server died after its order and before the note of it, and then the task was lost. */
  @Test
  void takesInThatATaskIsLostWhoseOrderIsNotKnownToHaveArrived() throws IOException {
    crash();
    store = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password());
    String id;
    try (DurableEngine halting = engineOver(hanging(true))) {
      id = halting.submit(submission(ONE_TASK)).id();
      awaitOrder(id + ".a-group.0");
    }
    store.close();
    store = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password());
    assertThat(store.undelivered()).isNotEmpty();

    engine =
        engineOver(
            new FakeBackend(world, 4) {
              @Override
              public void recover(Set<String> expected, BackendListener listener) {
                super.recover(expected, listener);
                world.end(id + ".a-group.0", Cause.LOST, 3001);
              }
            });

    awaitOrder(id + ".a-group.1");
    world.end(id + ".a-group.1", Cause.EXITED, 0);
    assertThat(awaitEnd(id).status()).isEqualTo(WorkflowStatus.COMPLETED);
  }

  /** An engine whose dispatcher hangs in the backend, as at a crash between commit and delivery. */
  private DurableEngine haltingEngine() throws IOException {
    return engineOver(hanging(false));
  }

  /** {@code arrives}: whether the order is taken in before. */
  private FakeBackend hanging(boolean arrives) {
    return new FakeBackend(world, 4) {
      @Override
      public void start(Launch launch, Map<String, Secrets> secrets) {
        if (arrives) {
          super.start(launch, secrets);
        }
        try {
          Thread.sleep(Duration.ofMinutes(5));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
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

  /** The deadline is over before anybody has seen how the task ended. */
  @Test
  void whatEndedInTimeWhileTheServerWasDownIsComplete() throws Exception {
    world.stopSlowly();
    String id = submit(ONE_TASK + "  timeout: {exec_timeout: 1s}\n");
    String launch = id + ".a-group.0";
    awaitOrder(launch);
    world.begin(launch);
    await("it runs", () -> engine.workflow(id).status() == WorkflowStatus.RUNNING);
    Instant until = Instant.now().truncatedTo(ChronoUnit.MICROS);
    crash();
    Thread.sleep(1100);
    start();
    await("it is told to stop", () -> world.stopped().contains(launch));

    world.endedAt(launch, until);

    WorkflowView view = awaitEnd(id);
    assertThat(view.status()).isEqualTo(WorkflowStatus.COMPLETED);
    assertThat(view.endTime()).contains(until);
    TaskView task = view.groups().getFirst().tasks().getFirst();
    assertThat(task.endTime()).contains(until);
    assertThat(task.message()).isEmpty();
  }

  /** Its time in the queue was over while nobody could give it room. */
  @Test
  void whatWaitedTooLongWhileTheServerWasDownTakesTheRoomThatHasComeToBe() throws Exception {
    String allCores =
        ONE_TASK.replace("    image:", "    resource: all\n    image:")
            + "  resources:\n    all: {cpu: 4}\n";
    String impatient = "  timeout: {queue_timeout: 1s}\n";
    String first = submit(allCores);
    awaitOrder(first + ".a-group.0");
    String second = submit(ONE_TASK + impatient);
    String third = submit(allCores + impatient);
    crash();
    world.end(first + ".a-group.0", Cause.EXITED, 0);
    Thread.sleep(1100);
    start();

    awaitOrder(second + ".a-group.0");
    world.end(second + ".a-group.0", Cause.EXITED, 0);

    assertThat(awaitEnd(second).status()).isEqualTo(WorkflowStatus.COMPLETED);
    assertThat(awaitEnd(third).status()).isEqualTo(WorkflowStatus.FAILED_QUEUE_TIMEOUT);
  }

  /** As when the server was down for days after the command's end. */
  @Test
  void whatWasStoredJustNowIsKeptHoweverLongAgoItsTaskEnded() throws Exception {
    ManifestId output = new ManifestId("ab".repeat(32));
    world.leave(output);
    world.endAtOnce();
    String id = submit(ONE_TASK);
    awaitEnd(id);
    try (Connection database =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = database.createStatement()) {
      statement.execute(
          "update workflow set end_time = end_time - interval '3 days' where id = '" + id + "'");
    }
    Instant now = Instant.now();

    assertThat(store.outputs(Optional.of(now.minus(1, ChronoUnit.DAYS)))).contains(output);
    assertThat(store.outputs(Optional.of(now.plus(1, ChronoUnit.DAYS)))).doesNotContain(output);
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

  private DurableEngine engineOver(FakeBackend backend) throws IOException {
    return engineOver(backend, Scheduler::new);
  }

  private DurableEngine engineOver(FakeBackend backend, Supplier<Placer> placers)
      throws IOException {
    return DurableEngine.start(
        store,
        FolderObjectStore.open(folder.resolve("objects"), InstantSource.system()),
        folder.resolve("logs"),
        List.of(backend),
        SpecReader.USUAL_TASKS,
        placers,
        InstantSource.system(),
        Observer.NONE);
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
  void aBackendThatCannotStartIsAskedAgainAlsoAfterARestart() throws IOException {
    world.refuse(true);
    String id = submit(ONE_TASK);
    await(
        "the first try has failed",
        () -> engine.workflow(id).groups().getFirst().tasks().size() == 2);
    restart();
    world.refuse(false);

    awaitOrder(id + ".a-group.1");
    world.end(id + ".a-group.1", Cause.EXITED, 0);
    assertThat(awaitEnd(id).status()).isEqualTo(WorkflowStatus.COMPLETED);
    assertThat(events(id))
        .containsPattern(
            "RETRY: tried again in 2 s \\(attempt 2 of 4\\): The pool could not start");
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
  void onlyOneServerDecides() {
    try (Store second = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
      assertThat(second.lead()).isFalse();
    }
  }

  @Test
  void aServerThatHasLostTheLeadCanWriteNothingMore() throws Exception {
    try (Connection database =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = database.createStatement();
        Store second = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted");
      await("the other leads", second::lead);

      assertThat(store.leads()).isFalse();
      assertThatThrownBy(() -> store.commit(List.of(), List.of(1L)))
          .isInstanceOfAny(StoreException.class, StepException.class);
      assertThat(second.commit(List.of(), List.of(1L))).isEmpty();
    }
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

  private String submit(String text) {
    return engine.submit(submission(text)).id();
  }

  private static Submission submission(String text) {
    return new Submission(
        "ada",
        Optional.of("default"),
        SpecSource.of("w.yaml", text),
        Optional.empty(),
        Priority.NORMAL);
  }

  private String events(String id) throws IOException {
    StringBuilder lines = new StringBuilder();
    engine.events(id, LineQuery.all(false), lines);
    return lines.toString();
  }

  private void awaitOrder(String launchId) {
    await(launchId + " is ordered", () -> world.ordered().contains(launchId));
  }

  private WorkflowView awaitEnd(String id) {
    await(id + " ends", () -> engine.workflow(id).status().finished());
    return engine.workflow(id);
  }

  private static void await(String what, BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waiting until " + what).isBefore(deadline);
      Thread.onSpinWait();
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
