package io.sesamo.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.endtoend.Sesamo.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The first minutes of a newcomer, and the troubles he may have. */
class HelloTest {

  private static final String SLOW =
      """
      workflow:
        name: slow
        tasks:
        - name: first
          image: ubuntu:24.04
          command: [sh, -c]
          args:
          - |
            echo started >> {{output}}/starts
            sleep 10
            echo done > {{output}}/result
        - name: second
          image: ubuntu:24.04
          command: [sh, -c, "cat {{input:0}}/starts {{input:0}}/result > {{output}}/all"]
          inputs:
          - task: first
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
  void givesUpOldOutputsWhenAskedTo() throws Exception {
    Path spec = Files.writeString(folder.resolve("brief.yaml"), SLOW.replace("sleep 10", "true"));
    assertThat(sesamo.run("run", spec.toString()).exitCode()).isZero();
    String id =
        sesamo
            .run("list", "--output", "json")
            .json()
            .get("workflows")
            .get(0)
            .get("name")
            .asString();
    assertThat(sesamo.run("gc", "--older-than", "soon").exitCode()).isEqualTo(2);
    // What was stored just now stays, whoever asks.
    assertThat(sesamo.run("gc", "--older-than", "0h").output()).startsWith("Removed 0 objects");
    assertThat(sesamo.run("outputs", id).output()).doesNotContain("given up");

    makeOld(folder.resolve("home/objects"));
    assertThat(sesamo.run("gc").output()).startsWith("Removed 0 objects");
    assertThat(sesamo.run("gc", "--older-than", "0h", "--dry-run").output())
        .startsWith("Would remove ")
        .doesNotContain(" 0 objects");
    assertThat(sesamo.run("outputs", id).output()).doesNotContain("given up");
    assertThat(sesamo.run("gc", "--older-than", "0h").output()).doesNotContain(" 0 objects");
    assertThat(sesamo.run("outputs", id).output()).contains("given up");
    assertThat(sesamo.run("outputs", id, "--get", folder + "/gone").exitCode()).isEqualTo(3);
  }

  private static void makeOld(Path objects) throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
    try (Stream<Path> files = Files.walk(objects)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
  }

  @Test
  void runsTheFirstExample() throws Exception {
    Result run = sesamo.run("run", "examples/hello.yaml");
    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.output()).contains("COMPLETED");

    JsonNode list = sesamo.run("list", "--output", "json").json();
    JsonNode newest = list.get("workflows").get(0);
    assertThat(newest.get("name").asString()).startsWith("hello-");
    assertThat(newest.get("status").asString()).isEqualTo("COMPLETED");

    String id = newest.get("name").asString();
    JsonNode status = sesamo.run("status", id, "--output", "json").json();
    assertThat(status.get("groups")).hasSize(2);
    assertThat(sesamo.run("logs", id).exitCode()).isZero();
    assertThat(sesamo.run("events", id).output()).contains("COMPLETED");

    Path got = folder.resolve("got");
    Result outputs = sesamo.run("outputs", id, "--get", got.toString());
    assertThat(outputs.exitCode()).as(outputs.all()).isZero();
    try (var files = Files.walk(got)) {
      assertThat(files.filter(Files::isRegularFile)).isNotEmpty();
    }
  }

  @Test
  void goesOnAfterTheServerIsKilled() throws Exception {
    Path spec = Files.writeString(folder.resolve("slow.yaml"), SLOW);
    String id = submit(spec);
    awaitStatus(id, "first", "RUNNING");

    ProcessHandle server = ProcessHandle.of(sesamo.serverPid()).orElseThrow();
    server.destroyForcibly();
    server.onExit().join();

    awaitStatus(id, "second", "COMPLETED");
    Path got = folder.resolve("slow-outputs");
    assertThat(sesamo.run("outputs", id, "--get", got.toString()).exitCode()).isZero();
    assertThat(Files.readString(find(got, "all"))).isEqualTo("started\ndone\n");
  }

  @Test
  void goesOnAfterItsDatabaseIsKilled() throws Exception {
    Path spec = Files.writeString(folder.resolve("slow.yaml"), SLOW);
    String id = submit(spec);
    awaitStatus(id, "first", "RUNNING");

    String pid =
        Files.readAllLines(sesamo.home().resolve("postgres/data-18/postmaster.pid")).getFirst();
    ProcessHandle database = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    database.destroyForcibly();
    database.onExit().join();

    Result logs = sesamo.run("logs", id, "--follow");
    awaitStatus(id, "second", "COMPLETED");
    assertThat(logs.errors()).doesNotContain("Exception");
  }

  @Test
  void cancelEndsEverythingAndSaysSo() throws Exception {
    Path spec =
        Files.writeString(folder.resolve("endless.yaml"), SLOW.replace("sleep 10", "sleep 86123"));
    String id = submit(spec);
    awaitStatus(id, "first", "RUNNING");

    assertThat(sesamo.run("cancel", id).exitCode()).isZero();

    awaitStatus(id, "first", "FAILED_CANCELED");
    assertThat(status(id).get("status").asString()).isEqualTo("FAILED_CANCELED");
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      assertThat(processes.map(process -> process.info().commandLine().orElse("")))
          .noneMatch(line -> line.contains("sleep 86123"));
    }
  }

  @Test
  void aFailedTaskFailsTheCommandAndShowsWhy() throws Exception {
    Path spec =
        Files.writeString(
            folder.resolve("fails.yaml"),
            """
            workflow:
              name: fails
              tasks:
              - name: bad
                image: ubuntu:24.04
                command: [sh, -c, "echo the motor is on fire >&2; exit 3"]
            """);

    Result run = sesamo.run("run", spec.toString());

    assertThat(run.exitCode()).as(run.all()).isEqualTo(1);
    assertThat(run.output() + run.errors())
        .contains("FAILED", "exit code 3", "the motor is on fire");
  }

  @Test
  void badInputIsAnsweredInPlainWords() throws Exception {
    assertRefused("nowhere.yaml", "run", "nowhere.yaml");
    assertRefused("not a", "validate", folder.toString());
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "workflow: [");
    assertRefused("bad.yaml:", "validate", bad.toString());
    Path cycle =
        Files.writeString(
            folder.resolve("cycle.yaml"),
            """
            workflow:
              name: round
              tasks:
              - {name: a, image: i, command: [x], inputs: [{task: b}]}
              - {name: b, image: i, command: [x], inputs: [{task: a}]}
            """);
    assertRefused("cycle", "run", cycle.toString());
    Path unknown =
        Files.writeString(
            folder.resolve("unknown.yaml"),
            """
            workflow:
              name: u
              tasks:
              - {name: train, image: i, command: [x]}
              - {name: b, image: i, command: [x], inputs: [{task: trian}]}
            """);
    assertRefused("train", "run", unknown.toString());
    Result nothing = sesamo.run("status", "nothing-1");
    assertThat(nothing.exitCode()).as(nothing.all()).isEqualTo(3);
    assertThat(nothing.errors()).contains("nothing-1", "sesamo list --all-users");
    assertRefused("frobnicate", "frobnicate");
  }

  private static void assertRefused(String word, String... arguments) throws Exception {
    Result result = sesamo.run(arguments);
    assertThat(result.exitCode()).as(result.all()).isEqualTo(2);
    assertThat(result.output() + result.errors())
        .contains(word)
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void tellsWhatThisMachineHasInEightyColumns() throws Exception {
    for (String command : new String[] {"doctor", "--help", "run --help", "outputs --help"}) {
      Result result = sesamo.run(command.split(" "));
      assertThat(result.exitCode()).as(result.all()).isZero();
      assertThat(result.output().lines()).allMatch(line -> line.length() <= 80);
    }
  }

  private static String submit(Path spec) throws IOException, InterruptedException {
    Result submitted = sesamo.run("submit", spec.toString(), "--output", "json");
    assertThat(submitted.exitCode()).as(submitted.all()).isZero();
    return submitted.json().get("name").asString();
  }

  private static JsonNode status(String id) throws IOException, InterruptedException {
    return sesamo.run("status", id, "--output", "json").json();
  }

  private static void awaitStatus(String id, String task, String wanted) throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
    while (true) {
      JsonNode status = status(id);
      for (JsonNode group : status.get("groups")) {
        for (JsonNode found : group.get("tasks")) {
          boolean it = found.get("name").asString().equals(task);
          if (it && found.get("status").asString().equals(wanted)) {
            return;
          }
        }
      }
      assertThat(Instant.now())
          .as("task %s should become %s in %s", task, wanted, status)
          .isBefore(deadline);
    }
  }

  private static Path find(Path folder, String name) throws IOException {
    try (var files = Files.walk(folder)) {
      Optional<Path> found =
          files.filter(file -> file.getFileName().toString().equals(name)).findFirst();
      return found.orElseThrow();
    }
  }

  /** A home that other users of the machine could read would give away the server's secret. */
  @Test
  void keepsOtherUsersOut() throws Exception {
    sesamo.run("server", "start");
    assertThat(Files.getPosixFilePermissions(sesamo.home())).hasSize(3);
    assertThat(Files.getPosixFilePermissions(sesamo.home().resolve("server/secret"))).hasSize(2);
  }
}
