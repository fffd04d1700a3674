package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Pool;
import io.sesamo.engine.backend.Secrets;
import io.sesamo.engine.data.FolderObjectStore;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.view.WorkflowFilter;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.placement.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the engine does when something under it fails in a way that nobody foresaw. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // join heeds no interrupt
class EngineFailureTest {

  private static final String TEXT =
      """
      workflow:
        name: one
        tasks:
        - name: a
          image: ubuntu:24.04
          command: ["true"]
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

  @Test
  void aStepThatCannotBeWorkedOutKeepsNobodyWaiting() throws IOException {
    AtomicBoolean broken = new AtomicBoolean();
    InstantSource failing =
        () -> {
          if (broken.get() && Thread.currentThread().getName().equals("conductor")) {
            throw new IllegalStateException("a clock of the test fails");
          }
          return Instant.now();
        };
    String id;
    try (Store store = open(postgres.jdbcUrl());
        DurableEngine engine = start(store, failing, new FakeBackend(world, 4))) {
      id = submit(engine);
      assertThat(engine.decides()).isTrue();
      broken.set(true);
      assertThatThrownBy(() -> submit(engine))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("begins anew");
      await("it stops", () -> !engine.decides());
      assertThatThrownBy(() -> submit(engine))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("begins anew");
      assertThatThrownBy(() -> engine.cancel(id, "eve", "", false))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("begins anew");
    }
    endsOverANewEngine(id);
  }

  @Test
  void aStepThatMayHaveBeenTakenIsNotWrittenAgain() throws IOException {
    try (CuttingProxy proxy = new CuttingProxy(postgres.jdbcUrl());
        Store store = open(proxy.jdbcUrl());
        DurableEngine engine = start(store, InstantSource.system(), new FakeBackend(world, 4))) {
      proxy.cutTheAnswerTo("insert into workflow (");
      assertThatThrownBy(() -> submit(engine))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("Look whether it was done");
      await("it stops", () -> !engine.decides());
      assertThat(world.ordered()).isEmpty();
    }
    String id;
    try (Store store = open(postgres.jdbcUrl())) {
      WorkflowView taken = store.list(WorkflowFilter.newest(1)).getFirst();
      id = taken.id();
      assertThat(taken.status().finished()).isFalse();
      assertThat(store.events(id, 0).stream().map(row -> row.event().kind()))
          .containsOnlyOnce("SUBMITTED");
    }
    endsOverANewEngine(id);
  }

  private void endsOverANewEngine(String id) throws IOException {
    try (Store store = open(postgres.jdbcUrl());
        DurableEngine engine = start(store, InstantSource.system(), new FakeBackend(world, 4))) {
      await(id + " is ordered", () -> world.ordered().contains(id + ".a-group.0"));
      world.end(id + ".a-group.0", Cause.EXITED, 0);
      await(id + " ends", () -> engine.workflow(id).status() == WorkflowStatus.COMPLETED);
    }
  }

  /** One that was never told to forget would keep its launch for ever. */
  @Test
  void everyBackendIsAskedToForgetUntilItHas() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Backend other =
        new FakeBackend(new FakeBackend.World(), 1) {
          @Override
          public List<Pool> pools() {
            return List.of();
          }

          @Override
          public void forget(String launchId) {
            if (asked.incrementAndGet() < 2) {
              throw new IllegalStateException("a backend of the test fails");
            }
          }
        };
    try (Store store = open(postgres.jdbcUrl());
        DurableEngine engine =
            start(store, InstantSource.system(), other, new FakeBackend(world, 4))) {
      String id = submit(engine);
      await(id + " is ordered", () -> world.ordered().contains(id + ".a-group.0"));
      world.end(id + ".a-group.0", Cause.EXITED, 0);
      await("it is forgotten", () -> world.forgotten().contains(id + ".a-group.0"));
      await("it is asked again", () -> asked.get() == 2);
      await("nothing is left to deliver", () -> store.undelivered().isEmpty());
    }
  }

  @Test
  void aStartThatFailsWithAnErrorIsTriedAgain() throws IOException {
    AtomicBoolean failed = new AtomicBoolean();
    Backend failing =
        new FakeBackend(world, 4) {
          @Override
          public void start(Launch launch, Map<String, Secrets> secrets) {
            if (!failed.getAndSet(true)) {
              throw new LinkageError("a backend of the test lacks a class");
            }
            super.start(launch, secrets);
          }
        };
    try (Store store = open(postgres.jdbcUrl());
        DurableEngine engine = start(store, InstantSource.system(), failing)) {
      String id = submit(engine);
      await(id + " is tried again", () -> world.ordered().contains(id + ".a-group.1"));
      world.end(id + ".a-group.1", Cause.EXITED, 0);
      await(id + " ends", () -> engine.workflow(id).status().finished());
    }
  }

  private static Store open(String url) {
    return Store.open(url, postgres.user(), postgres.password());
  }

  private DurableEngine start(Store store, InstantSource clock, Backend... backends)
      throws IOException {
    return DurableEngine.start(
        store,
        FolderObjectStore.open(folder.resolve("objects"), InstantSource.system()),
        folder.resolve("logs"),
        List.of(backends),
        SpecReader.USUAL_TASKS,
        Scheduler::new,
        clock,
        Observer.NONE);
  }

  private static String submit(Engine engine) {
    SpecSource source = SpecSource.of("w.yaml", TEXT);
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
      try {
        Thread.sleep(Duration.ofMillis(5));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
