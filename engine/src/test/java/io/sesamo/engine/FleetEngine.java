package io.sesamo.engine;

import static io.sesamo.engine.LawFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.view.GroupExplanation;
import io.sesamo.engine.view.GroupView;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.model.spec.SpecSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An engine with a fleet of three sites, of which São Paulo is the cheapest. */
abstract class FleetEngine {

  static final String FLEET =
      """
      operator: {name: Example, headquarters: FR}
      tenants: {robots: {headquarters: FR}}
      sites:
        - site: eu-west-2
          pools:
            - name: paris
              emulated: true
              platforms: [{name: cpu, cpu: 4, memory: 64Gi, storage: 1Ti, nodes: 2}]
        - site: eu-central-1
          pools:
            - name: frankfurt
              emulated: true
              platforms:
                - {name: l20, accelerator: nvidia-l20, accelerators: 2, cpu: 8, memory: 64Gi,
                   storage: 1Ti, nodes: 1, price: 2.00}
        - site: sa-east-1
          pools:
            - name: saopaulo
              emulated: true
              platforms:
                - {name: l20, accelerator: nvidia-l20, accelerators: 2, cpu: 8, memory: 64Gi,
                   storage: 1Ti, nodes: 1, price: 0.50}
      placement: {objective: cost, minimumRun: 0s, movesPerHour: 2}
      """;

  static final String TRAIN =
      """
      workflow:
        name: train
        sesamo: {tenant: robots}
        resources: {chip: {cpu: 1, gpu: 2, memory: 1Gi}}
        tasks:
        - {name: a, image: "ubuntu:24.04", command: ["true"], resource: chip}
      """;

  static final String TWO_STAGES =
      """
      workflow:
        name: stages
        sesamo: {tenant: robots, nodes: {}}
        resources: {small: {cpu: 1, memory: 1Gi, platform: cpu}, chip: {cpu: 1, gpu: 1, memory: 1Gi}}
        tasks:
        - {name: a, image: "ubuntu:24.04", command: ["true"], resource: small}
        - {name: b, image: "ubuntu:24.04", command: ["true"], resource: chip, inputs: [{task: a}]}
      """;

  @TempDir static Path home;
  static EmbeddedPostgres postgres;

  @TempDir Path folder;
  LawFixture fleet;

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
    use(FLEET);
  }

  @AfterEach
  void stop() throws SQLException {
    fleet.close();
    fleet.sql(
        "truncate workflow, workflow_group, task, history, effect, account, run_time,"
            + " placement_explanation, fleet_drain");
  }

  void use(String file) throws IOException {
    fleet.fleet = file;
    fleet.restart();
  }

  String submit(String spec) {
    return fleet.submitAnywhere(spec, Priority.NORMAL);
  }

  Launch awaitLaunch(String id) {
    await(id + " runs", () -> fleet.world.running().containsKey(id));
    return Optional.ofNullable(fleet.world.running().get(id)).orElseThrow();
  }

  void end(String id) {
    fleet.world.end(id, Cause.EXITED, 0);
  }

  void awaitCompleted(String id) {
    await(id + " ends", () -> fleet.view(id).status().finished());
    assertThat(fleet.view(id).status()).isEqualTo(WorkflowStatus.COMPLETED);
  }

  GroupView group(String id, int index) {
    return fleet.view(id).groups().get(index);
  }

  String events(String id) throws IOException {
    StringBuilder lines = new StringBuilder();
    fleet.engine.events(id, LineQuery.all(false), lines);
    return lines.toString();
  }

  static String firstPool(GroupExplanation explanation) {
    return explanation.explanation().candidates().getFirst().pool();
  }

  static Submission forFrankfurt() {
    return new Submission(
        "ada",
        Optional.of("frankfurt"),
        SpecSource.of("w.yaml", TRAIN),
        Optional.empty(),
        Priority.NORMAL);
  }
}
