package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.data.FolderObjectStore;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.RetryPolicy.Reason;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.placement.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObserverTest {

  /** Two groups; the second is ready when the first has completed. */
  private static final String CHAIN =
      """
      workflow:
        name: chain
        groups:
        - name: first
          tasks:
          - {name: a, lead: true, image: "ubuntu:24.04", command: ["true"]}
          - {name: b, image: "ubuntu:24.04", command: ["true"]}
        - name: second
          tasks:
          - name: c
            lead: true
            image: ubuntu:24.04
            command: ["true"]
            inputs: [{task: a}]
      """;

  /** An exit code that asks for one more try at once. */
  private static final String STUBBORN =
      """
      workflow:
        name: stubborn
        tasks:
        - name: a
          image: ubuntu:24.04
          command: ["true"]
          exitActions: {RESCHEDULE: "7"}
      """;

  @TempDir static Path home;
  private static EmbeddedPostgres postgres;

  @TempDir Path folder;
  private final FakeBackend.World world = new FakeBackend.World();

  @BeforeAll
  static void startPostgres() {
    postgres = EmbeddedPostgres.start(home);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.stop();
  }

  /** Writes down what it is told, as lines. */
  private static final class Seen implements Observer {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void committed(Duration took) {
      note("committed", took);
    }

    @Override
    public void happened(Event event) {
      lines.add("event " + event.getClass().getSimpleName());
    }

    @Override
    public void placed(String pool, Duration waited) {
      note("placed in " + pool, waited);
    }

    @Override
    public void started(String pool, Duration took) {
      note("started in " + pool, took);
    }

    @Override
    public void ended(String pool, TaskStatus status) {
      lines.add("ended in " + pool + " " + status);
    }

    @Override
    public void retried(String pool, Reason reason) {
      lines.add("retried in " + pool + " " + reason);
    }

    private void note(String what, Duration time) {
      lines.add(time.isNegative() ? what + " before its time" : what);
    }

    private long count(String line) {
      return lines.stream().filter(line::equals).count();
    }
  }

  @Test
  void isToldEveryStageOfEveryAttemptOnce() throws Exception {
    Seen seen = new Seen();
    try (Store store = open();
        DurableEngine engine = start(store, seen)) {
      world.endAtOnce();
      String id = submit(engine, CHAIN);
      await("three tasks ended", () -> seen.count("ended in default COMPLETED") == 3);

      assertThat(seen.count("event Submitted")).as(id).isOne();
      assertThat(seen.count("event Placed")).isEqualTo(2);
      assertThat(seen.count("placed in default")).isEqualTo(2);
      assertThat(seen.count("event Started")).isEqualTo(3);
      assertThat(seen.count("started in default")).isEqualTo(3);
      assertThat(seen.count("event Ended")).isEqualTo(3);
      assertThat(seen.count("committed")).isPositive();
      assertThat(seen.lines).noneMatch(line -> line.contains("retried"));
    }
  }

  @Test
  void isToldOfFailuresAndOfTriesAndTheLoadIsCounted() throws Exception {
    Seen seen = new Seen();
    try (Store store = open();
        DurableEngine engine = start(store, seen)) {
      String id = submit(engine, STUBBORN);
      await("it is ordered", () -> world.ordered().contains(id + ".a-group.0"));
      assertThat(engine.load()).containsExactly(new PoolLoad("default", 1, 0, 1, 0));
      world.end(id + ".a-group.0", Cause.EXITED, 7);
      await("it is tried again", () -> world.ordered().contains(id + ".a-group.1"));
      world.end(id + ".a-group.1", Cause.EXITED, 1);
      await("it has failed", () -> seen.count("ended in default FAILED") == 1);

      assertThat(seen.count("ended in default RESCHEDULED")).isOne();
      assertThat(seen.count("retried in default ASKED")).isOne();
      assertThat(seen.count("placed in default")).isEqualTo(2);
      assertThat(engine.load()).containsExactly(new PoolLoad("default", 0, 0, 0, 0));
    }
  }

  @Test
  void doesNoHarmWhenItFails() throws Exception {
    Observer failing =
        new Observer() {
          @Override
          public void committed(Duration took) {
            throw new IllegalStateException("an observer of the test fails");
          }
        };
    world.endAtOnce();
    try (Store store = open();
        DurableEngine engine = start(store, failing)) {
      String id = submit(engine, CHAIN);
      await("it ends", () -> engine.workflow(id).status().finished());
      assertThat(engine.workflow(id).status().name()).isEqualTo("COMPLETED");
    }
  }

  private static Store open() {
    return Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  private DurableEngine start(Store store, Observer observer) throws IOException {
    return DurableEngine.start(
        store,
        FolderObjectStore.open(folder.resolve("objects"), InstantSource.system()),
        folder.resolve("logs"),
        List.of(new FakeBackend(world, 4)),
        SpecReader.USUAL_TASKS,
        Scheduler::new,
        InstantSource.system(),
        observer);
  }

  private static String submit(Engine engine, String text) {
    SpecSource source = SpecSource.of("w.yaml", text);
    return engine
        .submit(
            new Submission(
                "ada", Optional.of("default"), source, Optional.empty(), Priority.NORMAL))
        .id();
  }

  private static void await(String what, BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waiting until " + what).isBefore(deadline);
      Thread.onSpinWait();
    }
  }
}
