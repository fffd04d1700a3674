package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import io.sesamo.model.yaml.YamlReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What holds for every command that there is: its help, and the ways in which it answers. */
class EveryCommandTest {

  private static final String HELLO = "../examples/hello.yaml";
  private static final String WORLD = "../examples/fleets/world.yaml";

  /** What each is called with, after its name. */
  private static final Map<String, String> ARGUMENTS =
      Map.ofEntries(
          Map.entry("run", HELLO),
          Map.entry("submit", HELLO),
          Map.entry("validate", HELLO),
          Map.entry("render", HELLO),
          Map.entry("graph", HELLO),
          Map.entry("place", HELLO + " --fleet " + WORLD),
          Map.entry("status", "w-1"),
          Map.entry("logs", "w-1"),
          Map.entry("events", "w-1"),
          Map.entry("spec", "w-1"),
          Map.entry("cancel", "w-1"),
          Map.entry("restart", "w-1"),
          Map.entry("tag", "w-1 --add keep"),
          Map.entry("outputs", "w-1"),
          Map.entry("explain", "w-1"),
          Map.entry("completion", "bash"),
          Map.entry("fleet check", WORLD),
          Map.entry("fleet show", ""),
          Map.entry("fleet apply", WORLD),
          Map.entry("fleet drain", "paris"),
          Map.entry("fleet resume", "paris"),
          Map.entry("catalog show", "nvidia-h20"),
          Map.entry("catalog diff", "--catalog ../catalog"),
          Map.entry("law check", "--action use --chip nvidia-h20 --site eu-west-2"),
          Map.entry("law timeline", "--action use --chip nvidia-h20 --site eu-west-2"),
          Map.entry("law matrix", "--action use"),
          Map.entry("law classes", "nvidia-h20"),
          Map.entry("law test", "../catalog/law-tests/letters.yaml"),
          Map.entry(
              "law clear",
              "--kind waiver --party robots --from 2026-01-01 --to 2026-12-31 --reference r --why w"),
          Map.entry("law revoke", "c-1 --why gone"),
          Map.entry("law supply", "--chip nvidia-h20 --site eu-west-2 --quantity 1"),
          Map.entry("credential set", "c --type generic --from-file k=" + HELLO),
          Map.entry("credential delete", "c"),
          Map.entry("app create", "a --file " + HELLO),
          Map.entry("app update", "a --file " + HELLO),
          Map.entry("app show", "a"),
          Map.entry("app spec", "a"),
          Map.entry("app submit", "a"),
          Map.entry("app rename", "a b"),
          Map.entry("app delete", "a --all"),
          Map.entry("context add", "other http://localhost:9"),
          Map.entry("context use", "local"),
          Map.entry("context remove", "spare"),
          Map.entry("login", "--dev ada"),
          Map.entry("token create", "t"),
          Map.entry("token delete", "t"),
          Map.entry("user create", "bob"),
          Map.entry("user delete", "bob"),
          Map.entry("user role", "bob"),
          Map.entry("role show", "osmo-user"),
          Map.entry("role set", "pilot --allow pool:List"),
          Map.entry("role delete", "pilot"),
          Map.entry("user tenant", "bob robots"));

  /** They end in other ways than with an answer. */
  private static final Set<String> WITHOUT_ANSWER = Set.of("exec", "port-forward");

  @TempDir Path folder;

  static Stream<String> commands() {
    List<String> names = new ArrayList<>();
    collect("", CommandTable.everything(), names);
    return names.stream().sorted();
  }

  private static void collect(String path, CommandLine line, List<String> names) {
    line.getSubcommands()
        .forEach((name, sub) -> {
          String full = (path + " " + name).strip();
          if (sub.getSubcommands().isEmpty()) {
            names.add(full);
          } else {
            collect(full, sub, names);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsEightyColumnsAndHasAnExample(String command) {
    CliRun help = CliRun.of(new Home(folder), (command + " --help").split(" ", -1));
    assertThat(help.exitCode()).isZero();
    assertThat(help.errors()).isEmpty();
    assertThat(help.output()).contains("Usage: sesamo " + command, "--help", "Example");
    assertThat(help.output().lines()).allMatch(line -> line.length() <= 80, "80 columns");
  }

  /** One value and nothing else, the same in both: also where the command is refused. */
  @ParameterizedTest
  @MethodSource("commands")
  void answersInJsonAndInYaml(String command) throws Exception {
    if (WITHOUT_ANSWER.contains(command)) {
      return;
    }
    Home home = new Home(folder.resolve("home"));
    Files.writeString(folder.resolve("contexts.yaml"), "");
    Files.setPosixFilePermissions(
        folder.resolve("contexts.yaml"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    try (FakeServer server = FakeServer.start()) {
      server
          .answerAll("{\"name\": \"w-1\", \"status\": \"COMPLETED\", \"pool\": \"default\"}")
          .answer("/api/app/user/a/spec", Files.readString(Path.of(HELLO)))
          .answer(
              "/api/app/user/a",
              "{\"uuid\": \"u\", \"versions\": [{\"version\": 1}], \"version\": 2}");
      for (String name : List.of("spare", "team")) {
        assertThat(CliRun.of(home, "context", "add", name, server.url()).exitCode()).isZero();
      }
      CliRun login = CliRun.of(home, "login", "--dev", "ada");
      assertThat(login.exitCode()).as(login.errors()).isZero();
      Path contexts = folder.resolve("contexts.yaml");
      String before = Files.readString(contexts);

      CliRun json = run(home, command, "json");
      Files.writeString(contexts, before);
      CliRun yaml = run(home, command, "yaml");

      assertThat(json.exitCode()).as(json.output() + json.errors()).isEqualTo(yaml.exitCode());
      assertThat(json.exitCode()).as(json.output()).isNotEqualTo(2); // the test's own mistake
      assertThat(json.output()).as(json.errors()).isNotBlank();
      assertThat(yaml.output()).isNotEqualTo(json.output());
      YamlNode read = YamlReader.read("answer", 1, yaml.output(), new ArrayList<>());
      assertThat(plain(read)).isEqualTo(plain(Objects.requireNonNull(json.json().plain())));
    }
  }

  private CliRun run(Home home, String command, String output) {
    String words = command + " " + ARGUMENTS.getOrDefault(command, "") + " -o " + output;
    return CliRun.of(home, words.replaceAll(" +", " ").split(" ", -1));
  }

  private static Object plain(YamlNode node) {
    return switch (node) {
      case Mapping map -> {
        Map<String, Object> all = new LinkedHashMap<>();
        map.entries().forEach((name, value) -> all.put(name, plain(value)));
        yield all;
      }
      case Sequence list -> list.items().stream().map(EveryCommandTest::plain).toList();
      case Scalar scalar -> plain(scalar.value());
    };
  }

  private static Object plain(Object value) {
    return switch (value) {
      case null -> "null";
      case YamlNode.Null none -> "null";
      case Map<?, ?> map ->
          map.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      entry -> String.valueOf(entry.getKey()),
                      entry -> plain(entry.getValue()),
                      (one, other) -> one,
                      LinkedHashMap::new));
      case List<?> list -> list.stream().map(EveryCommandTest::plain).toList();
      case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
      case Object other -> other;
    };
  }

  @Test
  void everyCommandIsTriedUnderItsName() {
    assertThat(commands().toList()).containsAll(ARGUMENTS.keySet());
  }
}
