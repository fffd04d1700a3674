package io.sesamo.server;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.RunningApi.Answer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What administrators set in the form of OSMO's configuration, by requests to a server. */
class ConfigWritesTest {

  private static final String SPEC =
      """
      workflow:
        name: small
        tasks:
        - {name: a, image: "ubuntu:24.04", command: ["true"]}
        - {name: b, image: "ubuntu:24.04", command: ["true"]}
      """;

  private static final String FLEET =
      """
      operator: {name: Example, headquarters: FR}
      sites:
        - site: eu-west-2
          pools:
            - name: default
            - name: paris
              emulated: true
              platforms: [{name: cpu, cpu: 64, memory: 1Ti, storage: 1Ti, nodes: 4, price: 1}]
      """;

  private static final String PILOT =
      """
      {"name": "pilot", "description": "flies", "policies": [
        {"actions": ["workflow:*"], "resources": ["pool/default"]},
        {"actions": [{"action": "*:Read"}]},
        {"effect": "Deny", "actions": ["workflow:Cancel"], "resources": ["*"]}]}
      """;

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
  void roleOfAnAdministratorsOwnGivesWhatItsPoliciesSayAndNoMore() throws Exception {
    set("role/pilot", PILOT, "for the demo");
    api.as("owner", "POST", "/api/auth/user", "{\"id\": \"paul\", \"roles\": [\"pilot\"]}");
    assertThat(submit("paul", "default").status()).isEqualTo(200);
    assertThat(submit("paul", "elsewhere").body())
        .contains("paul may not do this to pool/elsewhere");
    assertThat(submit("paul", "any").status()).isEqualTo(403);
    String id = submit("paul", "default").json().get("name").asString();
    assertThat(api.as("paul", "GET", "/api/workflow/" + id, "").status()).isEqualTo(200);
    assertThat(api.as("paul", "POST", "/api/workflow/" + id + "/cancel", "").body())
        .contains("it takes the right workflow:Cancel there, and paul has pilot");
    assertThat(api.as("paul", "GET", "/api/sesamo/v1/fleet", "").status()).isEqualTo(404);
    assertThat(api.as("paul", "DELETE", "/api/sesamo/v1/fleet", "").status()).isEqualTo(403);
    assertThat(api.as("paul", "PUT", "/api/configs/role/pilot", put(PILOT)).status())
        .isEqualTo(403);

    assertThat(call("DELETE", "role/pilot", "").body())
        .contains("Role pilot is that of paul. Take it from them first");
    api.as("owner", "DELETE", "/api/auth/user/paul/roles/pilot", "");
    assertThat(call("DELETE", "role/pilot", "").status()).isEqualTo(200);
    assertThat(call("DELETE", "role/pilot", "").body()).contains("Role pilot not found.");
    assertThat(call("GET", "role/pilot", "").status()).isEqualTo(400);
  }

  @Test
  void rolesStayWhenTheServerStartsAgainAndAreSetAsTheyWere() throws Exception {
    set("role/again", PILOT.replace("pilot", "again"), "first");
    set("role/again", PILOT.replace("pilot", "again").replace("flies", "walks"), "second");
    api.close();
    api = new RunningApi(home, false);
    assertThat(get("role/again").get("description").asString()).isEqualTo("walks");
    List<JsonNode> revisions =
        get("history?config_types=ROLE&name=again&order=DESC")
            .get("configs")
            .valueStream()
            .toList();
    assertThat(revisions.getFirst().get("description").asString()).isEqualTo("second");
    int first = revisions.get(1).get("revision").asInt();
    String tagged = "history/role/revision/" + first + "/tags";
    assertThat(call("POST", tagged, "{\"set_tags\": [\"good\"]}").status()).isEqualTo(200);
    assertThat(get("history?tags=good").get("configs")).hasSize(1);
    assertThat(
            get("diff?config_type=ROLE&first_revision=%d&second_revision=%d"
                    .formatted(first, first + 1))
                .toString())
        .contains("flies", "walks");
    Answer back =
        call(
            "POST", "history/rollback", "{\"config_type\": \"ROLE\", \"revision\": " + first + "}");
    assertThat(back.status()).as(back.body()).isEqualTo(200);
    assertThat(get("role/again").get("description").asString()).isEqualTo("flies");
    call("DELETE", "role/again", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'name': 'a b', 'policies': []} | name",
        "{'name': 'x', 'policies': []} | it has 1 to 100 policies",
        "{'name': 'x', 'policies': [{'actions': []}]} | a policy has actions",
        "{'name': 'x', 'policies': [{'actions': ['workflow:Fly']}]} | no right workflow:Fly",
        "{'name': 'x', 'policies': [{'actions': ['law:Decide']}]} | only the role compliance",
        "{'name': 'x', 'policies': [{'actions': ['*'], 'resources': ['moon']}]} | and not moon",
        "{'name': 'osmo-user', 'policies': [{'actions': ['*']}]} | every server has is fixed",
        "{'name': 'x', 'policies': [{'actions': ['*']}], 'external_roles': ['g']} | oidc.yaml",
        "{'name': 'x', 'policies': [{'actions': ['*'], 'effect': 'Perhaps'}]} | effect"
      })
  void wrongRoleIsRefusedWholeAndSaysWhy(String role, String words) throws Exception {
    String before = get("role").toString();
    String json = role.replace('\'', '"');
    Answer one = call("PUT", "role", "{\"configs\": [" + json + "]}");
    assertThat(one.status()).as(one.body()).isBetween(400, 422);
    assertThat(one.body()).contains(words);
    assertThat(get("role").toString()).isEqualTo(before);
  }

  @Test
  void allRolesAreSentBackAsTheyWereRead() throws Exception {
    Answer answer = call("PUT", "role", put(get("role").toString()));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void noPatternLetsAnybodyDecideForTheLaw() throws Exception {
    set(
        "role/all",
        "{\"name\": \"all\", \"policies\": [{\"actions\": [\"*\", \"law:*\"],"
            + " \"resources\": [\"*\"]}]}",
        "");
    api.as("owner", "POST", "/api/auth/user", "{\"id\": \"rex\", \"roles\": [\"all\"]}");
    for (Route route : api.routes()) {
      if (route.action() == Action.LAW_DECIDE) {
        String path = route.path().replaceAll("\\{[^}]+}", "1");
        assertThat(api.as("rex", route.verb().name(), path, "{}").status()).isEqualTo(403);
      }
    }
    api.as("owner", "DELETE", "/api/auth/user/rex", "");
    call("DELETE", "role/all", "");
  }

  @Test
  void whatHoldsForWorkflowsHoldsAtOnce() throws Exception {
    Answer set =
        call(
            "PATCH",
            "workflow",
            "{\"configs_dict\": {\"max_num_tasks\": 1, \"workflow_info\": {\"tags\": [\"day\"]}}}");
    assertThat(set.status()).as(set.body()).isEqualTo(200);
    assertThat(submit("owner", "default").body()).contains("at most 1 are allowed");
    assertThat(api.as("owner", "GET", "/api/tag", "").body()).contains("day");
    for (String wrong : List.of("0", "1000000", "\"2\"", "1.5")) {
      assertThat(
              call("PATCH", "workflow", "{\"configs_dict\": {\"max_num_tasks\": " + wrong + "}}")
                  .status())
          .as(wrong)
          .isEqualTo(422);
    }
    assertThat(
            call("PATCH", "workflow", "{\"configs_dict\": {\"max_exec_timeout\": \"1h\"}}").body())
        .contains("the max_exec_timeout of workflow would change");
    ObjectNode read = (ObjectNode) get("workflow");
    assertThat(call("PUT", "workflow", put(read.put("max_num_tasks", 2).toString())).status())
        .isEqualTo(200);
    assertThat(get("workflow").get("workflow_info").get("tags").toString()).contains("day");
    assertThat(submit("owner", "default").status()).isEqualTo(200);
    assertThat(call("PUT", "workflow", put("{}")).status()).isEqualTo(200);
    assertThat(get("workflow").get("max_num_tasks").asInt()).isGreaterThan(2);
    assertThat(get("workflow").get("workflow_info").get("tags")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH | workflow | {'configs_dict': {'workflow_info': 5}}",
        "PATCH | workflow | {'configs_dict': {'workflow_info': {'tags': 'day'}}}",
        "PATCH | workflow | {'configs_dict': {'workflow_info': {'tags': [5]}}}",
        "PUT | workflow | {'configs': []}",
        "PUT | pool | {'configs': {'default': 5}}",
        "PUT | pool | {'configs': {'default': {'enable_maintenance': 'yes'}}}",
        "PATCH | pool/default | {'configs_dict': {'enable_maintenance': 1}}",
        "POST | history/role/revision/x/tags | {}",
        "POST | history/rollback | {'config_type': 'ROLE', 'revision': 'x'}"
      })
  void bodyOfAnotherShapeIsRefused(String method, String path, String body) throws Exception {
    Answer answer = call(method, path, body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
  }

  @Test
  void tokenWithSomeOfHisRolesFreesNobodyOfWhatTheOthersForbid() throws Exception {
    set(
        "role/calm",
        "{\"policies\": [{\"effect\": \"Deny\", \"actions\": [\"workflow:Create\"],"
            + " \"resources\": [\"*\"]}]}",
        "");
    api.as(
        "owner",
        "POST",
        "/api/auth/user",
        "{\"id\": \"tom\", \"roles\": [\"osmo-user\", \"calm\"]}");
    assertThat(submit("tom", "default").status()).isEqualTo(403);
    Answer made =
        api.as(
            "tom",
            "POST",
            "/api/auth/access_token/t?roles=osmo-user&expires_at=" + LocalDate.now(UTC).plusDays(7),
            "");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    Answer submitted =
        api.send(
            api.request("POST", "/api/pool/default/workflow", RunningApi.json(Map.of("file", SPEC)))
                .header("Authorization", "Bearer " + RunningApi.read(made.body()).asString()));
    assertThat(submitted.status()).as(submitted.body()).isEqualTo(403);
    api.as("owner", "DELETE", "/api/auth/user/tom", "");
    call("DELETE", "role/calm", "");
  }

  @Test
  void poolGoesIntoMaintenanceAndOutOfIt() throws Exception {
    Answer applied = api.as("owner", "PUT", "/api/sesamo/v1/fleet", FLEET);
    assertThat(applied.status()).as(applied.body()).isEqualTo(200);
    try {
      maintain("paris", true);
      assertThat(get("pool/paris").get("status").asString()).isEqualTo("MAINTENANCE");
      assertThat(api.as("owner", "GET", "/api/sesamo/v1/fleet", "").body()).contains("new cables");
      maintain("paris", true);
      ObjectNode read = (ObjectNode) get("pool/paris");
      Answer other =
          call("PUT", "pool/paris", put(read.deepCopy().put("description", "x").toString()));
      assertThat(other.status()).isEqualTo(409);
      assertThat(other.body())
          .contains("the description of pool paris would change", "fleet apply");
      Answer all =
          call(
              "PUT",
              "pool",
              put(RunningApi.json(Map.of("paris", read.put("enable_maintenance", false)))));
      assertThat(all.status()).as(all.body()).isEqualTo(200);
      assertThat(get("pool/paris").get("status").asString()).isEqualTo("ONLINE");
      assertThat(call("PATCH", "pool/rome", patch("{}")).body()).contains("there is no pool rome");
    } finally {
      api.as("owner", "DELETE", "/api/sesamo/v1/fleet", "");
    }
  }

  private static void maintain(String pool, boolean maintenance) throws Exception {
    Answer answer =
        call(
            "PATCH",
            "pool/" + pool,
            "{\"description\": \"new cables\", \"configs_dict\": {\"enable_maintenance\": "
                + maintenance
                + "}}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static void set(String path, String role, String why) throws Exception {
    String body = "{\"description\": \"" + why + "\", \"configs\": " + role + "}";
    Answer answer = call("PUT", path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static String put(String json) {
    return "{\"configs\": " + json + "}";
  }

  private static String patch(String json) {
    return "{\"configs_dict\": " + json + "}";
  }

  private static Answer submit(String user, String pool) throws Exception {
    return api.as(
        user, "POST", "/api/pool/" + pool + "/workflow", RunningApi.json(Map.of("file", SPEC)));
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
