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
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two tenants and one below the first, on one server. */
class TenancyTest {

  private static final String FLEET =
      """
      operator: {name: Example, headquarters: FR}
      tenants: {robots: {headquarters: FR}, robots/arms: {headquarters: FR}, cars: {headquarters: FR}}
      sites:
        - site: eu-west-2
          pools:
            - {name: default, platforms: [{name: local}]}
            - name: for-robots
              emulated: true
              tenants: [robots]
              platforms: [{name: cpu, cpu: 4, memory: 8Gi, nodes: 1}]
            - name: for-cars
              emulated: true
              tenants: [cars]
              platforms: [{name: cpu, cpu: 4, memory: 8Gi, nodes: 1}]
      """;

  @TempDir static Path home;
  private static RunningApi api;
  private static String robots;

  @BeforeAll
  static void start() throws Exception {
    Files.writeString(home.resolve("fleet.yaml"), FLEET);
    api = new RunningApi(home, false);
    api.setTenant("rob", "robots");
    api.setTenant("arm", "robots/arms");
    api.setTenant("carl", "cars");
    robots = submit("rob", "").json().get("name").asString();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static Answer submit(String user, String more) throws Exception {
    return submit(user, "any", more);
  }

  private static Answer submit(String user, String pool, String more) throws Exception {
    String spec =
        """
        workflow:
          name: w
          %s
          resources: {default: {cpu: 1, memory: 1Mi}}
          tasks:
          - {name: a, image: "ubuntu:24.04", command: ["true"]}
        """
            .formatted(more);
    String body = RunningApi.json(Map.of("file", spec));
    return api.as(user, "POST", "/api/pool/" + pool + "/workflow", body);
  }

  @Test
  void whatAnotherTenantsIsIsAnsweredAsWhatIsNot() throws Exception {
    String never = robots.replaceAll("[0-9]+$", "99");
    List<Route> ofWorkflow = api.routes().stream().filter(Route::ofWorkflow).toList();
    assertThat(ofWorkflow).hasSizeGreaterThan(10);
    for (Route route : ofWorkflow) {
      String path =
          route
              .path()
              .replace("{pool}", "any")
              .replaceAll("\\{(task|group|sha256)}", "a")
              .concat("?follow=false");
      Answer other = as("carl", route, path.replace("{id}", robots));
      Answer none = as("carl", route, path.replace("{id}", never));
      assertThat(other.status()).as(route.toString()).isEqualTo(none.status()).isEqualTo(400);
      assertThat(other.body().replace(robots, "ID")).isEqualTo(none.body().replace(never, "ID"));
    }
  }

  private static Answer as(String user, Route route, String path) throws Exception {
    return api.as(user, route.verb().name(), path, "");
  }

  @Test
  void listsCountsAndUsageAreOfTheOwnTenantAndThoseBelow() throws Exception {
    String arms = submit("arm", "").json().get("name").asString();
    String cars = submit("carl", "").json().get("name").asString();
    assertThat(listed("rob")).contains(robots, arms).doesNotContain(cars);
    assertThat(listed("arm")).contains(arms).doesNotContain(robots, cars);
    assertThat(listed("carl")).contains(cars).doesNotContain(robots, arms);
    assertThat(listed("owner")).contains(robots, arms, cars);
    assertThat(api.as("carl", "GET", "/api/task?all_users=True", "").body())
        .contains(cars)
        .doesNotContain(robots, arms);
    assertThat(api.as("carl", "GET", "/api/task?all_users=True&workflow_id=" + robots, "").json())
        .isEqualTo(api.as("carl", "GET", "/api/task?workflow_id=nobody-1", "").json());
    while (!api.as("owner", "GET", "/api/sesamo/v1/usage?by=workflow", "").body().contains(arms)) {
      Thread.onSpinWait();
    }
    assertThat(api.as("carl", "GET", "/api/sesamo/v1/usage?by=tenant,workflow", "").body())
        .doesNotContain("robots", robots, arms);
    assertThat(api.as("rob", "GET", "/api/sesamo/v1/usage?by=tenant", "").body())
        .contains("robots/arms")
        .doesNotContain("cars");
    assertThat(api.as("carl", "GET", "/api/users", "").json().toString()).isEqualTo("[\"carl\"]");
  }

  private static List<String> listed(String user) throws Exception {
    JsonNode rows =
        api.as(user, "GET", "/api/workflow?all_users=True&limit=100", "").json().get("workflows");
    return rows.valueStream().map(row -> row.get("name").asString()).toList();
  }

  @Test
  void poolsThatAreKeptForOthersAreNowhere() throws Exception {
    for (String path :
        List.of(
            "/api/pool",
            "/api/pool_quota?all_pools=True",
            "/api/resources?all_pools=True",
            "/api/profile/settings",
            "/api/sesamo/v1/workflow/"
                + submit("carl", "").json().get("name").asString()
                + "/explain")) {
      String carl = api.as("carl", "GET", path, "").body();
      assertThat(carl).as(path).contains("for-cars").doesNotContain("for-robots");
    }
    String refused = submit("carl", "for-robots", "").body();
    assertThat(refused).contains("Pool for-robots not found.", "for-cars");
    assertThat(refused.replace("Pool for-robots", "")).doesNotContain("for-robots");
  }

  @Test
  void nobodyRunsOrReadsForAnotherTenant() throws Exception {
    Answer answer = submit("carl", "sesamo: {tenant: robots}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("You cannot run a workflow for the tenant robots");
    assertThat(submit("arm", "sesamo: {tenant: robots}").status()).isEqualTo(400);
    assertThat(submit("rob", "sesamo: {tenant: robots/arms}").status()).isEqualTo(200);
    while (!api.as("rob", "GET", "/api/workflow/" + robots, "").body().contains("COMPLETED")) {
      Thread.onSpinWait();
    }
    String resubmit = "/api/pool/any/workflow?workflow_id=" + robots;
    assertThat(api.as("carl", "POST", resubmit, "").status()).isEqualTo(400);
    assertThat(api.as("rob", "POST", resubmit, "").status()).isEqualTo(200);
    String reads =
        "tasks: [{name: b, image: 'ubuntu:24.04', command: ['true'], inputs: [{task: '%s:a'}]}]"
            .formatted(robots);
    String spec = "workflow: {name: thief, " + reads + "}";
    Answer thief =
        api.as("carl", "POST", "/api/pool/any/workflow", RunningApi.json(Map.of("file", spec)));
    assertThat(thief.status()).isEqualTo(400);
    assertThat(thief.body()).contains("has not completed, does not exist");
  }
}
