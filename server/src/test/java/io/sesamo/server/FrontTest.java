package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.network.Front;
import io.sesamo.server.network.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server that stands in a network: TLS, names, origins, limits, and what answers carry. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FrontTest {

  private static final String TOKENS = "/api/auth/user/ada/access_token/";

  @TempDir static Path folder;
  private static TestCertificate certificate;
  private static RunningApi api;
  private static URI url;
  private static HttpClient client;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.make(folder, "EC");
    int port = FreePort.choose(0);
    url = URI.create("https://localhost:" + port);
    Front front = new Front("127.0.0.1", port, url, Optional.of(certificate.files()));
    Instant noTimePasses = Instant.now();
    api =
        new RunningApi(
            folder.resolve("home"), false, Optional.of(front), Limits.of(5, () -> noTimePasses));
    client = HttpClient.newBuilder().sslContext(certificate.trust()).build();
    api.as("owner", "POST", "/api/auth/user", RunningApi.json(java.util.Map.of("id", "ada")));
    token = tokenOf("ada");
  }

  private static String tokenOf(String user) throws Exception {
    api.as("owner", "POST", "/api/auth/user", RunningApi.json(java.util.Map.of("id", user)));
    String path =
        TOKENS.replace("ada", user) + "t?expires_at=" + Instant.now().plusSeconds(172_800);
    return api.as("owner", "POST", path.replaceAll("T[^?]*$", ""), "").json().asString();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void bothVersionsOfHttpAreSpokenOverTls() throws Exception {
    for (Version version : Version.values()) {
      if (version.name().equals("HTTP_3")) {
        continue;
      }
      HttpResponse<String> answer =
          client.send(
              get("/api/profile/settings").version(version).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(version);
      assertThat(RunningApi.read(answer.body()).path("profile").path("username").asString())
          .isEqualTo("ada");
    }
  }

  @Test
  void theHomesSecretOpensOnThisMachineOnly() throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(url.resolve("/api/profile/settings"))
                .header("Authorization", "Bearer " + RunningApi.SECRET)
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(api.asOwner("/api/profile/settings").status()).isEqualTo(200);
  }

  @Test
  void itIsCalledByItsNameOnly() throws Exception {
    assertThat(raw("GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403")
        .contains("another name");
    assertThat(raw("GET /health HTTP/1.1\r\nHost: LOCALHOST:1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void pagesOfItsOwnOriginMayAskAndOthersMayNot() throws Exception {
    String user = tokenOf("page");
    for (String[] each :
        new String[][] {
          {url.toString(), "200"},
          {"https://localhost", "403"},
          {url.toString().replace("https", "http"), "403"},
          {"https://evil.example", "403"},
          {"null", "403"},
          {"%%", "403"}
        }) {
      HttpRequest request = get("/health", user).header("Origin", each[0]).build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
          .as(each[0])
          .isEqualTo(Integer.parseInt(each[1]));
    }
  }

  @Test
  void aPageOfAnotherSiteMayLinkHereAndNoMore() throws Exception {
    HttpRequest.Builder page = get("/health").header("Sec-Fetch-Site", "cross-site");
    assertThat(client.send(page.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    HttpRequest link =
        page.header("Sec-Fetch-Mode", "navigate").header("Sec-Fetch-Dest", "document").build();
    assertThat(client.send(link, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeAgainAndNobodyElseIs() throws Exception {
    String flooding = tokenOf("flood");
    HttpRequest request = get("/api/profile/settings", flooding).build();
    for (int i = 0; i < 10; i++) {
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
    HttpResponse<String> refused = client.send(request, BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(RunningApi.read(refused.body()).path("message").asString())
        .isEqualTo("flood asks too often. Try again in 1 s.");
    assertThat(client.send(get("/api/version", tokenOf("other")).build(), BodyHandlers.ofString()))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);
    for (int i = 0; i < 20; i++) {
      assertThat(api.as("flood", "GET", "/api/profile/settings", "").status()).isEqualTo(200);
    }
  }

  /** Last, since no time passes: whoever fails later from this address is slowed too. */
  @Test
  @Order(Integer.MAX_VALUE)
  void failingToSignInIsSlowedAndARightTokenStillOpens() throws Exception {
    String right = tokenOf("right");
    HttpRequest wrong = get("/api/profile/settings", "wrong").build();
    int status = 401;
    for (int i = 0; i < 30 && status == 401; i++) {
      status = client.send(wrong, BodyHandlers.ofString()).statusCode();
    }
    assertThat(status).isEqualTo(429);
    HttpRequest login =
        HttpRequest.newBuilder(url.resolve("/api/auth/jwt/access_token"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"token\": \"wrong\"}"))
            .build();
    assertThat(client.send(login, BodyHandlers.ofString()).statusCode()).isEqualTo(429);
    assertThat(
            client
                .send(get("/api/profile/settings", right).build(), BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void everyAnswerHasAnIdAndIsNotForFramesOrCaches() throws Exception {
    for (String path : List.of("/health", "/nowhere", "/api/profile/settings")) {
      HttpRequest given = get(path, "none").header("X-Request-Id", "mine-1").build();
      HttpRequest insane = get(path, "none").header("X-Request-Id", "a b\tc").build();
      HttpResponse<String> answer = client.send(given, BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("X-Request-Id")).contains("mine-1");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("frame-ancestors 'none'");
      assertThat(answer.headers().map()).doesNotContainKey("server");
      assertThat(client.send(insane, BodyHandlers.ofString()).headers().firstValue("X-Request-Id"))
          .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f]{16}"));
    }
  }

  @Test
  void whatIsNoHttpIsAnsweredPlainly() throws Exception {
    String headers = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    String end = headers + "\r\n";
    String post = "POST /api/auth/jwt/access_token" + headers;
    for (String request :
        List.of(
            "NONSENSE\r\n\r\n",
            "GET /api/version HTTP/9.9\r\n\r\n",
            "GET /%zz" + end,
            "GET /a%2f..%2fb" + end,
            "GET /a\0b" + end,
            "BREW /api/version" + end,
            "TRACE /api/version" + end,
            "DELETE /api/version" + end,
            "GET /" + "x".repeat(20_000) + end,
            post + "Content-Length: -1\r\n\r\n",
            post + "Content-Length: 99999999\r\n\r\n")) {
      String answer = raw(request);
      assertThat(answer)
          .as(request.lines().findFirst().orElse(""))
          .matches("(?s)HTTP/1.1 (4..|505) .*");
      assertThat(answer)
          .doesNotContainIgnoringCase("jetty")
          .doesNotContain("Exception", "\tat ", "<html", "Servlet", "javalin");
    }
  }

  @Test
  void whoChangedWhatIsNoted() throws Exception {
    String user = tokenOf("writer");
    HttpRequest.Builder set =
        HttpRequest.newBuilder(url.resolve("/api/profile/settings?secret=no"))
            .header("Authorization", "Bearer " + user)
            .header("X-Request-Id", "write-1")
            .POST(HttpRequest.BodyPublishers.ofString("{\"pool\": \"default\"}"));
    HttpRequest forbidden =
        HttpRequest.newBuilder(url.resolve("/api/auth/user/ada"))
            .header("Authorization", "Bearer " + user)
            .DELETE()
            .build();
    client.send(set.build(), BodyHandlers.ofString());
    client.send(forbidden, BodyHandlers.ofString());
    client.send(get("/api/profile/settings", user).build(), BodyHandlers.ofString());

    JsonNode writes = api.asOwner("/api/sesamo/v1/writes?user=writer").json().path("writes");
    assertThat(writes.size()).isEqualTo(2);
    assertThat(writes.get(0).path("method").asString()).isEqualTo("DELETE");
    assertThat(writes.get(0).path("status").asInt()).isEqualTo(403);
    assertThat(writes.get(1).path("path").asString()).isEqualTo("/api/profile/settings");
    assertThat(writes.get(1).path("status").asInt()).isEqualTo(200);
    assertThat(writes.get(1).path("request").asString()).isEqualTo("write-1");
    assertThat(api.asOwner("/api/sesamo/v1/writes?limit=0").status()).isEqualTo(422);
    assertThat(api.as("ada", "GET", "/api/sesamo/v1/writes", "").status()).isEqualTo(403);
  }

  @Test
  void othersAreNotToldOfTheHome() throws Exception {
    HttpResponse<String> answer =
        client.send(
            get("/api/sesamo/v1/server", tokenOf("guest")).build(), BodyHandlers.ofString());

    assertThat(answer.body()).doesNotContain(folder.toString()).doesNotContain("pid");
    assertThat(RunningApi.read(answer.body()).path("url").asString()).isEqualTo(url.toString());
    assertThat(api.asOwner("/api/sesamo/v1/server").json().path("home").asString())
        .contains(folder.toString());
  }

  private static HttpRequest.Builder get(String path) {
    return get(path, token);
  }

  private static HttpRequest.Builder get(String path, String bearer) {
    return HttpRequest.newBuilder(url.resolve(path)).header("Authorization", "Bearer " + bearer);
  }

  private static String raw(String request) throws Exception {
    try (Socket socket =
        certificate.trust().getSocketFactory().createSocket("localhost", url.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return allOf(socket.getInputStream());
    }
  }

  private static String allOf(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] some = new byte[4096];
    try {
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        text.append(new String(some, 0, count, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException closedHard) {
      // what has come has come
    }
    return text.toString();
  }
}
