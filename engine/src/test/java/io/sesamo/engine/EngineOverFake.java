package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.data.FolderObjectStore;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.placement.Placer;
import io.sesamo.placement.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests of one engine over a PostgreSQL of the class and a {@link FakeBackend} of the test. */
abstract class EngineOverFake {

  static final String ONE_TASK =
      """
      workflow:
        name: one
        tasks:
        - name: a
          image: ubuntu:24.04
          command: ["true"]
      """;

  static final String CHAIN =
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
  static EmbeddedPostgres postgres;

  @TempDir Path folder;
  final FakeBackend.World world = new FakeBackend.World();
  Store store;
  DurableEngine engine;

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

  void restart() throws IOException {
    crash();
    start();
  }

  DurableEngine engineOver(FakeBackend backend) throws IOException {
    return engineOver(backend, Scheduler::new);
  }

  DurableEngine engineOver(FakeBackend backend, Supplier<Placer> placers) throws IOException {
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

  String submit(String text) {
    return engine.submit(submission(text)).id();
  }

  static Submission submission(String text) {
    return new Submission(
        "ada",
        Optional.of("default"),
        SpecSource.of("w.yaml", text),
        Optional.empty(),
        Priority.NORMAL);
  }

  String events(String id) throws IOException {
    StringBuilder lines = new StringBuilder();
    engine.events(id, LineQuery.all(false), lines);
    return lines.toString();
  }

  void awaitOrder(String launchId) {
    await(launchId + " is ordered", () -> world.ordered().contains(launchId));
  }

  WorkflowView awaitEnd(String id) {
    await(id + " ends", () -> engine.workflow(id).status().finished());
    return engine.workflow(id);
  }

  static void await(String what, BooleanSupplier condition) {
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
