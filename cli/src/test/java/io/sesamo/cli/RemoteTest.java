package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers elsewhere: names for them, signing in, and what commands say when they cannot be had. */
class RemoteTest {

  private static final String ME =
      """
      {"user": "ada", "tenant": "robots", "roles": ["osmo-user"], "version": "0.1.0",
       "token": {"name": "laptop", "expires_at": "2026-03-01T00:00:00.000000"}}
      """;

  @TempDir Path folder;
  private Home home = new Home(Path.of("/"));
  private final FakeServer server = FakeServer.start();

  @BeforeEach
  void open() {
    home = new Home(folder.resolve("home"));
    server
        .answer("/api/sesamo/v1/me", ME)
        .answer("/api/workflow", "{\"workflows\": [], \"more_entries\": false}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private CliRun run(String... words) {
    return CliRun.of(home, words);
  }

  private CliRun well(String... words) {
    CliRun run = run(words);
    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    return run;
  }

  private String tokenFile(String token) throws IOException {
    return Files.writeString(folder.resolve("token"), token + "\n").toString();
  }

  @Test
  void commandsGoToTheCurrentContextOrTheNamedOne() throws IOException {
    well("context", "add", "team", server.url());
    CliRun stranger = run("list");
    assertThat(stranger.exitCode()).isEqualTo(4);
    assertThat(well("login", "--token-file", tokenFile(FakeServer.SECRET)).output())
        .contains("ada", "robots", "osmo-user", "laptop, until 2026-03-01", server.url());
    assertThat(well("list").output()).contains("There are no workflows to show.");
    assertThat(well("whoami", "-o", "json").json().get("context").text()).isEqualTo("team");

    well("context", "use", "local");
    // No server runs here, and none can be started by this test.
    assertThat(run("list").exitCode()).isEqualTo(4);
    well("list", "--context", "team");
    well("--context", "team", "list");
    well("--context=team", "list", "--limit", "3");
    CliRun set = CliRun.of(home, Map.of("PATH", "/bin", "SESAMO_CONTEXT", "team"), "list");
    assertThat(set.exitCode()).as(set.errors()).isZero();
    assertThat(home.folder().resolve("server.json")).doesNotExist();

    CliRun unknown = run("list", "--context", "taem");
    assertThat(unknown.exitCode()).isEqualTo(3);
    assertThat(unknown.errors()).contains("There is no context taem. Did you mean team?");

    well("context", "use", "team");
    well("logout");
    assertThat(run("list").exitCode()).isEqualTo(4);
    well("login", "--dev", "ada");
    well("list");
    assertThat(well("context", "remove", "team").output()).contains("Commands now go to local.");
    assertThat(well("context", "list", "-o", "json").json().get("contexts").items()).hasSize(1);
  }

  @Test
  void aTokenThatOpensNothingIsNotKept() throws IOException {
    well("context", "add", "team", server.url());
    CliRun wrong = run("login", "--token-file", tokenFile("another-token"));
    assertThat(wrong.exitCode()).isEqualTo(4);
    assertThat(well("context", "show").output()).contains("not signed in");
    assertThat(run("login", "--token-file", folder + "/none").exitCode()).isEqualTo(2);
    assertThat(run("login", "--token-file", tokenFile("")).exitCode()).isEqualTo(2);
    assertThat(run("login", "--dev", "ada", "--token-file", "x").exitCode()).isEqualTo(2);
    assertThat(run("login", "--context", "local").errors()).contains("context add NAME URL");
  }

  @Test
  void nobodyElseReadsTheFileAndNoAnswerShowsTheToken() throws IOException {
    well("context", "add", "team", server.url(), "--token-file", tokenFile(FakeServer.SECRET));
    Path file = folder.resolve("contexts.yaml");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(file).content().contains("current: team", FakeServer.SECRET);
    for (String output : new String[] {"table", "json", "yaml"}) {
      for (String command : new String[] {"context list", "context show", "whoami"}) {
        String shown = well((command + " -o " + output).split(" ", -1)).output();
        assertThat(shown).contains("team").doesNotContain(FakeServer.SECRET);
      }
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    CliRun open = run("list");
    assertThat(open.exitCode()).isEqualTo(4);
    assertThat(open.errors()).contains("Others can read " + file, "chmod 600");
    assertThat(run("version").exitCode()).isZero();
    assertThat(run("list", "--context", "local").errors()).doesNotContain("chmod");
  }

  @Test
  void wrongContextsAreAnsweredInPlainWords() throws IOException {
    for (String[] wrong :
        new String[][] {
          {"team", "ftp://example.org", "is not a server's address"},
          {"team", "https://ada:secret@example.org", "is not a server's address"},
          {"team", "http://example.org", "would send your token in clear"},
          {"local", "https://example.org", "The context local is always there"},
          {"a b", "https://example.org", "A context's name has letters"},
        }) {
      CliRun run = run("context", "add", wrong[0], wrong[1]);
      assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
      assertThat(run.errors()).contains(wrong[2]);
    }
    CliRun authority =
        run("context", "add", "a", "https://a.org", "--ca", tokenFile("no certificate"));
    assertThat(authority.exitCode()).isEqualTo(2);
    assertThat(authority.errors()).contains("holds no certificate");
    Path file = folder.resolve("contexts.yaml");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "contexts: [a]\n");
    CliRun list = run("list");
    assertThat(list.exitCode()).isEqualTo(2);
    assertThat(list.errors()).contains(file + ":1:11: must be a map");
  }

  @Test
  void whatOnlyTheServersMachineCanDoIsSaid() {
    well("context", "add", "team", server.url());
    for (String command : new String[] {"start", "stop"}) {
      CliRun run = run("server", command);
      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.errors()).contains("on its own machine", "team", "--context local");
    }
    well("login", "--dev", "ada");
    server.answer("/api/sesamo/v1/server", "{\"version\": \"9.9\", \"busy\": true}");
    assertThat(well("server", "status").output()).contains(server.url(), "9.9, workflows run");
  }

  /** The codes that scripts go by. */
  @Test
  void theExitCodeTellsWhy() throws IOException {
    well("context", "add", "team", server.url());
    well("login", "--dev", "ada");
    assertThat(run("list", "--limit", "many").exitCode()).isEqualTo(2);
    for (Object[] answer :
        new Object[][] {
          {400, "USAGE", "The spec is wrong.", 2},
          {422, "", "query.limit", 2},
          {404, "USER", "No.", 3},
          {400, "DATABASE", "Workflow w-1 is not found.", 3},
          {400, "USER", "Pool p not found.", 3},
          {400, "USER", "App a does not exist.", 3},
          {401, "USER", "Sign in first.", 4},
          {403, "USER", "You may not.", 4},
          {409, "USER", "It is in use.", 4},
          {400, "USER", "This server sends no notifications.", 4},
          {400, "RESOURCE", "It does not fit.", 4},
          {501, "USER", "Not here.", 4},
          {500, "", "Internal server error.", 4},
          {429, "USER", "Too many.", 75},
          {503, "USER", "The database is away.", 75},
        }) {
      server.answer(
          "/api/workflow",
          (int) answer[0],
          "{\"message\": \"%s\", \"error_code\": \"%s\"}".formatted(answer[2], answer[1]));
      CliRun run = run("list");
      assertThat(run.exitCode()).as("%s %s %s", answer).isEqualTo(answer[3]);
      assertThat(run.errors()).contains((String) answer[2]);
      assertThat(run("list", "-o", "json").json().get("error").get("exitCode").number())
          .isEqualTo((int) answer[3]);
    }
    server.close();
    CliRun away = run("list");
    assertThat(away.exitCode()).isEqualTo(75);
    assertThat(away.errors()).contains("The server team", "takes no connections now");
    Path spec =
        Files.writeString(
            folder.resolve("w.yaml"),
            "workflow: {name: w, tasks: [{name: a, image: i, command: [x]}]}");
    assertThat(run("submit", spec.toString()).exitCode()).isEqualTo(75);
  }

  @Test
  void aCertificateIsBelievedOnlyFromAKnownAuthority() throws Exception {
    Path store = folder.resolve("server.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext certificate = SSLContext.getInstance("TLS");
    certificate.init(managers.getKeyManagers(), null, null);
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getCertificate("server").getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    Path authority = Files.writeString(folder.resolve("ca.pem"), pem);
    try (FakeServer secure = FakeServer.startSecure(certificate)) {
      secure.answer("/api/workflow", "{\"workflows\": []}");
      String token = tokenFile(FakeServer.SECRET);
      well("context", "add", "lab", secure.url(), "--token-file", token);
      CliRun unbelieved = run("list");
      assertThat(unbelieved.exitCode()).isEqualTo(4);
      assertThat(unbelieved.errors()).contains("certificate that is believed", "--ca FILE");
      assertThat(secure.requests).isEmpty();
      well(
          "context",
          "add",
          "lab",
          secure.url(),
          "--token-file",
          token,
          "--ca",
          authority.toString());
      well("list");
    }
  }
}
