package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles that administrators make, against a server of the test. */
class RoleCommandTest {

  private static final String API = "/api/configs/role";

  private static final String PILOT =
      """
      {"name": "pilot", "description": "flies", "immutable": false, "policies": [
        {"effect": "Allow", "actions": ["workflow:*"], "resources": ["pool/default"]},
        {"effect": "Deny", "actions": ["workflow:Cancel"], "resources": ["*"]}]}
      """;

  @TempDir Path folder;
  private Home home = new Home(Path.of("/"));
  private final FakeServer server = FakeServer.start();

  @BeforeEach
  void open() {
    home = new Home(folder.resolve("home"));
    long pid = ProcessHandle.current().pid();
    server.register(home, pid);
    server.introduce(pid, CliRun.VERSION, false);
    server.answer(API + "/pilot", PILOT).answer(API, "[" + PILOT + "]");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private CliRun well(String... words) {
    CliRun run = CliRun.of(home, words);
    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    return run;
  }

  @Test
  void optionsSayWhatARoleMayDo() {
    CliRun set =
        well(
            "role",
            "set",
            "pilot",
            "--allow",
            "workflow:*",
            "--on",
            "pool/default",
            "--deny",
            "workflow:Cancel",
            "--description",
            "flies");
    assertThat(set.output()).contains("pilot: flies", "allows", "pool/default", "denies");
    assertThat(server.requests)
        .filteredOn(request -> request.startsWith("PUT"))
        .singleElement()
        .asString()
        .contains("\"Allow\"", "\"Deny\"", "[\"pool/default\"]", "[\"workflow:Cancel\"]");
    assertThat(well("role", "list").output()).contains("pilot", "administrators", "flies");
    assertThat(well("role", "delete", "pilot").output()).contains("Deleted the role pilot.");
  }

  @Test
  void whatIsShownIsAFileThatSetTakes() throws Exception {
    Path file = folder.resolve("pilot.json");
    Files.writeString(file, well("role", "show", "pilot", "-o", "json").output());
    well("role", "set", "pilot", "--file", file.toString());
    assertThat(server.requests)
        .filteredOn(request -> request.startsWith("PUT"))
        .singleElement()
        .asString()
        .contains("\"name\":\"pilot\"", "pool/default");
  }

  @Test
  void roleThatIsNotSaidIsAskedFor() throws Exception {
    Path file = Files.writeString(folder.resolve("bad.json"), "{not json");
    for (String[] words :
        new String[][] {
          {"Say what the role may do", "role", "set", "pilot"},
          {"none cannot be read", "role", "set", "pilot", "--file", folder + "/none"},
          {"bad.json is not JSON", "role", "set", "pilot", "--file", file.toString()},
        }) {
      CliRun run = CliRun.of(home, Arrays.copyOfRange(words, 1, words.length));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.errors()).contains(words[0]);
    }
  }
}
