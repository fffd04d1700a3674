package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no server: help, wrong words, wrong files. */
class CommandLineTest {

  @TempDir Path folder;
  private Home home = new Home(Path.of("/"));

  @BeforeEach
  void home() {
    home = new Home(folder.resolve("home"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "catalog", "server", "law", "fleet", "context", "token", "user", "app"})
  void helpOfCommandsOfCommandsFitsEightyColumns(String command) {
    CliRun help = CliRun.of(home, (command + " --help").strip().split(" ", -1));
    assertThat(help.exitCode()).isZero();
    assertThat(help.output()).contains("Usage: sesamo").contains("--help");
    assertThat(help.output().lines()).allMatch(line -> line.length() <= 80, "80 columns");
    if (!command.equals("server")) { // its examples are its subcommands'
      assertThat(help.output()).contains("Example");
    }
    assertThat(help.errors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "frobnicate | There is no command 'frobnicate'.",
        "lits | Did you mean list",
        "list --limt 3 | Did you mean --limit?",
        "list --limit many | 'many' is not an int",
        "list --limit 0 | --limit is 1 to 1000, not 0.",
        "list extra | 'extra' is one word too many after list.",
        "run | Missing required parameter: 'FILE'",
        "cancel | Missing required parameter",
        "status -o xml | there is table, json, yaml, not 'xml'.",
        "run nowhere.yaml | There is no file nowhere.yaml.",
        "run x.yaml --priority urgent | --priority is HIGH, NORMAL, LOW, not 'urgent'.",
        "server | Say what: sesamo server start, stop or status.",
        "server strat | There is no command 'server strat'. Did you mean start",
        "server start --port 70000 | --port is 1 to 65535, not 70000.",
        "logs x --lines 0 | --lines is a number from 1 on.",
        "law clear --kind waiver | A clearance needs --from.",
        "law revoke c-1 | Say why: --why TEXT.",
        "law supply --chip x --site y | Say how many: --quantity N.",
        "law audit --since tomorrow | --since is a day such as 2026-01-15, not 'tomorrow'.",
        "completion ksh | bash, zsh and fish, not for 'ksh'.",
      })
  void wrongWordsAreAnsweredInPlainWords(String command, String words) {
    CliRun run = CliRun.of(home, command.split(" ", -1));
    assertThat(run.errors()).contains(words).doesNotContain("Exception", "\tat ");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).isEmpty();
  }

  @Test
  void errorsComeAsJsonWhereJsonWasAskedFor() {
    for (List<String> words :
        List.of(
            List.of("frobnicate", "-o", "json"),
            List.of("list", "--output=json", "--bad"),
            List.of("run", "nowhere.yaml", "--output", "JSON"))) {
      CliRun run = CliRun.of(home, words.toArray(String[]::new));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.json().get("error").get("message").text()).isNotEmpty();
      assertThat(run.errors()).isEmpty();
    }
  }

  @Test
  void problemsOfAFileComeWithTheirPlaces() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.yaml"),
            """
            workflow:
              name: w
              tasks:
              - name: a
                image: i
                command: [x]
                colour: red
              - name: b
                image: i
                command: [x]
                inputs: [{task: c}]
            """);
    CliRun text = CliRun.of(home, "run", file.toString());
    assertThat(text.exitCode()).isEqualTo(2);
    assertThat(text.errors())
        .contains(
            file + ":7:5: error: There is no field 'colour'",
            "     7 |     colour: red\n       |     ^\n",
            file + ":11:21: error: Task 'b' takes its input from task 'c'");
    CliRun json = CliRun.of(home, "run", file.toString(), "-o", "json");
    assertThat(json.json().get("error").get("problems").items())
        .extracting(problem -> problem.get("line").number())
        .containsExactly(7L, 11L);
    assertThat(home.folder()).doesNotExist(); // no server was started for it
  }

  @Test
  void rendersTemplatesWithoutAServer() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("t.yaml"), "workflow:\n  name: {{ n }}\ndefault-values: {n: a}\n");
    CliRun run = CliRun.of(home, "render", file.toString(), "--set", "n=b");
    assertThat(run.output()).isEqualTo("workflow:\n  name: b\n");
    assertThat(run.exitCode()).isZero();
    assertThat(home.folder()).doesNotExist();
  }

  @Test
  void drawsWhatWaitsForWhat() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("g.yaml"),
            """
            workflow:
              name: w
              resources: {default: {gpu: 2}}
              tasks:
              - {name: c, image: i, command: [x], inputs: [{task: a}, {task: b}]}
              - {name: b, image: i, command: [x], inputs: [{task: a}]}
              - {name: a, image: i, command: [x]}
            """);
    Path picture = folder.resolve("g.svg");
    CliRun run = CliRun.of(home, "graph", file.toString(), "--svg", picture.toString());
    assertThat(run.output().lines().map(String::strip))
        .contains(
            "1     a      1",
            "2     b      1      a",
            "3     c      1      a, b",
            "3 tasks, 3 groups, 6 GPUs, longest chain 3");
    assertThat(picture).content().startsWith("<svg ").contains(">a</text>", ">c</text>");
    assertThat(home.folder()).doesNotExist();

    CliRun nowhere = CliRun.of(home, "graph", file.toString(), "--svg", folder.toString());
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.errors()).contains("cannot be written");
  }

  /** Ten layers of ten groups, each of which waits for all groups of the layer before. */
  @Test
  void aLargeWorkflowIsDrawnAlthoughTheUsualPoolTakesNone() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("large.yaml"),
            """
            workflow:
              name: large
              groups:
            {% for group in range(100) %}
              - name: group-{{ group }}
                tasks:
            {% for task in range(100) %}
                - name: task-{{ group }}-{{ task }}
                  lead: {{ 'true' if task == 0 else 'false' }}
                  image: i
                  command: [x]
            {% if group > 9 and task < 10 %}
                  inputs: [{task: task-{{ (group // 10 - 1) * 10 + task }}-0}]
            {% endif %}
            {% endfor %}
            {% endfor %}
            """);
    Path picture = folder.resolve("large.svg");
    CliRun drawn = CliRun.of(home, "graph", file.toString(), "--svg", picture.toString());
    assertThat(drawn.exitCode()).isZero();
    assertThat(drawn.output()).contains("10000 tasks, 100 groups, 0 GPUs, longest chain 10");
    assertThat(picture).content().contains(">group-99</text>", ">task-99-99</text>");

    CliRun offline = CliRun.of(home, "validate", "--offline", file.toString());
    assertThat(offline.exitCode()).isEqualTo(2);
    assertThat(offline.errors()).contains("at most 20 are allowed", "tasks: 10000 in the pool's");
  }

  @Test
  void filesThatAreNoWorkflowsAreTurnedDown() throws IOException {
    Path binary = Files.write(folder.resolve("policy.onnx"), new byte[] {8, 0, (byte) 0xff, 1});
    assertRefused("is not a text file", binary.toString());
    Path zeros = Files.write(folder.resolve("zeros"), new byte[10]);
    assertRefused("is not a text file", zeros.toString());
    assertRefused("is a folder, not a file", folder.toString());
    Path empty = Files.writeString(folder.resolve("empty.yaml"), "");
    assertRefused("empty.yaml", empty.toString());
    Files.writeString(folder.resolve("train.yaml"), "");
    assertRefused("Did you mean train.yaml?", folder.resolve("trian.yaml").toString());
    assertRefused("NAME=VALUE", folder.resolve("train.yaml").toString(), "--set-env", "novalue");
  }

  @Test
  void aLocalFileThatIsMissingIsNamedWithItsPlace() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("local.yaml"),
            """
            workflow:
              name: w
              tasks:
              - name: a
                image: i
                command: [sh, /tmp/run.sh]
                files:
                - path: /tmp/run.sh
                  localpath: run.sh
            """);
    assertRefused("run.sh cannot be read", file.toString());
  }

  @Test
  void turnsHugeFilesDown() throws IOException {
    String head = "workflow: {name: w, tasks: [{name: a, image: i, command: [x], args: [";
    for (String text :
        List.of(
            head + "a, ".repeat(1_000_000) + "]}]}",
            "workflow:\n" + "# c\n".repeat(1_000_000),
            "workflow: {name: {% for i in range(1000000) %}{{ i }}, {% endfor %}}",
            "workflow: " + "x".repeat(10_000_000))) {
      Path file = Files.writeString(folder.resolve("huge.yaml"), text);
      CliRun run = CliRun.of(home, "validate", "--offline", file.toString());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.errors()).contains("more than");
    }
  }

  @Test
  void checksManyFilesWithoutAServer() throws IOException {
    Path good = Path.of("..").resolve("examples/hello.yaml");
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "workflow: {name: 1, task: []}");
    Path odd =
        Files.writeString(
            folder.resolve("odd.yaml"),
            "workflow: {name: w, pool: p, tasks: [{name: a, image: i, command: [x]}]}");
    CliRun both = CliRun.of(home, "validate", "--offline", good.toString(), bad.toString());
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.output()).contains("hello.yaml is sound: 2 tasks, 2 groups, 0 GPUs, longest");
    assertThat(both.errors()).contains("bad.yaml:1:21: error: There is no field 'task'");

    assertThat(CliRun.of(home, "validate", "--offline", odd.toString()).exitCode()).isZero();
    CliRun strict = CliRun.of(home, "validate", "--offline", "--strict", odd.toString());
    assertThat(strict.exitCode()).isEqualTo(2);
    assertThat(strict.errors()).contains("has warnings, and --strict takes none");

    Json answer =
        CliRun.of(home, "validate", "--offline", good.toString(), bad.toString(), "-o", "json")
            .json();
    assertThat(answer.get("valid").isTrue()).isFalse();
    assertThat(answer.get("files").items())
        .extracting(file -> file.get("valid").isTrue())
        .containsExactly(true, false);
    assertThat(answer.get("files").items().get(1).get("problems").items())
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.get("line").number()).isEqualTo(1));
    assertThat(home.folder()).doesNotExist();
  }

  @Test
  void theFirstExampleIsSound() {
    Path example = Path.of("..").resolve("examples/hello.yaml");
    CliRun run = CliRun.of(home, "validate", example.toString());
    // The file is fine: only the server, which this test has none of, is missing.
    assertThat(run.errors()).contains("server could not be started").doesNotContain("hello.yaml:");
  }

  @Test
  void tellsItsVersion() {
    assertThat(CliRun.of(home, "--version").output()).startsWith("sesamo 0.1.0 (Java 25");
    assertThat(CliRun.of(home, "version", "-o", "json").json().get("version").text())
        .isEqualTo("0.1.0");
  }

  @Test
  void printsAScriptForCompletion() {
    CliRun run = CliRun.of(home, "completion", "zsh");
    assertThat(run.exitCode()).isZero();
    assertThat(run.output()).contains("complete ", "outputs", "--set-string");
  }

  @Test
  void tellsWhatTheMachineHasInEightyColumns() {
    CliRun run = CliRun.of(home, "doctor");
    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output()).contains("Java", "Sandbox", "Python", "Disk space", "for: ");
    assertThat(run.output().lines()).allMatch(line -> line.length() <= 80, "80 columns");
    assertThat(CliRun.of(home, "doctor", "-o", "json").json().get("ready").isTrue()).isTrue();
    assertThat(home.folder()).doesNotExist();
  }

  @Test
  void aFaultOfItsOwnIsToldInOneLineAndKeptInAFile() throws IOException {
    home.make();
    Files.createDirectory(home.serverFile()); // nobody expects a folder here
    CliRun run = CliRun.of(home, "list");
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.errors()).doesNotContain("\tat ");
  }

  private void assertRefused(String words, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "run";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    CliRun run = CliRun.of(home, all);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains(words).doesNotContain("Exception", "\tat ");
  }
}
