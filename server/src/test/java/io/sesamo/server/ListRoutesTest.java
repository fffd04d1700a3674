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

/** Lists of workflows and tasks by all that can be asked for, tags, and restarts. */
class ListRoutesTest {

  @TempDir static Path home;
  private static RunningApi api;
  private static String first;
  private static String second;

  @BeforeAll
  static void start() throws Exception {
    Files.writeString(home.resolve("pool.yaml"), "tags: [nightly, demo]\n");
    api = new RunningApi(home, true);
    first = run("?label=team%3Dvision&label=tier%3Done&priority=LOW", work("first", "1"));
    second = run("?label=team%3Dvoice", work("second", "2"));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String work(String name, String cpu) {
    return """
    workflow:
      name: %s
      resources: {r: {cpu: %s, memory: 512Mi, storage: 1Gi}}
      tasks:
      - {name: a, image: "ubuntu:24.04", command: ["true"], resource: r}
      - {name: b, image: "ubuntu:24.04", command: ["true"], resource: r}
    """
        .formatted(name, cpu);
  }

  @Test
  void workflowsAreFoundByLabels() throws Exception {
    assertThat(workflows("label=team%3Dvision")).containsExactly(first);
    assertThat(workflows("label=team%3Dv*")).containsExactly(first, second);
    assertThat(workflows("label=team%3D(vision%7Cnone)")).containsExactly(first);
    assertThat(workflows("label=team%3Dv*&label=tier%3Done")).containsExactly(first);
    assertThat(workflows("label=team%3Dvisio")).isEmpty();
    assertThat(workflows("label=team%3Dv.sion")).isEmpty();
    assertThat(workflows("no_label=tier&name=s")).contains(second).doesNotContain(first);
    for (String wrong : List.of("team", "team%3D(a", "team%3D%5Ba%5D", "team%3D((a%7Cb))")) {
      assertThat(api.asOsmo("GET", "/api/workflow?label=" + wrong, "").status()).isIn(400, 422);
    }
  }

  @Test
  void workflowsAreFoundByTags() throws Exception {
    assertThat(get("/api/tag").get("tags")).hasSize(2);
    assertThat(tag(first, "add=nightly&add=demo").body()).isEqualTo("null");
    assertThat(tag(second, "add=nightly").status()).isEqualTo(200);
    assertThat(workflows("tags=demo")).containsExactly(first);
    assertThat(workflows("tags=demo&tags=nightly")).containsExactly(first, second);
    assertThat(get("/api/workflow/" + first).get("tags").toString())
        .isEqualTo("[\"demo\",\"nightly\"]");
    tag(first, "remove=demo&add=nightly");
    assertThat(get("/api/workflow/" + first).get("tags").toString()).isEqualTo("[\"nightly\"]");
    assertThat(tag(first, "add=weekly").body())
        .contains("Users can only set specified tags: nightly, demo");
    assertThat(tag("nobody-1", "add=nightly").status()).isEqualTo(400);
  }

  @Test
  void workflowsComeInTheOrderAskedFor() throws Exception {
    assertThat(workflows("order=ASC")).startsWith(first, second);
    assertThat(workflows("order=DESC&name=s")).endsWith(second, first);
    assertThat(workflows("order=ASC&limit=1")).containsExactly(first);
    assertThat(workflows("priority=LOW")).containsExactly(first);
    assertThat(workflows("pools=default&name=first")).containsExactly(first);
    assertThat(workflows("pools=nowhere")).isEmpty();
    assertThat(workflows("pools=nowhere&all_pools=True")).contains(first);
    assertThat(workflows("users=bob")).isEmpty();
    assertThat(workflows("users=bob&users=ada&name=first")).containsExactly(first);
    assertThat(workflows("submitted_before=2026-01-01T00:00:00")).isEmpty();
    assertThat(workflows("submitted_after=2026-01-01T00:00:00&name=first")).hasSize(1);
    assertThat(workflows("statuses=WAITING")).as("no workflow is").isEmpty();
    assertThat(workflows("statuses=WAITING&statuses=COMPLETED&name=first")).hasSize(1);
  }

  @Test
  void tasksAreListedWithWhatTheyAskFor() throws Exception {
    JsonNode tasks = get("/api/task?workflow_id=" + second + "&statuses=COMPLETED").get("tasks");
    assertThat(tasks).hasSize(2);
    JsonNode task = tasks.get(0);
    assertThat(task.get("task_name").asString()).isEqualTo("a");
    assertThat(task.get("cpu").toString()).isEqualTo("2");
    assertThat(task.get("gpu").toString()).isEqualTo("0");
    assertThat(task.get("memory").asDouble()).isEqualTo(0.5);
    assertThat(task.get("storage").asDouble()).isEqualTo(1);
    assertThat(task.get("pool").asString()).isEqualTo("default");
    String node = task.get("node").asString();
    JsonNode one = get("/api/workflow/" + second + "/task/b");
    assertThat(one.get("cpu").asInt()).isEqualTo(2);

    assertThat(tasks("order=DESC&workflow_id=second&nodes=" + node))
        .startsWith(second + " b", second + " a");
    assertThat(tasks("order=ASC&limit=1&offset=1&workflow_id=second"))
        .containsExactly(second + " a");
    assertThat(tasks("nodes=nowhere")).isEmpty();
    assertThat(tasks("priority=LOW&workflow_id=" + first))
        .containsExactly(first + " a", first + " b");
    assertThat(tasks("pools=nowhere")).isEmpty();
    assertThat(tasks("users=bob")).isEmpty();
    assertThat(tasks("statuses=PROCESSING")).isEmpty();
    assertThat(tasks("statuses=RUNNING&statuses=WAITING")).isEmpty();
    assertThat(tasks("statuses=COMPLETED&workflow_id=" + first)).hasSize(2);
    assertThat(tasks("started_before=2026-01-01T00:00:00")).isEmpty();
    assertThat(tasks("started_after=2026-01-01T00:00:00&workflow_id=" + first)).hasSize(2);
    assertThat(api.asOsmo("GET", "/api/task?limit=0", "").status()).isEqualTo(400);
    assertThat(api.asOsmo("GET", "/api/task?statuses=NOPE", "").status()).isEqualTo(422);
  }

  @Test
  void whatTasksAskForIsAddedUp() throws Exception {
    String of = "&statuses=COMPLETED&priority=LOW";
    JsonNode sums = get("/api/task?summary=True" + of).get("summaries");
    assertThat(sums).hasSize(1);
    assertThat(sums.get(0).get("cpu").asInt()).isEqualTo(2);
    assertThat(sums.get(0).get("memory").asDouble()).isEqualTo(1);
    assertThat(sums.get(0).get("priority").asString()).isEqualTo("LOW");
    assertThat(sums.get(0).has("workflow_id")).isFalse();
    JsonNode byWorkflow = get("/api/task?aggregate_by_workflow=True" + of).get("summaries");
    assertThat(byWorkflow.get(0).get("workflow_id").asString()).isEqualTo(first);
    assertThat(get("/api/task?summary=True&statuses=PROCESSING").get("summaries")).isEmpty();
  }

  @Test
  void aFailedWorkflowIsRestartedWithoutWhatHasCompleted() throws Exception {
    String id = run("?priority=HIGH", HALF);
    Answer answer = restart(id);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    String rest = answer.json().get("name").asString();
    String logs = follow(rest);
    assertThat(logs).contains("[second] made by first").doesNotContain("[first]");
    JsonNode view = get("/api/workflow/" + rest);
    assertThat(view.get("parent_name").asString()).isEqualTo(id);
    assertThat(view.get("priority").asString()).isEqualTo("HIGH");
    assertThat(view.get("groups")).hasSize(2);
    assertThat(api.asOsmo("GET", "/api/workflow/" + rest + "/spec?use_template=True", "").body())
        .isEqualTo(HALF);

    assertThat(restart(first).json().get("error_code").asString()).isEqualTo("SUBMISSION");
    assertThat(restart(first).body()).contains("has status COMPLETED");
    assertThat(restart("nobody-1").body()).contains("Workflow nobody-1 is not found");
  }

  @Test
  void whatWasGivenUpIsDoneAgain() throws Exception {
    String id = run("", HALF.replace("half", "given-up").replace("made by", "made again by"));
    String output =
        get("/api/sesamo/v1/workflow/" + id + "/outputs")
            .get("tasks")
            .get(0)
            .get("manifest")
            .asString();
    Files.delete(home.resolve("objects/sha256").resolve(output.substring(0, 2)).resolve(output));

    String rest = restart(id).json().get("name").asString();
    assertThat(follow(rest)).contains("[first] runs", "[second] made again by first");
    assertThat(get("/api/workflow/" + rest).get("groups")).hasSize(3);
  }

  /** Its second stage fails, so the third never runs. */
  private static final String HALF =
      """
      workflow:
        name: half
        tasks:
        - name: first
          image: "ubuntu:24.04"
          command: [bash, -c, "echo runs; echo made by first > {{output}}/f"]
        - name: second
          image: "ubuntu:24.04"
          command: [bash, -c, "cat {{input:first}}/f; exit 3"]
          inputs: [{task: first}]
        - name: third
          image: "ubuntu:24.04"
          command: ["true"]
          inputs: [{task: second}]
      """;

  @Test
  void anEarlierWorkflowIsHandedInAgain() throws Exception {
    String earlier = run("", work("third", "1"));
    Answer answer = api.asOsmo("POST", "/api/pool/default/workflow?workflow_id=" + earlier, "");
    String again = answer.json().get("name").asString();
    assertThat(again).isNotEqualTo(earlier).startsWith("third-");
    follow(again);
    JsonNode view = get("/api/workflow/" + again);
    assertThat(view.get("status").asString()).isEqualTo("COMPLETED");
    assertThat(view.get("parent_name").isNull()).isTrue();
    assertThat(api.asOsmo("GET", "/api/workflow/" + again + "/spec?use_template=True", "").body())
        .isEqualTo(work("third", "1"));
  }

  @Test
  void aWorkflowIsNamedByItsUuidToo() throws Exception {
    String id = run("", work("known", "1"));
    String uuid = get("/api/workflow/" + id).get("uuid").asString();
    assertThat(get("/api/workflow/" + uuid).get("name").asString()).isEqualTo(id);
    assertThat(follow(uuid)).isEqualTo(follow(id));
    String again =
        ok(api.asOsmo("POST", "/api/pool/default/workflow?workflow_id=" + uuid, ""))
            .get("name")
            .asString();
    assertThat(again).startsWith("known-");
    follow(again);
    Answer unknown = api.asOsmo("GET", "/api/workflow/" + "0".repeat(uuid.length()), "");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.json().get("error_code").asString()).isEqualTo("DATABASE");
  }

  @Test
  void theLastAttemptStandsForATaskUnlessEachIsAskedFor() throws Exception {
    String id = run("", RETRIED);
    assertThat(attempts(id, "")).containsExactly(1);
    assertThat(attempts(id, "?verbose=True")).containsExactly(0, 1);

    String lines = "/api/workflow/" + id + "/logs?task_name=again";
    assertThat(api.asOsmo("GET", lines, "").body())
        .contains("attempt-1")
        .doesNotContain("attempt-0");
    assertThat(api.asOsmo("GET", lines + "&retry_id=0", "").body())
        .contains("attempt-0")
        .doesNotContain("attempt-1");
    assertThat(follow(id)).contains("attempt-0", "attempt-1");
    Answer none = api.asOsmo("GET", lines + "&retry_id=2", "");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.json().get("message").asString()).contains("Attempt 2", "the last is 1");
  }

  private static final String RETRIED =
      """
      workflow:
        name: retried
        tasks:
        - name: again
          image: "ubuntu:24.04"
          command: [sh, -c, "echo attempt-$SESAMO_ATTEMPT; [ $SESAMO_ATTEMPT = 1 ] || exit 9"]
          exitActions: {RESCHEDULE: 9}
      """;

  private static List<Integer> attempts(String id, String query) throws Exception {
    return get("/api/workflow/" + id + query)
        .get("groups")
        .get(0)
        .get("tasks")
        .valueStream()
        .map(task -> task.get("retry_id").asInt())
        .toList();
  }

  @Test
  void aDryRunTakesOnlyWhatCouldBeAWorkflow() throws Exception {
    assertThat(dryRun("default", work("dry", "1")).status()).isEqualTo(200);
    Answer pool = dryRun("nowhere", work("dry", "1"));
    assertThat(pool.status()).isEqualTo(400);
    assertThat(pool.body()).contains("Pool nowhere not found.");
    for (String broken :
        List.of("workflow: {", "workflow: [a]", "workflow:", "workflow:\n  a: 'b")) {
      Answer answer = dryRun("default", broken);
      assertThat(answer.status()).as(broken + answer.body()).isEqualTo(400);
      assertThat(answer.json().get("error_code").asString()).isEqualTo("USAGE");
    }
  }

  private static Answer dryRun(String pool, String spec) throws Exception {
    return api.asOsmo(
        "POST",
        "/api/pool/" + pool + "/workflow?dry_run=True",
        RunningApi.json(Map.of("file", spec)));
  }

  @Test
  void aRefusalNamesTheWorkflowThatItIsAbout() throws Exception {
    String path = "/api/pool/default/workflow";
    String body = RunningApi.json(Map.of("file", work("greedy", "900000")));
    Answer refused = api.asOsmo("POST", path, body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("workflow_id").asString()).isEqualTo("greedy");
    for (String query : List.of("env_vars=NAME", "label=team")) {
      Answer wrong =
          api.asOsmo("POST", path + "?" + query, RunningApi.json(Map.of("file", work("w", "1"))));
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.json().get("error_code").asString()).isEqualTo("USAGE");
      assertThat(wrong.json().get("message").asString()).contains("is not of the form key=value");
    }
  }

  private static JsonNode ok(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static String run(String query, String spec) throws Exception {
    Answer answer =
        api.asOsmo(
            "POST", "/api/pool/default/workflow" + query, RunningApi.json(Map.of("file", spec)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    String id = answer.json().get("name").asString();
    follow(id);
    return id;
  }

  private static String follow(String id) throws Exception {
    return api.asOsmo("GET", "/api/workflow/" + id + "/logs", "").body();
  }

  private static Answer restart(String id) throws Exception {
    return api.asOsmo("POST", "/api/pool/default/workflow/" + id + "/restart", "");
  }

  private static Answer tag(String id, String query) throws Exception {
    return api.asOsmo("POST", "/api/workflow/" + id + "/tag?" + query, "");
  }

  private static List<String> workflows(String query) throws Exception {
    JsonNode list = get("/api/workflow?" + query);
    return list.get("workflows").valueStream().map(row -> row.get("name").asString()).toList();
  }

  private static List<String> tasks(String query) throws Exception {
    JsonNode list = get("/api/task?" + query);
    return list.get("tasks")
        .valueStream()
        .map(row -> row.get("workflow_id").asString() + " " + row.get("task_name").asString())
        .toList();
  }

  private static JsonNode get(String path) throws Exception {
    return ok(api.asOsmo("GET", path, ""));
  }
}
