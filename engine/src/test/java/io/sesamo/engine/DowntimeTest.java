package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendListener;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Secrets;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.store.StepException;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.store.StoreException;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.WorkflowView;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds when a server goes away, and when it or another comes back. */
class DowntimeTest extends EngineOverFake {

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
    Instant up = Instant.now().plusMillis(1100);
    await("its time is up", () -> Instant.now().isAfter(up));
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
    Instant up = Instant.now().plusMillis(1100);
    await("its time is up", () -> Instant.now().isAfter(up));
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
}
