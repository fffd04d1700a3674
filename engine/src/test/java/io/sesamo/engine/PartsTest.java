package io.sesamo.engine;

import static io.sesamo.engine.LawFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Launch.TaskLaunch;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.UsageRow;
import io.sesamo.engine.view.TenantScope;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks with parts of accelerators, in a fleet that has two: one here, one there. */
class PartsTest {

  private static final String FLEET =
      FleetEngine.FLEET.replace("accelerators: 2", "accelerators: 1");

  @TempDir static Path home;
  private static EmbeddedPostgres postgres;

  @TempDir Path folder;
  private LawFixture fleet;

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
    fleet = new LawFixture(postgres, folder);
    fleet.fleet = FLEET;
    fleet.restart();
  }

  @AfterEach
  void stop() throws SQLException {
    fleet.close();
    fleet.sql(
        "truncate workflow, workflow_group, task, history, effect, account, run_time,"
            + " placement_explanation, fleet_drain");
  }

  private String submit(String gpu) {
    String spec =
        """
        workflow:
          name: part
          sesamo: {tenant: robots}
          resources: {part: {cpu: 1, gpu: GPU, memory: 1Gi}}
          tasks:
          - {name: a, image: "ubuntu:24.04", command: ["true"], resource: part}
        """;
    return fleet.submitAnywhere(spec.replace("GPU", gpu), Priority.NORMAL);
  }

  private TaskLaunch awaitTask(String id) {
    return awaitLaunch(id).tasks().getFirst();
  }

  private Launch awaitLaunch(String id) {
    await(id + " runs", () -> fleet.world.running().containsKey(id + ".a-group.0"));
    return Optional.ofNullable(fleet.world.running().get(id + ".a-group.0")).orElseThrow();
  }

  private void end(String id) {
    fleet.world.end(id + ".a-group.0", Cause.EXITED, 0);
    await(id + " ends", () -> fleet.view(id).status().finished());
  }

  private double left() {
    return fleet.engine.pools().stream()
        .filter(pool -> pool.name().equals("saopaulo"))
        .mapToDouble(pool -> pool.nodes().getFirst().free().accelerators())
        .sum();
  }

  /** Objective is the cost, so that the third rather waits than to go where it is dearer. */
  @Test
  void twoHalvesShareAnAcceleratorAndAThirdWaits() throws IOException {
    String first = submit("0.5");
    String second = submit("0.5");
    for (String id : List.of(first, second)) {
      assertThat(awaitLaunch(id).place().pool()).isEqualTo("saopaulo");
      assertThat(awaitTask(id).accelerators()).containsExactly(0);
      assertThat(awaitTask(id).amount().acceleratorMilli()).isEqualTo(500);
    }
    assertThat(left()).isZero();
    String third = submit("0.5");
    await("it waits", () -> !fleet.message(third).isEmpty());
    assertThat(fleet.message(third)).contains("saopaulo: busy: needs 0.5 accelerators, 0 free");

    fleet.restart(); // what is taken is in the store
    assertThat(left()).isZero();
    assertThat(fleet.world.running()).doesNotContainKey(third + ".a-group.0");
    end(first);
    assertThat(awaitTask(third).accelerators()).containsExactly(0);
  }

  @Test
  void aWholeOneIsNotBegunOnOneThatIsShared() {
    String part = submit("0.2");
    awaitTask(part);
    String whole = submit("1");
    await("it waits", () -> !fleet.message(whole).isEmpty());
    assertThat(fleet.message(whole)).contains("saopaulo: busy: needs 1 accelerator, 0.8 free");
    end(part);
    assertThat(awaitTask(whole).accelerators()).containsExactly(0);
  }

  /** A quarter of an L20 at 0.50 USD; (0.25 × 275 W + 1 core of 5 W) × 1 h × PUE 1.35. */
  @Test
  void aPartIsAccountedAsAPart() {
    fleet.now = Instant.now().minusSeconds(3600);
    String id = submit("0.25");
    awaitTask(id);
    end(id);

    UsageRow own =
        fleet.engine.usage(List.of("workflow"), Optional.empty(), TenantScope.ALL).stream()
            .filter(found -> id.equals(found.key().get("workflow")))
            .findFirst()
            .orElseThrow();
    assertThat(own.acceleratorHours()).isBetween(0.249, 0.275);
    assertThat(own.price()).isBetween(0.124, 0.14);
    assertThat(own.energy()).isBetween(0.099, 0.11);
  }
}
