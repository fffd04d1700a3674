package io.sesamo.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A fleet of emulated sites on this machine: real processes, chosen places, a drain. */
class FleetTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Learns where the operator of the test says, and stays there until somebody drains it. */
  private static final String WORKFLOW =
      """
      workflow:
        name: moving
        sesamo: {tenant: euro-arms/factory, objective: carbon}
        resources:
          default: {cpu: 1, memory: 64Mi, storage: 64Mi}
          learn: {cpu: 1, memory: 64Mi, storage: 64Mi, gpu: 8}
        tasks:
        - name: collect
          image: ubuntu:24.04
          command: [sh, -c, "echo $SESAMO_POOL > {{output}}/place"]
        - name: train
          image: ubuntu:24.04
          command: [sh, -c]
          args:
          - |
            echo "at work in $SESAMO_POOL, emulated: $SESAMO_EMULATED"
            [ "$SESAMO_POOL" != paris ] || sleep 600
            echo $SESAMO_POOL > {{output}}/place
          resource: learn
          inputs:
          - task: collect
          sesamo:
            data: {countries: [DE], categories: [personal]}
            duration: {nvidia-h100-sxm: 12h}
      """;

  @TempDir static Path folder;
  private static Sesamo sesamo;

  @BeforeAll
  static void open() {
    sesamo = new Sesamo(folder.resolve("home"));
  }

  @AfterAll
  static void close() throws Exception {
    sesamo.stop();
  }

  @Test
  void aDrainedSitesWorkMovesAndSaysWhy() throws Exception {
    Path spec = Files.writeString(folder.resolve("moving.yaml"), WORKFLOW);
    Sesamo.Result apply = sesamo.run("fleet", "apply", "examples/fleets/world.yaml");
    assertThat(apply.exitCode()).as(apply.all()).isZero();
    assertThat(sesamo.run("submit", spec.toString()).exitCode()).isZero();
    await("\"at work in paris\"", "logs", "moving-1");

    Sesamo.Result explained = sesamo.run("explain", "moving-1", "train-group");
    assertThat(explained.output())
        .contains("paris", "emulated", "eu-gdpr-v")
        .contains("best for objective carbon");
    assertThat(explained.output().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));

    Sesamo.Result drain = sesamo.run("fleet", "drain", "eu-west-2", "--reason", "new switches");
    assertThat(drain.exitCode()).as(drain.all()).isZero();
    await("COMPLETED", "status", "moving-1");

    assertThat(sesamo.run("outputs", "moving-1", "--get", folder.resolve("got").toString()).all())
        .contains("exit code 0");
    assertThat(folder.resolve("got/train/place")).hasContent("amsterdam");
    JsonNode train =
        sesamo
            .run("explain", "moving-1", "train-group", "--output", "json")
            .json()
            .get("groups")
            .get(0);
    assertThat(train.get("placed").get("pool").asString()).isEqualTo("amsterdam");
    assertThat(train.get("moves").toString()).contains("drained", "new switches");
    assertThat(sesamo.run("logs", "moving-1").output()).contains("emulated");

    Sesamo.Result usage = sesamo.run("usage", "--by", "tenant,site");
    assertThat(usage.output()).contains("euro-arms/factory", "planned-nl", "emulated");
    assertThat(sesamo.run("fleet", "show").output()).contains("drained");
    assertThat(sesamo.run("fleet", "resume", "eu-west-2").exitCode()).isZero();
  }

  @Test
  void whatTheLawForbidsEverywhereIsRefused() throws Exception {
    String nowhere = WORKFLOW.replace("objective: carbon", "residency: [IS]");
    Path spec = Files.writeString(folder.resolve("nowhere.yaml"), nowhere);
    assertThat(sesamo.run("fleet", "apply", "examples/fleets/world.yaml").exitCode()).isZero();

    for (String command : List.of("validate", "submit")) {
      Sesamo.Result refused = sesamo.run(command, spec.toString());
      assertThat(refused.exitCode()).as(refused.all()).isEqualTo(4);
      assertThat(refused.errors()).contains("The law does not allow this workflow.", "residency");
    }
  }

  /** Waits until a command's output says so. */
  private static void await(String words, String... command) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    String wanted = words.replace("\"", "");
    Sesamo.Result last = sesamo.run(command);
    while (!last.output().contains(wanted)) {
      assertThat(Instant.now()).as(last.all()).isBefore(end);
      Thread.sleep(200); // between two looks
      last = sesamo.run(command);
    }
  }
}
