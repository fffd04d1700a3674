package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.RunningApi.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What a task has stored, fetched by those who are elsewhere; and who the server takes them for.
 */
class OutputRoutesTest {

  @TempDir static Path home;
  private static RunningApi api;
  private static String root;

  @BeforeAll
  static void start() throws Exception {
    api = new RunningApi(home, false);
    api.setTenant("rob", "robots");
    api.setTenant("carl", "cars");
    String spec =
        """
        workflow:
          name: w
          tasks:
          - name: a
            image: ubuntu:24.04
            command: [sh, -c, "mkdir {{output}}/d && echo hello > {{output}}/d/x && echo z > {{output}}/z"]
          - {name: b, image: "ubuntu:24.04", command: ["true"]}
        """;
    Answer submitted =
        api.as("rob", "POST", "/api/pool/any/workflow", RunningApi.json(Map.of("file", spec)));
    assertThat(submitted.status()).as(submitted.body()).isEqualTo(200);
    root = "/api/sesamo/v1/workflow/" + submitted.json().get("name").asString();
    while (!get(root).json().get("status").asString().equals("COMPLETED")) {
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static Answer get(String path) throws Exception {
    return api.as("rob", "GET", path, "");
  }

  @Test
  void filesAreListedByPageAndSentByTheirContent() throws Exception {
    JsonNode all = get(root + "/outputs/a").json();
    assertThat(all.get("files").valueStream().map(file -> file.get("path").asString()))
        .containsExactly("d/x", "z");
    assertThat(all.get("more_entries").asBoolean()).isFalse();
    JsonNode first = get(root + "/outputs/a?limit=1").json();
    assertThat(first.get("files")).hasSize(1);
    assertThat(first.get("more_entries").asBoolean()).isTrue();
    assertThat(get(root + "/outputs/a?limit=1&offset=1").json().get("files").get(0).get("size"))
        .hasToString("2");

    String hash = sha256("hello\n");
    assertThat(all.get("files").get(0).get("sha256").asString()).isEqualTo(hash);
    Answer file = get(root + "/outputs/a/" + hash);
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.type()).isEqualTo("application/octet-stream");
    assertThat(file.body()).isEqualTo("hello\n");
  }

  private static String sha256(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void nothingElseIsSent() throws Exception {
    for (String path :
        new String[] {
          "/outputs/c",
          "/outputs/a/" + sha256("something else"),
          "/outputs/b/" + sha256("hello\n"),
          "/outputs/a/..%2f..%2f..%2fserver%2fsecret",
          "/outputs/..%2f..",
        }) {
      Answer answer = get(root + path);
      assertThat(answer.status()).as(path + " " + answer.body()).isBetween(400, 404);
      assertThat(answer.body()).as(path).doesNotContain(home.toString());
    }
    assertThat(api.as("carl", "GET", root + "/outputs/a", "").status()).isEqualTo(400);
    assertThat(get(root + "/outputs/a?limit=1000000").status()).isEqualTo(422);
  }

  @Test
  void whoeverShowsATokenIsToldNoPathsAndWhoHeIs() throws Exception {
    Answer token = api.as("rob", "POST", "/api/auth/access_token/t?expires_at=" + tomorrow(), "");
    String bearer = "Bearer " + token.json().asString();
    Answer outputs =
        api.send(api.request("GET", root + "/outputs", "").header("Authorization", bearer));
    assertThat(outputs.status()).isEqualTo(200);
    assertThat(outputs.json().get("tasks").get(0).get("path").isNull()).isTrue();
    assertThat(get(root + "/outputs").json().get("tasks").get(0).get("path").asString())
        .startsWith(home.toString());

    JsonNode me =
        api.send(api.request("GET", "/api/sesamo/v1/me", "").header("Authorization", bearer))
            .json();
    assertThat(me.get("user").asString()).isEqualTo("rob");
    assertThat(me.get("tenant").asString()).isEqualTo("robots");
    assertThat(me.get("roles")).hasToString("[\"osmo-user\"]");
    assertThat(me.get("token").get("name").asString()).isEqualTo("t");
    assertThat(get("/api/sesamo/v1/me").json().get("token").isNull()).isTrue();
  }

  private static String tomorrow() {
    return java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(1).toString();
  }
}
