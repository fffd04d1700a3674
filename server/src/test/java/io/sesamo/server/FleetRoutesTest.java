package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.RunningApi.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A fleet of emulated sites behind the API, whose tasks are real processes of this machine. */
class FleetRoutesTest {

  private static final String FLEET_PATH = "/api/sesamo/v1/fleet";

  private static final String FLEET =
      """
      operator: {name: Example, headquarters: FR}
      tenants: {robots: {headquarters: FR}}
      sites:
        - site: eu-west-2
          pools:
            - name: paris
              emulated: true
              platforms: [{name: cpu, cpu: 64, memory: 1Ti, storage: 1Ti, nodes: 4, price: 1}]
        - site: eu-central-1
          pools:
            - name: frankfurt
              emulated: true
              platforms:
                - {name: l20, accelerator: nvidia-l20, accelerators: 8, cpu: 64, memory: 1Ti,
                   storage: 1Ti, nodes: 1, price: 2.5}
      """;

  @TempDir static Path home;
  private static RunningApi api;

  @BeforeAll
  static void start() throws Exception {
    Files.writeString(home.resolve("roles.yaml"), "operator: [olga]\n");
    api = new RunningApi(home, false);
    api.setTenant("ada", "robots");
    Answer none = api.as("olga", "GET", FLEET_PATH, "");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.body()).contains("This server has no fleet.");
    Answer applied = api.as("olga", "PUT", FLEET_PATH, FLEET);
    assertThat(applied.status()).as(applied.body()).isEqualTo(200);
    assertThat(applied.body()).contains("own pool default: it is at no site of the fleet");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void osmosClientSeesAllPoolsUnderAny() throws Exception {
    Answer pools = api.as("ada", "GET", "/api/pool", "");
    assertThat(pools.json().get("pools").propertyNames())
        .containsExactlyInAnyOrder("paris", "frankfurt", "any");
    assertThat(pools.json().get("pools").get("any").get("platforms").propertyNames())
        .containsExactlyInAnyOrder("cpu", "l20");
    String query = "/api/resources?all_pools=False&pools=";
    assertThat(api.as("ada", "GET", query + "any", "").json().get("resources")).hasSize(5);
    assertThat(api.as("ada", "GET", query + "paris", "").json().get("resources")).hasSize(4);
    String concise = api.as("ada", "GET", query + "any&concise=True", "").body();
    assertThat(concise).contains("\"platform\":\"cpu\"", "\"platform\":\"l20\"");
  }

  private static Answer post(String path, Map<String, String> body) throws Exception {
    return api.as("olga", "POST", FLEET_PATH + path, RunningApi.json(body));
  }

  private static String submit(String script) throws Exception {
    String spec =
        """
        workflow:
          name: w
          sesamo: {tenant: robots}
          resources: {chip: {cpu: 1, gpu: 2, memory: 256Mi}}
          tasks:
          - name: a
            image: "ubuntu:24.04"
            command: [bash, -c, '%s']
            resource: chip
        """
            .formatted(script);
    Answer answer =
        api.as("ada", "POST", "/api/pool/any/workflow", RunningApi.json(Map.of("file", spec)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("name").asString();
  }

  private static JsonNode awaitStatus(String id, String status) throws Exception {
    while (true) {
      JsonNode workflow = api.as("ada", "GET", "/api/sesamo/v1/workflow/" + id, "").json();
      if (workflow.get("status").asString().equals(status)) {
        return workflow;
      }
      assertThat(workflow.get("status").asString()).as(workflow.toString()).doesNotContain("FAIL");
      Thread.sleep(10);
    }
  }

  @Test
  void theFleetIsShownWithWhatIsFree() throws Exception {
    JsonNode fleet = api.as("olga", "GET", FLEET_PATH, "").json();

    assertThat(fleet.get("text").asString()).isEqualTo(FLEET);
    assertThat(fleet.get("by").asString()).isEqualTo("olga");
    JsonNode pool = fleet.get("pools").get(1);
    assertThat(pool.get("site").asString()).isEqualTo("eu-central-1");
    assertThat(pool.get("city").asString()).isEqualTo("Frankfurt");
    assertThat(pool.get("emulated").asBoolean()).isTrue();
    JsonNode platform = pool.get("platforms").get(0);
    assertThat(platform.get("accelerator").asString()).isEqualTo("nvidia-l20");
    assertThat(platform.get("accelerators").asInt()).isEqualTo(8);
    assertThat(platform.get("pricePerHour").asDouble()).isEqualTo(2.5);
  }

  @Test
  void onlyTheOperatorChangesIt() throws Exception {
    for (Answer refused :
        new Answer[] {
          api.as("ada", "PUT", FLEET_PATH, FLEET),
          api.as("ada", "DELETE", FLEET_PATH, ""),
          api.as("ada", "POST", FLEET_PATH + "/drain", "{\"name\": \"paris\"}"),
          api.as("ada", "POST", FLEET_PATH + "/resume", "{\"name\": \"paris\"}")
        }) {
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.body())
          .contains("the right fleet:Update", "operator", "ada has osmo-user");
    }
  }

  @Test
  void mistakesAreNamedByLineAndField() throws Exception {
    Answer refused =
        api.send(
            api.request("PUT", FLEET_PATH, FLEET.replace("nodes: 4", "nodes: -4"))
                .header("Authorization", "Bearer " + RunningApi.SECRET)
                .header("x-osmo-user", "olga")
                .header("X-Sesamo-File-Name", "my.yaml"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("problems").get(0).asString()).startsWith("my.yaml:8:");
    assertThat(post("/drain", Map.of("name", "atlantis")).body())
        .contains("The fleet has no site, pool or node atlantis");
    assertThat(post("/drain", Map.of()).body()).contains("body.name: Field required");
    assertThat(post("/resume", Map.of("name", "paris")).body()).contains("paris is not drained");
  }

  @Test
  void aReasonIsOneLineOfPlainWords() throws Exception {
    for (String reason : List.of("a\nb", "\u001b[31mred", "a\u202eb", "x".repeat(201))) {
      Answer refused = post("/drain", Map.of("name", "paris", "reason", reason));
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body())
          .contains("body.reason: Input should ")
          .containsAnyOf("be one line without control characters", "have at most 200 characters");
    }
    String cancel = "/api/workflow/" + submit("true") + "/cancel?message=";
    assertThat(api.as("ada", "POST", cancel + "a%1B%5B31mb", "").body())
        .contains("query.message: Input should be one line without control characters");
    assertThat(api.as("ada", "POST", cancel + "x".repeat(201), "").body())
        .contains("query.message: Input should have at most 200 characters");
    String pool = "/api/configs/pool/paris";
    String body = "{\"description\": \"a\\nb\", \"configs_dict\": {\"enable_maintenance\": true}}";
    assertThat(api.as("olga", "PATCH", pool, body).body())
        .contains("body.description: Input should be one line without control characters");
    assertThat(api.as("olga", "GET", FLEET_PATH, "").json().get("drains")).isEmpty();
  }

  /** The task runs, is told where it is emulated, and is accounted and explained. */
  @Test
  @Timeout(120)
  void aWorkflowRunsInTheEmulatedFleet() throws Exception {
    String id = submit("echo $SESAMO_SITE $SESAMO_ACCELERATOR $SESAMO_EMULATED");
    JsonNode group = awaitStatus(id, "COMPLETED").get("groups").get(0);

    assertThat(group.get("pool").asString()).isEqualTo("frankfurt");
    assertThat(group.get("emulated").asBoolean()).isTrue();
    String log = api.as("ada", "GET", "/api/workflow/" + id + "/logs?follow=false", "").body();
    assertThat(log.lines().findFirst().orElseThrow()).contains("emulated: node l20-0001");
    assertThat(log).contains("eu-central-1 nvidia-l20 1");
    String events = api.as("ada", "GET", "/api/workflow/" + id + "/events?follow=false", "").body();
    assertThat(events).contains("PLACED: emulated: pool frankfurt at eu-central-1");

    JsonNode why =
        api.as("ada", "GET", "/api/sesamo/v1/workflow/" + id + "/explain?group=a-group", "").json();
    JsonNode explained = why.get("groups").get(0);
    assertThat(explained.get("state").asString()).isEqualTo("COMPLETED");
    assertThat(explained.get("placed").get("site").asString()).isEqualTo("eu-central-1");
    assertThat(explained.get("placed").get("emulated").asBoolean()).isTrue();
    assertThat(explained.get("candidates").size()).isEqualTo(2);
    assertThat(explained.get("candidates").get(0).get("standing").asString()).isEqualTo("chosen");
    assertThat(explained.get("candidates").get(0).get("estimate").has("price")).isTrue();

    JsonNode usage = api.as("ada", "GET", "/api/sesamo/v1/usage?by=tenant,site", "").json();
    JsonNode row = usage.get("rows").get(0);
    assertThat(row.get("tenant").asString()).isEqualTo("robots");
    assertThat(row.get("acceleratorHours").asDouble()).isPositive();
    assertThat(api.as("ada", "GET", "/api/sesamo/v1/usage?by=planet", "").body())
        .contains("by: usage cannot be summed up by 'planet'");
    assertThat(api.as("ada", "GET", "/api/sesamo/v1/workflow/none-1/explain", "").status())
        .isEqualTo(400);
  }

  @Test
  @Timeout(120)
  void aDrainedPoolIsLeftAndWaitedFor() throws Exception {
    Path go = home.resolve("go");
    String id =
        submit("while [ ! -e " + go + " ]; do sleep 0.05; [ $SESAMO_ATTEMPT = 0 ] || exit 0; done");
    awaitStatus(id, "RUNNING");

    Answer drained = post("/drain", Map.of("name", "frankfurt", "reason", "new switches"));
    assertThat(drained.json().get("state").asString()).as(drained.body()).isEqualTo("drained");
    assertThat(drained.json().get("groupsMoved").asInt()).isEqualTo(1);
    String fleet = api.as("olga", "GET", FLEET_PATH, "").body();
    assertThat(fleet)
        .contains("\"state\":\"drained\",\"reason\":\"new switches\",\"nodesDrained\":1");
    assertThat(fleet).contains("\"accelerators\":8,\"acceleratorsFree\":0");
    String why = "/api/sesamo/v1/workflow/" + id + "/explain";
    while (!api.as("ada", "GET", why, "").body().contains("\"constraint\":\"pool state\"")) {
      Thread.sleep(10);
    }
    assertThat(api.as("ada", "GET", why, "").body())
        .contains("\"reason\":\"moved: pool frankfurt is drained: new switches\"");

    assertThat(post("/resume", Map.of("name", "frankfurt")).json().get("state").asString())
        .isEqualTo("open");
    JsonNode tasks = awaitStatus(id, "COMPLETED").get("groups").get(0).get("tasks");
    assertThat(tasks.get(0).get("status").asString()).isEqualTo("RESCHEDULED");

    post("/drain", Map.of("name", "paris/cpu-0001"));
    assertThat(api.as("olga", "GET", FLEET_PATH, "").body())
        .contains("\"state\":\"open\",\"reason\":\"\",\"nodesDrained\":1");
    post("/resume", Map.of("name", "paris/cpu-0001"));
  }
}
