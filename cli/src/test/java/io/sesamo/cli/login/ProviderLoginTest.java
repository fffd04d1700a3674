package io.sesamo.cli.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.background.RunningServer;
import io.sesamo.cli.background.ServerLink;
import io.sesamo.cli.background.ServerProgram;
import io.sesamo.cli.client.Http;
import io.sesamo.cli.client.Identity;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.CliException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing in to a real server by a real provider, with a real browser. {@code ./check} installs
 * what that takes; without it the test is skipped.
 */
@Timeout(240)
class ProviderLoginTest {

  private static final Path TOOLS = Path.of("target", "oidc").toAbsolutePath();

  @TempDir static Path home;
  private static Process provider;
  private static ServerLink link;
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Files.isDirectory(TOOLS.resolve("node_modules/oidc-provider")),
        "No provider is in " + TOOLS + "; with node and npm, ./check installs it there.");
    int port = freePort();
    provider =
        new ProcessBuilder("node", "provider.mjs", String.valueOf(port))
            .directory(TOOLS.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = provider.inputReader(StandardCharsets.UTF_8);
    assertThat(said.readLine()).startsWith("ready");
    Files.writeString(
        home.resolve("oidc.yaml"),
        """
        issuer: http://127.0.0.1:%d
        browserClient: sesamo
        rolesClaim: groups
        roles: {"*": osmo-user, operators: operator}
        """
            .formatted(port));
    link =
        new ServerLink(
            new Home(home),
            ServerProgram.ofThisBuild(Map.of()),
            "test",
            Duration.ofSeconds(90),
            remark -> {});
    server = link.start(List.of());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      link.stop(server);
    }
    if (provider != null) {
      provider.destroy();
    }
  }

  private static ProviderLogin login() throws IOException {
    Http asNobody = new Http(server.url(), Identity.nobody(), Optional.empty());
    return new ProviderLogin(LoginInfo.of(asNobody), Optional.empty(), InstantSource.system());
  }

  private static Json whoAmI(Tokens tokens) throws IOException {
    return new Http(server.url(), tokens.idToken()).get("/api/sesamo/v1/me");
  }

  @Test
  void withABrowser() throws Exception {
    String chromium = chromium();
    CompletableFuture<String> page = new CompletableFuture<>();
    Tokens tokens =
        login()
            .withBrowser(url ->
                Thread.ofVirtual().start(() -> page.complete(browse(chromium, url, "olga"))));

    assertThat(whoAmI(tokens).get("user").text()).isEqualTo("olga");
    assertThat(whoAmI(tokens).get("roles").texts()).containsExactly("operator", "osmo-user");
    assertThat(page.get()).contains("You are signed in.");

    Tokens renewed = ProviderLogin.renew(tokens, Optional.empty());
    assertThat(whoAmI(renewed).get("user").text()).isEqualTo("olga");
    assertThat(renewed.stale(Instant.now())).isFalse();
    assertThat(renewed.toString()).doesNotContain(renewed.idToken());
  }

  @Test
  void withACodeForAnotherDevice() throws Exception {
    String chromium = chromium();
    CompletableFuture<String> page = new CompletableFuture<>();
    Tokens tokens =
        login()
            .withDevice(code -> {
              assertThat(code.code()).matches("[A-Z0-9]{4}-[A-Z0-9]{4}");
              String url = code.complete().orElseThrow();
              Thread.ofVirtual().start(() -> page.complete(browse(chromium, url, "ada")));
            });

    assertThat(whoAmI(tokens).get("user").text()).isEqualTo("ada");
    assertThat(whoAmI(tokens).get("roles").texts()).containsExactly("osmo-user");
    assertThat(page.get()).contains("Success");
    assertThat(ProviderLogin.renew(tokens, Optional.empty()).idToken()).isNotEmpty();
  }

  @Test
  void anAnswerOfAnotherAttemptIsNotTaken() throws Exception {
    CompletableFuture<Integer> stranger = new CompletableFuture<>();
    assertThatThrownBy(() ->
            login()
                .withBrowser(url -> {
                  String back = parameter(url, "redirect_uri");
                  Thread.ofVirtual()
                      .start(() -> {
                        stranger.complete(status(back + "?code=stolen&state=other"));
                        status(back + "?error=access_denied&state=" + parameter(url, "state"));
                      });
                }))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("The identity provider refuses: access_denied");
    assertThat(stranger.get()).isEqualTo(404);
  }

  @Test
  void aForgottenRefreshTokenMeansSigningInAgain() throws Exception {
    LoginInfo info = login().info();
    Tokens old = new Tokens("x.y.z", Optional.of("unknown"), Instant.EPOCH, info.token(), "sesamo");

    assertThat(old.stale(Instant.now())).isTrue();
    assertThatThrownBy(() -> ProviderLogin.renew(old, Optional.empty()))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("sesamo login");
  }

  private static String parameter(String url, String name) {
    return Stream.of(URI.create(url).getQuery().split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 1);
  }

  private static int status(String url) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String chromium() {
    Optional<Path> found =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "No Chromium is installed; on Debian: apt install chromium");
    return found.orElseThrow().toString();
  }

  /** Signs in on a page, and says what the last one shows. */
  private static String browse(String chromium, String url, String name) {
    try {
      Process browser =
          new ProcessBuilder("node", "browser.mjs", chromium, url, name)
              .directory(TOOLS.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      browser.waitFor();
      return said;
    } catch (IOException | InterruptedException e) {
      return e.toString();
    }
  }
}
