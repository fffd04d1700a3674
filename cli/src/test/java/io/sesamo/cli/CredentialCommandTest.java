package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about credentials: what they send, and what they never take or show. */
class CredentialCommandTest {

  private static final String API = "/api/credentials";
  private static final String TOKEN = "hunter2-very-secret";

  @TempDir Path folder;
  private Home home = new Home(Path.of("/"));
  private final FakeServer server = FakeServer.start();
  private final InputStream input = System.in;

  @BeforeEach
  void open() {
    home = new Home(folder.resolve("home"));
    long pid = ProcessHandle.current().pid();
    server.register(home, pid);
    server.introduce(pid, CliRun.VERSION, false);
  }

  @AfterEach
  void close() {
    System.setIn(input);
    server.close();
  }

  private CliRun run(String... arguments) {
    return CliRun.of(home, arguments);
  }

  @Test
  void setsValuesFromStandardInputAndFiles() throws Exception {
    server.answer(API + "/wandb", "null");
    System.setIn(new ByteArrayInputStream((TOKEN + "\n").getBytes(StandardCharsets.UTF_8)));
    Path file = Files.writeString(folder.resolve("id"), "two\nlines\n");

    CliRun run =
        run("credential", "set", "wandb", "--value", "token=-", "--from-file", file.toString());

    assertThat(run.errors()).isEmpty();
    assertThat(run.output()).isEqualTo("Set wandb, with id, token.\n");
    assertThat(server.requests)
        .last()
        .asString()
        .startsWith("POST " + API + "/wandb ")
        .contains("\"token\":\"" + TOKEN + "\"")
        .contains("\"id\":\"two\\nlines\\n\"");
  }

  @Test
  void setsARegistryWithWhatIsNoSecretOnTheCommandLine() {
    server.answer(API + "/images", "null");
    System.setIn(new ByteArrayInputStream(TOKEN.getBytes(StandardCharsets.UTF_8)));

    CliRun run =
        run(
            "credential",
            "set",
            "images",
            "--type",
            "registry",
            "--field",
            "registry=nvcr.io",
            "--value",
            "auth=-",
            "-o",
            "json");

    assertThat(run.json().get("type").text()).isEqualTo("registry");
    assertThat(run.output()).doesNotContain(TOKEN);
    assertThat(server.requests)
        .last()
        .asString()
        .contains("\"registry_credential\":{")
        .contains("\"registry\":\"nvcr.io\"")
        .contains("\"auth\":\"" + TOKEN + "\"");
  }

  @Test
  void aValueOnTheCommandLineIsRefusedAndNotRepeated() {
    CliRun run = run("credential", "set", "wandb", "--value", "token=" + TOKEN);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .contains("can be read by everybody on this machine")
        .contains("--value token=-")
        .doesNotContain(TOKEN);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void whatCannotBeReadIsSaid() throws Exception {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0});

    assertThat(run("credential", "set", "a").errors()).contains("Say what to keep: --value KEY");
    assertThat(run("credential", "set", "a", "--value", "k").errors())
        .contains("There is nobody to ask for k. Use --value k=-");
    assertThat(run("credential", "set", "a", "--from-file", "/nowhere").errors())
        .contains("The file /nowhere cannot be read.");
    assertThat(run("credential", "set", "a", "--from-file", binary.toString()).errors())
        .contains("binary is not UTF-8 text.");
    assertThat(run("credential", "set", "a", "--field", "region=x", "--value", "k=-").errors())
        .contains("--field is for --type registry and data.");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void listsAndDeletes() {
    server.answer(API, "{\"credentials\": []}");
    assertThat(run("credential", "list").output()).startsWith("You have no credentials.");
    server.answer(
        API,
        """
        {"credentials": [
          {"cred_name": "images", "cred_type": "REGISTRY", "profile": "nvcr.io"},
          {"cred_name": "wandb", "cred_type": "GENERIC", "profile": null}]}\
        """);
    assertThat(run("credential", "list").output())
        .containsPattern("images +registry +nvcr.io\\n")
        .containsPattern("wandb +generic *\\n");
    server.answer(
        API + "/gone",
        400,
        "{\"message\": \"Credential gone does not exist.\", \"error_code\": \"USER\"}");
    assertThat(run("credential", "delete", "gone").errors())
        .isEqualTo("Credential gone does not exist.\n");
    server.answer(API + "/wandb", "{\"credentials\": []}");
    assertThat(run("credential", "delete", "wandb").output()).isEqualTo("Deleted wandb.\n");
  }
}
