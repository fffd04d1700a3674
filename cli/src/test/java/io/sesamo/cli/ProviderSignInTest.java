package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command's side of signing in by a provider; one that answers as it should is enough here. */
class ProviderSignInTest {

  private static final Instant LATER = Instant.parse("2026-01-02T13:00:00Z");

  @TempDir Path folder;
  private FakeServer server;
  private Home home;

  @BeforeEach
  void start() {
    server = FakeServer.start();
    home = new Home(folder.resolve("home"));
    server
        .answer("/api/sesamo/v1/me", "{\"user\": \"ada\", \"roles\": [\"osmo-user\"]}")
        .answer("/api/workflow", "{\"workflows\": [], \"more_entries\": false}")
        .answerAnybody(
            "/api/auth/login",
            """
            {"browser_endpoint": "%s/auth", "browser_client_id": "sesamo",
             "token_endpoint": "%s/token", "device_endpoint": "%s/device",
             "device_client_id": "sesamo-device", "scopes": "openid"}
            """
                .formatted(server.url(), server.url(), server.url()))
        .answerAnybody(
            "/device",
            """
            {"device_code": "d", "user_code": "ABCD-EFGH", "verification_uri": "https://id.example",
             "interval": 0, "expires_in": 60}
            """);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String token(String id) {
    String claims = "{\"sub\": \"" + id + "\", \"exp\": " + LATER.getEpochSecond() + "}";
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return "x." + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".y";
  }

  private void gives(String id, String refresh) {
    server
        .accept(token(id))
        .answerAnybody(
            "/token",
            "{\"id_token\": \"%s\", \"refresh_token\": \"%s\"}".formatted(token(id), refresh));
  }

  private CliRun well(String... words) {
    CliRun run = CliRun.of(home, words);
    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    return run;
  }

  @Test
  void aCodeSignsInAndTokensAreRenewedAndKept() throws Exception {
    gives("first", "refresh-1");
    well("context", "add", "team", server.url());
    CliRun login = well("login", "--device");
    assertThat(login.errors()).contains("https://id.example", "ABCD-EFGH");
    assertThat(login.output()).contains("ada");
    well("list");

    Path file = folder.resolve("contexts.yaml");
    String kept = Files.readString(file);
    assertThat(kept).contains("refresh-1");
    assertThat(well("context", "show", "-o", "json").output())
        .contains("identity provider")
        .doesNotContain("refresh-1", token("first"));

    gives("second", "refresh-2");
    Files.writeString(file, kept.replace(LATER.toString(), "2026-01-02T12:00:00Z"));
    well("list");
    assertThat(server.requests)
        .anyMatch(request -> request.startsWith("POST /token") && request.contains("refresh-1"));
    assertThat(Files.readString(file)).contains("refresh-2").doesNotContain("refresh-1");
    well("list");
  }

  @Test
  void whoIsSignedOutIsToldToSignInAgainAndCan() throws Exception {
    gives("first", "refresh-1");
    well("context", "add", "team", server.url());
    well("login", "--device");
    Path file = folder.resolve("contexts.yaml");
    Files.writeString(
        file, Files.readString(file).replace(LATER.toString(), "2026-01-02T12:00:00Z"));
    server.answerAnybody("/token", "{\"error\": \"invalid_grant\"}");
    CliRun out = CliRun.of(home, "list");
    assertThat(out.exitCode()).isEqualTo(4);
    assertThat(out.errors()).contains("sesamo login");

    gives("third", "refresh-3");
    well("login", "--device");
    well("list");
    assertThat(CliRun.of(home, "login", "--device", "--dev", "ada").exitCode()).isEqualTo(2);
  }
}
