package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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

  /** What differs, and why. A difference that is no more fails the test too. */
  private static final Map<String, String> DELIBERATE = new TreeMap<>(Map.of());

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
      if (other != null) {
        shared++;
        differences.addAll(query(mine.getKey(), mine.getValue(), other, ours, theirs));
        differences.addAll(body(mine.getKey(), mine.getValue(), other, ours, theirs));
        differences.addAll(answer(mine.getKey(), mine.getValue(), other, ours, theirs));
      }
    }
    assertThat(shared).as("routes in both").isGreaterThan(35);
    assertThat(new TreeSet<>(differences)).containsExactlyElementsOf(DELIBERATE.keySet());
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
      if (!own.propertyNames().equals(wanted.propertyNames())) {
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
