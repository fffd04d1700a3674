package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.RunningApi.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The requests that NVIDIA OSMO's official client makes, and what it needs of the answers. */
class OsmoWireTest {

  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?");
  private static final Pattern LINE =
      Pattern.compile("\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d .*");

  private static final String SPEC =
      """
      default-values:
        word: hello
      workflow:
        name: wire
        tasks:
        - name: say
          image: ubuntu:24.04
          command: [sh, -c]
          args: ["echo {{ word }} $EXTRA; echo oh >&2; echo x > {{output}}/x"]
      """;

  @TempDir static Path home;
  private static RunningApi api;

  @BeforeAll
  static void start() throws Exception {
    api = new RunningApi(home, true);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void version() throws Exception {
    Answer answer = api.send(api.request("GET", "/api/version", "").header("x-osmo-user", "ada"));
    assertThat(answer.json().get("major").asString()).isEqualTo("6");
    assertThat(answer.json().has("minor")).isTrue();
    assertThat(answer.json().has("revision")).isTrue();
  }

  @Test
  void submitWithSettingsDryRunThenForReal() throws Exception {
    Answer dry = submit("?dry_run=True", SPEC, List.of("word=robots"));
    assertThat(dry.json().get("spec").asString()).contains("echo robots").contains("{{output}}");

    Answer real =
        submit(
            "?dry_run=False&priority=LOW&label=team%3Dvision&env_vars=" + encode("EXTRA=a=b"),
            SPEC,
            List.of("word=robots"));
    assertThat(real.status()).isEqualTo(200);
    assertThat(real.type()).startsWith("application/json");
    String id = real.json().get("name").asString();
    assertThat(real.json().get("overview").asString()).contains(id);
    assertThat(real.json().get("warnings").isArray()).isTrue();

    String logs = text("/api/workflow/" + id + "/logs");
    assertThat(logs.lines()).allMatch(line -> LINE.matcher(line).matches());
    assertThat(logs).contains("[say] robots a=b");
    JsonNode query = get("/api/workflow/" + id + "?verbose=False");
    assertThat(query.get("status").asString()).isEqualTo("COMPLETED");
    assertThat(query.get("submitted_by").asString()).isEqualTo("ada");
    assertThat(query.get("submit_time").asString()).matches(TIME);
    assertThat(query.has("overview")).isTrue();
    assertThat(query.get("exec_timeout").isNumber()).isTrue();
    JsonNode task = query.get("groups").get(0).get("tasks").get(0);
    assertThat(task.get("name").asString()).isEqualTo("say");
    assertThat(task.get("status").asString()).isEqualTo("COMPLETED");
    assertThat(task.get("start_time").asString()).matches(TIME);
    assertThat(task.get("retry_id").asInt()).isZero();
    assertThat(task.get("lead").asBoolean()).isTrue();

    assertThat(text("/api/workflow/" + id + "/error_logs?task_name=say&last_n_lines=1"))
        .contains("oh");
    assertThat(
            text("/api/workflow/" + id + "/logs?task_name=say&retry_id=0&last_n_lines=1").lines())
        .hasSize(1);
    assertThat(text("/api/workflow/" + id + "/events").lines())
        .allMatch(line -> LINE.matcher(line).matches());
    assertThat(text("/api/workflow/" + id + "/spec?use_template=False"))
        .startsWith("version: 2")
        .contains("say-group");
    assertThat(text("/api/workflow/" + id + "/spec?use_template=True")).isEqualTo(SPEC);
  }

  @Test
  void validateStoresNothing() throws Exception {
    Answer answer = submit("?validation_only=True", SPEC.replace("wire", "checked"), List.of());

    assertThat(answer.json().get("logs").asString()).isEqualTo("Workflow validation succeeded.");
    assertThat(
            get("/api/workflow?order=DESC&all_pools=True&limit=20&offset=0&name=checked")
                .get("workflows"))
        .isEmpty();
  }

  @Test
  void listAndTasks() throws Exception {
    String id = submit("", SPEC.replace("wire", "listed"), List.of()).json().get("name").asString();
    text("/api/workflow/" + id + "/logs");

    JsonNode list =
        get(
            "/api/workflow?order=DESC&all_pools=True&limit=20&offset=0&name=listed&statuses=COMPLETED");
    assertThat(list.get("more_entries").isBoolean()).isTrue();
    JsonNode row = list.get("workflows").get(0);
    assertThat(row.get("submit_time").asString()).matches(TIME);
    for (String field : List.of("user", "name", "status", "priority", "labels", "overview")) {
      assertThat(row.has(field)).as(field).isTrue();
    }
    JsonNode tasks =
        get(
            "/api/task?limit=20&offset=0&all_users=False&order=ASC&all_pools=True&statuses=COMPLETED"
                + "&workflow_id="
                + id);
    for (String field :
        List.of(
            "user",
            "workflow_id",
            "task_name",
            "status",
            "pool",
            "priority",
            "node",
            "storage",
            "cpu",
            "memory",
            "gpu",
            "start_time")) {
      assertThat(tasks.get("tasks").get(0).has(field)).as(field).isTrue();
    }
    assertThat(get("/api/workflow?users=nobody&all_pools=True").get("workflows")).isEmpty();
  }

  @Test
  void cancelEndsARunningWorkflow() throws Exception {
    String id =
        submit("", SPEC.replace("echo {{ word }}", "echo up; sleep 600"), List.of())
            .json()
            .get("name")
            .asString();
    Answer answer =
        api.asOsmo("POST", "/api/workflow/" + id + "/cancel?force=True&message=enough", "");

    assertThat(answer.json().get("name").asString()).isEqualTo(id);
    text("/api/workflow/" + id + "/logs");
    assertThat(get("/api/workflow/" + id).get("status").asString()).isEqualTo("FAILED_CANCELED");
    assertThat(get("/api/workflow/" + id).get("cancelled_by").asString()).isEqualTo("ada");
  }

  @Test
  void poolsAndResources() throws Exception {
    JsonNode quota = get("/api/pool_quota?all_pools=True");
    JsonNode pool = quota.get("node_sets").get(0).get("pools").get(0);
    assertThat(pool.get("name").asString()).isEqualTo("default");
    for (String field : List.of("description", "status")) {
      assertThat(pool.has(field)).as(field).isTrue();
    }
    List<String> usage =
        List.of(
            "quota_used",
            "quota_free",
            "quota_limit",
            "total_usage",
            "total_capacity",
            "total_free");
    for (String field : usage) {
      assertThat(pool.get("resource_usage").has(field)).as(field).isTrue();
      assertThat(quota.get("resource_sum").has(field)).as(field).isTrue();
    }
    assertThat(get("/api/pool_quota?pools=nowhere&all_pools=False").get("node_sets")).isEmpty();
    JsonNode profile = get("/api/profile/settings");
    assertThat(profile.get("profile").get("pool").asString()).isEqualTo("default");
    assertThat(get("//api/pool").get("pools").has("default")).isTrue();
    assertThat(get("/api/pool").get("node_sets").get(0).get("pools")).hasSize(1);
    JsonNode node = get("/api/resources?pools=default&all_pools=False").get("resources").get(0);
    String platform =
        node.get("exposed_fields").get("pool/platform").get(0).asString().replace("default/", "");
    assertThat(node.get("resource_type").asString()).isEqualTo("SHARED");
    for (String field : List.of("cpu", "memory", "storage", "gpu")) {
      assertThat(node.get("usage_fields").has(field)).as(field).isTrue();
      assertThat(node.get("platform_allocatable_fields").get("default").get(platform).has(field))
          .isTrue();
    }
    String name = node.get("exposed_fields").get("node").asString();
    JsonNode one = get("/api/resources/" + name).get("resources").get(0);
    assertThat(one.get("pool_platform_labels").has("default")).isTrue();
    assertThat(one.get("config_fields").get("default").get(platform).has("host_network")).isTrue();
  }

  @Test
  void emptyAnswersAreJsonToo() throws Exception {
    assertThat(api.asOsmo("POST", "/api/profile/settings", "{\"pool\": \"default\"}").body())
        .isEqualTo("null");
    assertThat(get("/api/tag").get("tags")).isEmpty();
    assertThat(get("/api/credentials").get("credentials")).isEmpty();
    assertThat(get("/api/plugins/configs").has("rsync")).isTrue();
  }

  @Test
  void errorsHaveTheFormThatTheClientShows() throws Exception {
    assertError(400, "DATABASE", "GET", "/api/workflow/nobody-1", "");
    assertError(400, "DATABASE", "GET", "/api/workflow/nobody-1/logs", "");
    assertError(400, "DATABASE", "POST", "/api/workflow/nobody-1/cancel?force=False", "");
    assertError(400, "USER", "GET", "/api/workflow?limit=5000", "");
    assertError(400, "USER", "POST", "/api/pool/nowhere/workflow", body(SPEC, List.of()));
    assertError(
        400, "USAGE", "POST", "/api/pool/default/workflow", body("workflow: {}", List.of()));
    assertError(400, "USAGE", "POST", "/api/pool/default/workflow", "");
    String tooBig = SPEC + "  resources: {default: {cpu: 4096}}\n";
    assertError(400, "RESOURCE", "POST", "/api/pool/default/workflow", body(tooBig, List.of()));
    assertError(404, "USER", "GET", "/api/resources/nobody", "");
  }

  @Test
  void nonsenseIsNeverAServerError() throws Exception {
    for (Route route : api.routes()) {
      String path =
          route.path().replaceAll("\\{[^}]+}", "x%2Fy") + "?limit=-1&priority=%00&order=?&x=%FF";
      for (String body : List.of("", "{", "[]", "{\"file\": 3}", "\0")) {
        Answer answer = api.asOsmo(route.verb().name(), path, body);
        if (answer.status() != 501) { // what there is not says so
          assertThat(answer.status()).as(route + " " + answer.body()).isLessThan(500);
        }
        assertThat(answer.body()).doesNotContain("Exception", "\tat ");
      }
    }
    assertThat(api.asOsmo("GET", "/api/workflow?statuses=NOPE", "").status()).isEqualTo(422);
    assertThat(api.asOsmo("GET", "/api/nothing", "").status()).isEqualTo(404);
    assertThat(api.asOsmo("DELETE", "/api/version", "").status()).isEqualTo(405);
  }

  private static void assertError(int status, String code, String method, String path, String body)
      throws Exception {
    Answer answer = api.asOsmo(method, path, body);
    assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(status);
    assertThat(answer.json().get("error_code").asString()).isEqualTo(code);
    assertThat(answer.json().get("message").asString()).isNotEmpty();
    assertThat(answer.json().has("workflow_id")).isTrue();
  }

  private static Answer submit(String query, String spec, List<String> set) throws Exception {
    return api.asOsmo("POST", "/api/pool/default/workflow" + query, body(spec, set));
  }

  private static String body(String spec, List<String> set) {
    return RunningApi.json(
        Map.of("file", spec, "set_variables", set, "set_string_variables", List.of()));
  }

  private static JsonNode get(String path) throws Exception {
    Answer answer = api.asOsmo("GET", path, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static String text(String path) throws Exception {
    Answer answer = api.asOsmo("GET", path, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.type()).startsWith("text/plain");
    return answer.body();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
