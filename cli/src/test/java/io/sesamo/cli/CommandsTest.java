package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.client.Json;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecResult;
import io.sesamo.model.spec.SpecSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a server. */
class CommandsTest {

  private static final String DONE =
      """
      {"name": "hello-1", "submitted_by": "ada", "pool": "default", "status": "COMPLETED",
       "submit_time": "2026-01-02T12:00:00", "start_time": "2026-01-02T12:00:01",
       "end_time": "2026-01-02T12:00:02", "message": "", "groups": [
        {"name": "write-group", "status": "COMPLETED", "tasks": [
         {"name": "write", "attempt": 0, "status": "COMPLETED", "exit_code": 0,
          "start_time": "2026-01-02T12:00:01", "end_time": "2026-01-02T12:00:02"}]}]}
      """;
  private static final String LIST =
      """
      {"workflows": [{"name": "hello-1", "user": "ada", "status": "COMPLETED",
       "submit_time": "2026-01-02T12:00:00"}], "more_entries": false}
      """;
  private static final String SPEC =
      """
      workflow:
        name: hello
        tasks:
        - name: write
          image: ubuntu:24.04
          command: [echo, "{{ word }}"]
      default-values:
        word: hello
      """;

  @TempDir Path folder;
  private Home home = new Home(Path.of("/"));
  private FakeServer server = FakeServer.start();

  @BeforeEach
  void open() {
    home = new Home(folder.resolve("home"));
    long pid = ProcessHandle.current().pid();
    server.register(home, pid);
    server
        .introduce(pid, CliRun.VERSION, false)
        .answer("/api/workflow", LIST)
        .answer("/api/sesamo/v1/workflow/hello-1", DONE)
        .answer("/api/sesamo/v1/workflow/hello-1/outputs", "{\"tasks\": []}")
        .answer("/api/pool/any/workflow", "{\"name\": \"hello-1\", \"warnings\": [\"mind!\"]}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void eventsAndRemarksMoveNoCursorEvenInAFile() {
    server.answer(
        "/api/workflow/hello-1/events",
        "2026/01/02 12:00:02 [write] moved: \u001b[2Jby \u0007me\n");
    CliRun run = CliRun.of(home, "events", "hello-1");

    assertThat(run.output()).isEqualTo("2026/01/02 12:00:02 [write] moved: \u241b[2Jby \u2407me\n");

    server.answer("/api/workflow/hello-1/events", 400, "{\"message\": \"no \\u001b[2Jway\"}");
    assertThat(CliRun.of(home, "events", "hello-1").errors()).isEqualTo("no \u241b[2Jway\n");
  }

  @Test
  void usageIsSummedUpByWhatThereIs() {
    for (String by : List.of("color", "tenant,", "TENANT", "")) {
      CliRun wrong = CliRun.of(home, "usage", "--by", by);
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.errors())
          .isEqualTo(
              "--by is one or more of tenant, user, workflow, group, site, pool, accelerator,"
                  + " emulated, with commas between, not '"
                  + by
                  + "'.\n");
    }
    server.answer(
        "/api/sesamo/v1/usage",
        "{\"rows\": [{\"tenant\": \"arms\", \"acceleratorHours\": 1, \"energyKwh\": 1, \"carbonG\":"
            + " 1, \"priceUsd\": 1, \"bytesMoved\": 0, \"emulated\": false}]}");
    assertThat(CliRun.of(home, "usage", "--by", "tenant,tenant").output())
        .startsWith("tenant  accelerator h");
  }

  @Test
  void runsAWorkflowAndTellsHowItEnded() throws IOException {
    Path spec = Files.writeString(folder.resolve("hello.yaml"), SPEC);
    CliRun run =
        CliRun.of(home, "run", spec.toString(), "--set", "word=a&b", "--label", "team=arms");
    assertThat(run.output())
        .contains("Submitted hello-1", "12:00:10 write COMPLETED", "hello-1 COMPLETED in 2.0 s");
    assertThat(run.errors().strip()).isEqualTo("mind!");
    assertThat(run.exitCode()).isZero();
    assertThat(server.requests)
        .anyMatch(request ->
            request.startsWith("POST /api/pool/any/workflow?")
                && request.contains("label=team%3Darms")
                && request.contains("\"set_variables\":[\"word=a&b\"]"));
  }

  /** A program is no template, whatever braces it holds. */
  @Test
  void putsLocalFilesInAsTheyStand() throws IOException {
    String program = "echo ${#array[@]} '{{ x }}' '{% endraw %}' {{output}}\n";
    Files.writeString(folder.resolve("run.sh"), program);
    Path spec =
        Files.writeString(
            folder.resolve("local.yaml"),
            """
            workflow:
              name: {{ n }}
              tasks:
              - name: a
                image: i
                command: [sh, /tmp/run.sh]
                files: [{path: /tmp/run.sh, localpath: run.sh}]
            default-values: {n: w}
            """);
    CliRun run = CliRun.of(home, "submit", spec.toString());
    assertThat(run.errors().strip()).isEqualTo("mind!");
    String sent =
        server.requests.stream().filter(r -> r.startsWith("POST")).findFirst().orElseThrow();
    String text = Json.read(sent.substring(sent.indexOf('{'))).get("file").text();
    SpecResult read = SpecReader.read(SpecSource.of("sent", text));
    assertThat(read)
        .isInstanceOfSatisfying(
            SpecResult.Accepted.class,
            accepted -> {
              assertThat(accepted.spec().name()).isEqualTo("w");
              assertThat(accepted.spec().groups().getFirst().lead().files().getFirst().contents())
                  .isEqualTo(program);
            });
  }

  @Test
  void pointsToThePageToReadAtTheEnd() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.writeString(tree.resolve("report.html"), "<html>");
    Path link = Files.createSymbolicLink(folder.resolve("report"), tree);
    server.answer(
        "/api/sesamo/v1/workflow/hello-1/outputs",
        """
        {"name": "hello-1", "tasks": [{"task": "report", "attempt": 0, "manifest": "-",
         "files": 1, "bytes": 6, "path": "%s", "kpis": {}}]}
        """
            .formatted(link));
    Path spec = Files.writeString(folder.resolve("hello.yaml"), SPEC);
    assertThat(CliRun.of(home, "run", spec.toString()).output().lines())
        .anyMatch(line -> line.matches("Report +" + link.resolve("report.html")));
  }

  @Test
  void writesNothingButJsonToStandardOutputWhenAsked() throws IOException {
    Path spec = Files.writeString(folder.resolve("hello.yaml"), SPEC);
    assertThat(CliRun.of(home, "run", spec.toString(), "-o", "json").output())
        .isEqualTo("{\"name\":\"hello-1\",\"status\":\"COMPLETED\"}\n");
    assertThat(CliRun.of(home, "submit", spec.toString(), "-o", "json").output())
        .isEqualTo("{\"name\":\"hello-1\"}\n");
    assertThat(CliRun.of(home, "list", "-o", "json").json().get("workflows").items())
        .hasSize(1)
        .allMatch(workflow -> workflow.get("status").text().equals("COMPLETED"));
    assertThat(CliRun.of(home, "status", "hello-1", "-o", "json").json().get("groups").items())
        .hasSize(1);
    assertThat(CliRun.of(home, "server", "status", "-o", "json").json().get("pid").number())
        .isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void aFailedWorkflowFailsTheCommandAndShowsTheReason() throws IOException {
    Path spec = Files.writeString(folder.resolve("hello.yaml"), SPEC);
    server
        .answer(
            "/api/sesamo/v1/workflow/hello-1",
            """
            {"name": "hello-1", "status": "FAILED", "groups": [
              {"name": "write-group", "status": "FAILED", "tasks": [
               {"name": "write", "attempt": 2, "status": "FAILED", "exit_code": 3, "message": "",
                "start_time": "2026-01-02T12:00:01", "end_time": "2026-01-02T12:00:02"}]},
              {"name": "read-group", "status": "FAILED_UPSTREAM", "tasks": [
               {"name": "read", "attempt": 0, "status": "FAILED_UPSTREAM",
                "message": "write failed"}]}]}
            """)
        .answer("/api/workflow/hello-1/logs", "2026/01/02 12:00:02 [write retry-2] on fire\n");
    CliRun run = CliRun.of(home, "run", spec.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output())
        .contains("write FAILED: exit code 3", "[write retry-2] on fire")
        .contains("read FAILED_UPSTREAM: write failed");
    assertThat(server.requests)
        .filteredOn(request -> request.contains("/logs"))
        .hasSize(1)
        .allMatch(request -> request.contains("task_name=write&retry_id=2&last_n_lines=10"));
  }

  @Test
  void showsTheNewestWorkflowWhenNoneIsNamed() {
    assertThat(CliRun.of(home, "status").output()).contains("hello-1  COMPLETED", "└─ write");
    assertThat(CliRun.of(home, "list").output())
        .contains("WORKFLOW  STATUS")
        .contains("hello-1   COMPLETED  2026-01-02 12:00:00");
    server.answer("/api/workflow", "{\"workflows\": []}");
    CliRun none = CliRun.of(home, "status");
    assertThat(none.exitCode()).isEqualTo(3);
    assertThat(none.errors()).contains("There are no workflows yet.");
  }

  @Test
  void listsWhatHasOneOfTheTags() {
    assertThat(CliRun.of(home, "list", "--tag", "nightly", "--tag", "a b").exitCode()).isZero();
    assertThat(server.requests).anyMatch(asked -> asked.contains("&tags=nightly&tags=a%20b"));
  }

  @Test
  void suggestsIdsThatAreNear() {
    for (String command : new String[] {"status", "logs", "spec", "outputs", "cancel"}) {
      CliRun run = CliRun.of(home, command, "helo-1");
      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.errors()).contains("Nothing here. Did you mean hello-1?");
    }
  }

  @Test
  void goesOnWithALogThatBrokeOffWithoutSayingALineTwice() {
    String first = "2026/01/02 12:00:01 [write] one\n";
    server.breakOff("/api/workflow/hello-1/logs", first);
    Thread mends =
        Thread.startVirtualThread(() -> {
          while (server.requests.stream().noneMatch(request -> request.contains("/logs"))) {
            Thread.onSpinWait();
          }
          server.answer("/api/workflow/hello-1/logs", first + "2026/01/02 12:00:02 [write] two\n");
        });
    CliRun run = CliRun.of(home, "logs", "hello-1", "-f");
    assertThat(mends.isAlive()).isFalse();
    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.output().lines())
        .containsExactly("2026/01/02 12:00:01 [write] one", "2026/01/02 12:00:02 [write] two");
  }

  @Test
  void saysHowToGoOnWhenTheEndOfALogBrokeOff() {
    server.breakOff("/api/workflow/hello-1/logs", "2026/01/02 12:00:01 [write] one\n");
    CliRun run = CliRun.of(home, "logs", "hello-1", "-f", "-n", "5");
    assertThat(run.exitCode()).isEqualTo(75);
    assertThat(run.output()).contains("[write] one");
    assertThat(run.errors()).contains("To go on: sesamo logs -f hello-1");
  }

  @Test
  void givesUpOnAServerThatBreaksOffAgainAndAgain() {
    server.breakOff("/api/workflow/hello-1/logs", "");
    CliRun run = CliRun.of(home, "logs", "hello-1");
    assertThat(run.exitCode()).isEqualTo(75);
    assertThat(run.errors()).contains("does not answer", home.serverLog().toString());
  }

  @Test
  void copiesOutputsWholeOrNotAtAll() throws IOException {
    String outputs = "/api/sesamo/v1/workflow/hello-1/outputs";
    String weights = "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c";
    String a = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
    server
        .answer(
            outputs,
            """
            {"name": "hello-1", "tasks": [{"task": "write", "attempt": 0, "manifest": "m",
             "files": 3, "bytes": 9, "path": "/somewhere", "kpis": {}}]}
            """)
        .answer(
            outputs + "/write",
            """
            {"manifest": "m", "more_entries": false, "files": [
             {"path": "a.txt", "path_bytes": null, "sha256": "%1$s", "size": 1, "executable": false},
             {"path": "a\\\\xE9", "path_bytes": "61e9", "sha256": "%1$s", "size": 1,
              "executable": false},
             {"path": "deep/policy.bin", "sha256": "%2$s", "size": 7, "executable": true}]}
            """
                .formatted(a, weights))
        .answer(outputs + "/write/" + a, "a")
        .answer(outputs + "/write/" + weights, "weights");
    Path target = folder.resolve("got");

    CliRun got = CliRun.of(home, "outputs", "hello-1", "--get", target.toString());
    assertThat(got.errors()).isEmpty();
    assertThat(got.output()).contains("3 files, 9 B");
    assertThat(target.resolve("write/deep/policy.bin")).hasContent("weights").isExecutable();
    assertThat(Path.of(URI.create(target.toUri() + "write/a%E9"))).hasContent("a");

    Files.writeString(target.resolve("write/a.txt"), "my own words");
    Files.delete(target.resolve("write/deep/policy.bin"));
    CliRun refused = CliRun.of(home, "outputs", "hello-1", "--get", target.toString());
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.errors()).contains("--force", target.resolve("write/a.txt").toString());
    assertThat(target.resolve("write/deep/policy.bin")).doesNotExist();
    assertThat(target.resolve("write/a.txt")).hasContent("my own words");

    CliRun forced = CliRun.of(home, "outputs", "hello-1", "--get", target.toString(), "--force");
    assertThat(forced.exitCode()).isZero();
    assertThat(target.resolve("write/a.txt")).hasContent("a");
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("write");
    }
  }

  @Test
  void nothingIsLeftOfOutputsThatCameDamagedOrLeadElsewhere() throws IOException {
    String outputs = "/api/sesamo/v1/workflow/hello-1/outputs";
    server
        .answer(
            outputs,
            """
            {"name": "hello-1", "tasks": [{"task": "write", "attempt": 0, "manifest": "m",
             "files": 1, "bytes": 1, "path": null, "kpis": {}}]}
            """)
        .answer(outputs + "/write/abc", "b");
    assertThat(CliRun.of(home, "outputs", "hello-1").output()).contains("on the server");
    Path target = folder.resolve("got");
    for (String path : new String[] {"a.txt", "../../a.txt", "/a.txt"}) {
      server.answer(
          outputs + "/write",
          """
          {"manifest": "m", "files": [
           {"path": "%s", "sha256": "abc", "size": 1, "executable": false}]}
          """
              .formatted(path));
      CliRun got = CliRun.of(home, "outputs", "hello-1", "--to", target.toString());
      assertThat(got.exitCode()).as(got.errors()).isIn(4, 75);
      assertThat(target).isEmptyDirectory();
      assertThat(folder.resolve("a.txt")).doesNotExist();
    }
  }

  @Test
  void cancelsSeveralAndTellsOfThoseItCannot() {
    server.answer("/api/workflow/hello-1/cancel", "{\"name\": \"hello-1\"}");
    CliRun run = CliRun.of(home, "cancel", "hello-1", "nothing-9", "--force", "-m", "too slow");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.output()).contains("Cancelling hello-1");
    assertThat(run.errors()).contains("Nothing here.");
    assertThat(server.requests)
        .anyMatch(request -> request.contains("cancel?force=True&message=too%20slow"));
  }

  @Test
  void aServerOfAnotherKindOfAnswerDoesNotBreakTheCommand() {
    server.answer("/api/workflow", "<html>");
    CliRun run = CliRun.of(home, "list");
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.errors()).contains("not JSON").doesNotContain("\tat ");
  }
}
