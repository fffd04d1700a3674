package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every route that OSMO's published description has too: it takes what OSMO's takes, and answers
 * what OSMO's answers, save for the differences that are listed here with their reasons.
 */
class OsmoContractTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path THEIRS = Path.of("../../shared/data/osmo/openapi.json");

  /** What differs, by why. A difference that is no more fails the test too. */
  private static final Map<String, List<String>> DELIBERATE =
      Map.ofEntries(
          Map.entry(
              "without a port there is nothing to forward",
              List.of("post /api/workflow/{}/portforward/{} ?task_ports: needed here only")),
          Map.entry(
              "OSMO's kinds of configuration for Kubernetes' pods have no meaning here",
              List.of(
                  "get /api/configs/pod_template/{}: is refused",
                  "put /api/configs/pod_template: is refused",
                  "put /api/configs/pod_template/{}: is refused",
                  "delete /api/configs/pod_template/{}: is refused",
                  "get /api/configs/group_template/{}: is refused",
                  "put /api/configs/group_template: is refused",
                  "put /api/configs/group_template/{}: is refused",
                  "delete /api/configs/group_template/{}: is refused",
                  "get /api/configs/resource_validation/{}: is refused",
                  "put /api/configs/resource_validation: is refused",
                  "put /api/configs/resource_validation/{}: is refused",
                  "delete /api/configs/resource_validation/{}: is refused",
                  "get /api/configs/backend_test/{}: is refused",
                  "put /api/configs/backend_test: is refused",
                  "put /api/configs/backend_test/{}: is refused",
                  "delete /api/configs/backend_test/{}: is refused",
                  "patch /api/configs/backend_test/{}: is refused")),
          Map.entry(
              "this is set in files of the server's home and by fleets, not over the wire",
              List.of(
                  "put /api/configs/service: is refused",
                  "patch /api/configs/service: is refused",
                  "post /api/configs/backend/{}: is refused",
                  "delete /api/configs/backend/{}: is refused",
                  "delete /api/configs/pool/{}: is refused",
                  "put /api/configs/pool/{}/rename: is refused",
                  "put /api/configs/pool/{}/platform/{}: is refused",
                  "put /api/configs/pool/{}/platform/{}/rename: is refused")),
          Map.entry(
              "what was set is kept as it was",
              List.of("delete /api/configs/history/{}/revision/{}: is refused")),
          Map.entry(
              "a token in an address would stand in logs; it is traded by POST",
              List.of("get /api/auth/jwt/access_token: is refused")),
          Map.entry(
              "tasks have no tokens of this server",
              List.of(
                  "get /api/auth/jwt/refresh_token: is refused",
                  "post /api/auth/jwt/refresh_token: is refused")),
          Map.entry(
              "it asks OSMO's log store in a language of its own, which is not here",
              List.of(
                  "get /api/workflow/{}/logs ?query: is not read",
                  "get /api/workflow/{}/error_logs ?query: is not read")),
          Map.entry(
              "a task may have a part of a core or of an accelerator; whole ones are whole numbers",
              List.of(
                  "get /api/task answer.tasks: needed, and may be missing",
                  "get /api/task answer.summaries: needed, and may be missing",
                  "get /api/workflow/{}/task/{} answer.cpu: number in the place of integer",
                  "get /api/workflow/{}/task/{} answer.gpu: number in the place of integer")));

  @TempDir static Path home;

  @Test
  void sharedRoutesTakeAndGiveWhatOsmosDo() throws Exception {
    assumeThat(THEIRS)
        .as("OSMO's description is not in ../shared/data/osmo: not compared with it")
        .exists();
    JsonNode theirs = JSON.readTree(Files.readString(THEIRS));
    JsonNode ours;
    try (RunningApi api = new RunningApi(home, true)) {
      ours = JSON.readTree(Wire.json(OpenApi.of(api.routes())));
    }
    Map<String, JsonNode> known = operations(theirs);
    List<String> differences = new ArrayList<>();
    int shared = 0;
    for (Map.Entry<String, JsonNode> mine : operations(ours).entrySet()) {
      JsonNode other = known.get(mine.getKey());
      if (other != null && refuses(mine.getValue())) {
        differences.add(mine.getKey() + ": is refused");
      } else if (other != null) {
        shared++;
        differences.addAll(query(mine.getKey(), mine.getValue(), other, ours, theirs));
        differences.addAll(body(mine.getKey(), mine.getValue(), other, ours, theirs));
        differences.addAll(answer(mine.getKey(), mine.getValue(), other, ours, theirs));
      }
    }
    assertThat(shared).as("routes in both").isGreaterThan(35);
    List<String> meant = DELIBERATE.values().stream().flatMap(List::stream).toList();
    assertThat(differences)
        .as("differs from OSMO's description, and is not in the list of what is meant to")
        .filteredOn(each -> !meant.contains(each))
        .isEmpty();
    assertThat(meant)
        .as("is in the list of what differs, and does not")
        .filteredOn(each -> !differences.contains(each))
        .isEmpty();
  }

  /** Whether it has no answer but refusals. */
  private static boolean refuses(JsonNode operation) {
    return operation.path("responses").path("200").isMissingNode();
  }

  /** By verb and path; the names in a path are each document's own. */
  private static Map<String, JsonNode> operations(JsonNode document) {
    Map<String, JsonNode> operations = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> verb : path.getValue().properties()) {
        String key = verb.getKey() + " " + path.getKey().replaceAll("\\{[^}]+}", "{}");
        operations.put(key, verb.getValue());
      }
    }
    return operations;
  }

  private static List<String> query(
      String key, JsonNode mine, JsonNode other, JsonNode ours, JsonNode theirs) {
    Map<String, JsonNode> known = parameters(mine);
    Map<String, JsonNode> wanted = parameters(other);
    List<String> differences = new ArrayList<>();
    wanted.forEach((name, parameter) -> {
      String where = key + " ?" + name;
      JsonNode own = known.get(name);
      if (own == null) {
        differences.add(where + ": is not read");
      } else {
        differences.addAll(
            new Compatible(theirs, ours, true)
                .differences(given(parameter.path("schema")), own.path("schema"), where));
      }
    });
    known.forEach((name, parameter) -> {
      if (parameter.path("required").asBoolean(false)
          && !wanted
              .getOrDefault(name, JSON.createObjectNode())
              .path("required")
              .asBoolean(false)) {
        differences.add(key + " ?" + name + ": needed here only");
      }
    });
    return differences;
  }

  private static Map<String, JsonNode> parameters(JsonNode operation) {
    Map<String, JsonNode> parameters = new TreeMap<>();
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.path("in").asString().equals("query")) {
        parameters.put(parameter.path("name").asString(), parameter);
      }
    }
    return parameters;
  }

  /** A parameter that is null is one that is not given. */
  private static JsonNode given(JsonNode schema) {
    return schema
        .path("anyOf")
        .valueStream()
        .filter(each -> !each.path("type").asString("").equals("null"))
        .findFirst()
        .orElse(schema);
  }

  private static List<String> body(
      String key, JsonNode mine, JsonNode other, JsonNode ours, JsonNode theirs) {
    JsonNode wanted = other.path("requestBody").path("content");
    JsonNode own = mine.path("requestBody").path("content");
    if (wanted.isMissingNode()) {
      return mine.path("requestBody").path("required").asBoolean(false)
          ? List.of(key + ": its body is needed here only")
          : List.of();
    }
    return own.isMissingNode()
        ? List.of(key + ": its body is not read")
        : new Compatible(theirs, ours, true)
            .differences(schema(wanted), schema(own), key + " body");
  }

  private static List<String> answer(
      String key, JsonNode mine, JsonNode other, JsonNode ours, JsonNode theirs) {
    JsonNode wanted = other.path("responses").path("200").path("content");
    JsonNode own = mine.path("responses").path("200").path("content");
    List<String> differences = new ArrayList<>();
    if (!own.isMissingNode() && !wanted.isMissingNode()) {
      if (!Set.copyOf(own.propertyNames()).equals(Set.copyOf(wanted.propertyNames()))) {
        differences.add(key + ": answers " + own.propertyNames());
      }
      differences.addAll(
          new Compatible(ours, theirs, false)
              .differences(schema(own), schema(wanted), key + " answer"));
    }
    return differences;
  }

  private static JsonNode schema(JsonNode content) {
    return content.valueStream().findFirst().orElseThrow().path("schema");
  }
}
