package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.RunningApi.Answer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {

  @TempDir static Path home;
  private static RunningApi api;

  @BeforeAll
  static void start() throws Exception {
    api = new RunningApi(home, false);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void everyRouteIsClosedWithoutTheSecret() throws Exception {
    assertThat(api.routes()).hasSizeGreaterThan(20);
    for (Route route : api.routes()) {
      if (BuiltInRole.DEFAULT.may(route.action())) {
        continue;
      }
      String path = route.path().replaceAll("\\{[^}]+}", "x");
      for (String given : new String[] {"", "Bearer wrong", "Basic " + RunningApi.SECRET}) {
        HttpRequest.Builder request =
            api.request(route.verb().name(), path, "").header("x-osmo-user", "ada");
        if (!given.isEmpty()) {
          request.header("Authorization", given);
        }
        assertThat(api.send(request).status()).as(route + " with " + given).isEqualTo(401);
      }
    }
  }

  @Test
  void onlyProbesVersionsDescriptionsAndSigningInAreOpenAndNotToWebPages() throws Exception {
    assertThat(api.routes())
        .filteredOn(route -> BuiltInRole.DEFAULT.may(route.action()))
        .extracting(route -> route.path())
        .containsExactlyInAnyOrder(
            "/health/live",
            "/health/ready",
            "/health",
            "/api/version",
            "/client/version",
            "/api/router/version",
            "/openapi.json",
            "/docs",
            "/docs/page.js",
            "/docs/page.css",
            "/api/auth/login",
            "/api/auth/jwt/access_token");
    for (String path : List.of("/health/live", "/health/ready")) {
      HttpRequest.Builder page =
          api.request("GET", path, "").header("Origin", "https://evil.example");
      assertThat(api.send(api.request("GET", path, "")).status()).isEqualTo(200);
      assertThat(api.send(page).status()).isEqualTo(403);
    }
  }

  @Test
  void theSecretOpens() throws Exception {
    Answer answer = api.send(withSecret(api.request("GET", "/api/profile/settings", "")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("profile").get("username").asString()).isEqualTo("owner");
  }

  @Test
  void webPagesAreKeptOut() throws Exception {
    Answer answer =
        api.send(
            withSecret(api.request("GET", "/api/version", ""))
                .header("Origin", "https://evil.example"));

    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void onlyThisHostIsAnswered() throws Exception {
    URI uri = api.request("GET", "/api/version", "").build().uri();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String request =
          "GET /api/version HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer "
              + RunningApi.SECRET
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(reader.readLine()).contains(" 403 ");
    }
  }

  private static HttpRequest.Builder withSecret(HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + RunningApi.SECRET);
  }
}
