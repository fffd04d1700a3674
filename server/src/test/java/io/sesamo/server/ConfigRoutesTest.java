package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.RunningApi.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The configuration as OSMO's API has it: it is read here, and set elsewhere. */
class ConfigRoutesTest {

  private static final String FLEET =
      """
      operator: {name: Example, headquarters: FR}
      sites:
        - site: eu-west-2
          pools:
            - name: paris
              emulated: true
              platforms: [{name: cpu, cpu: 64, memory: 1Ti, storage: 1Ti, nodes: 4, price: 1}]
      """;

  @TempDir static Path home;
  private static RunningApi api;

  @BeforeAll
  static void start() throws Exception {
    Files.writeString(home.resolve("pool.yaml"), "{tags: [nightly], tasks: 77}");
    api = new RunningApi(home, true);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void whatHasAMeaningHereIsRead() throws Exception {
    assertThat(get("service").get("service_base_url").asString()).startsWith("http://127.0.0.1:");
    JsonNode workflow = get("workflow");
    assertThat(workflow.get("max_num_tasks").asInt()).isEqualTo(77);
    assertThat(workflow.get("max_exec_timeout").asString()).isEqualTo("60d");
    assertThat(workflow.get("workflow_info").get("tags").toString()).isEqualTo("[\"nightly\"]");
    JsonNode roles = get("role");
    assertThat(roles.valueStream().map(role -> role.get("name").asString()))
        .contains("osmo-user", "osmo-admin", "compliance");
    assertThat(get("role/osmo-user").get("policies").get(0).get("actions").toString())
        .contains("workflow:Create")
        .doesNotContain("fleet:Update");
    for (String none :
        List.of("pod_template", "group_template", "resource_validation", "backend_test")) {
      assertThat(get(none)).isEmpty();
      assertThat(call("GET", none + "/x", "").status()).isEqualTo(400);
    }
    assertThat(call("GET", "role/nobody", "").body()).contains("Role nobody not found.");
  }

  @Test
  void fleetsAreTheHistoryOfThePools() throws Exception {
    assertThat(get("pool").get("pools").get("default").get("status").asString())
        .isEqualTo("ONLINE");
    Answer applied = api.as("owner", "PUT", "/api/sesamo/v1/fleet", FLEET);
    assertThat(applied.status()).as(applied.body()).isEqualTo(200);
    try {
      assertThat(get("pool/paris/platform/cpu").get("default_variables")).isEmpty();
      assertThat(get("pool/paris/platform").has("cpu")).isTrue();
      assertThat(get("backend/paris").get("online").asBoolean()).isTrue();
      assertThat(call("GET", "pool/default", "").body()).contains("Pool default not found.");
      api.as("owner", "PUT", "/api/sesamo/v1/fleet", FLEET.replace("nodes: 4", "nodes: 5"));
      JsonNode history = get("history?omit_data=True&config_types=POOL").get("configs");
      assertThat(history).hasSize(2);
      assertThat(history.get(0).get("data").isNull()).isTrue();
      int revision = history.get(1).get("revision").asInt();
      assertThat(get("history?revision=" + revision).get("configs").get(0).get("data").toString())
          .contains("nodes: 5");
      assertThat(get("history?config_types=ROLE").get("configs")).isEmpty();
      JsonNode diff =
          get(
              "diff?config_type=POOL&first_revision=%d&second_revision=%d"
                  .formatted(history.get(0).get("revision").asInt(), revision));
      assertThat(diff.get("first_data").toString()).contains("nodes: 4");
      assertThat(diff.get("second_data").toString()).contains("nodes: 5");
      assertThat(call("GET", "diff?config_type=ROLE", "").status()).isEqualTo(422);
      assertThat(
              call("GET", "diff?config_type=POOL&first_revision=99&second_revision=1", "").body())
          .contains("Revision POOL:99 not found.");
    } finally {
      api.as("owner", "DELETE", "/api/sesamo/v1/fleet", "");
    }
  }

  @Test
  void whoeverWritesWhatIsSetElsewhereIsToldWhere() throws Exception {
    Set<String> setHere = new TreeSet<>();
    for (Route route : api.routes()) {
      if (route.path().startsWith("/api/configs") && route.verb() != Route.Verb.GET) {
        String path = route.path().replaceAll("\\{[^}]+}", "1");
        Answer answer = api.as("owner", route.verb().name(), path, "{}");
        if (answer.status() == 409 || answer.status() == 501) {
          assertThat(answer.json().get("error_code").asString()).isEqualTo("USER");
          assertThat(answer.json().get("message").asString())
              .containsAnyOf("pool.yaml", "fleet", "every revision is kept");
        } else {
          setHere.add(route.verb() + " " + route.path().replace("/api/configs/", ""));
        }
      }
    }
    assertThat(setHere)
        .containsExactly(
            "DELETE role/{name}",
            "PATCH pool/{name}",
            "PATCH workflow",
            "POST history/rollback",
            "POST history/{type}/revision/{revision}/tags",
            "PUT pool",
            "PUT pool/{name}",
            "PUT role",
            "PUT role/{name}",
            "PUT workflow");
  }

  @Test
  void usersDoNotReadIt() throws Exception {
    assertThat(api.asOsmo("GET", "/api/configs/service", "").status()).isEqualTo(403);
  }

  private static Answer call(String method, String path, String body) throws Exception {
    return api.as("owner", method, "/api/configs/" + path, body);
  }

  private static JsonNode get(String path) throws Exception {
    Answer answer = call("GET", path, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }
}
