package io.sesamo.server;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sesamo.server.RunningApi.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Recorded calls of NVIDIA OSMO's own service with its answers, and its published list of
 * addresses, compared with ours. They lie in a folder beside the repository ({@code
 * ../shared/data/osmo}, or where the environment's {@code SESAMO_OSMO_DATA} says), and are no part
 * of it.
 */
class OsmoExamplesTest {

  /** Where another status or shape is on purpose, by the call's name. */
  private static final Map<String, String> OTHERWISE =
      Map.ofEntries(
          entry("client-version-text", "the version is JSON, whatever is asked for"),
          entry("list-bad-status", "422 has the place and the words, without the input again"),
          entry("submit-bad-priority", "422 has the place and the words, without the input again"),
          entry("submit-extra-key", "422 has the place and the words, without the input again"),
          entry("credential-again", "replaces the earlier one; OSMO answers with SQL"),
          entry("exec-not-running", "the workflow may have run and be over by then"),
          entry("exec-unknown-task", "the workflow may have run and be over by then"),
          entry("portforward-not-running", "the workflow may have run and be over by then"),
          entry("restart-not-failed", "the workflow may have run and have failed by then"),
          entry("cancel", "the workflow may have run and be over by then"),
          entry("resource-unknown", "404 with a message, where OSMO fails with 500"),
          entry("submit-server-error", "400 with a message, where OSMO fails with 500"));

  /** Parts of shapes that differ on purpose: they name what is in OSMO's own pools. */
  private static final Set<String> NAMED_BY_POOL =
      Set.of(
          "platforms",
          "config_fields",
          "platform_allocatable_fields",
          "platform_available_fields",
          "platform_workflow_allocatable_fields");

  @TempDir Path home;

  private static Path file(String name) {
    Path folder =
        Optional.ofNullable(System.getenv("SESAMO_OSMO_DATA"))
            .map(Path::of)
            .orElse(Path.of("../../shared/data/osmo"));
    Path file = folder.resolve(name);
    assumeTrue(
        Files.exists(file),
        "OSMO's recorded answers are not here, so nothing is compared with them: "
            + file.toAbsolutePath().normalize());
    return file;
  }

  private static JsonNode read(String name) throws Exception {
    return JsonMapper.shared().readTree(Files.readString(file(name)));
  }

  @Test
  void recordedCallsHaveTheSameAnswers() throws Exception {
    JsonNode examples = read("rest_examples.json").get("examples");
    Map<String, List<String>> different = new TreeMap<>();
    try (RunningApi api = new RunningApi(home, true)) {
      String node = node(api);
      for (JsonNode example : examples) {
        JsonNode recorded = example.get("response");
        Answer ours = api.send(request(api, example.get("request"), node));
        assertThat(ours.status()).as(example.toString()).isLessThan(500);
        List<String> differences = new ArrayList<>();
        if (ours.status() != recorded.get("status").asInt()) {
          differences.add(
              "status %d, not %s: %s"
                  .formatted(ours.status(), recorded.get("status"), ours.body()));
        } else if (recorded.has("json") && ours.type().startsWith("application/json")) {
          Shapes.compare("", recorded.get("json"), ours.json(), differences);
        } else {
          differences.add("type " + ours.type());
        }
        differences.removeIf(
            line -> NAMED_BY_POOL.stream().anyMatch(part -> line.contains(part + ".")));
        if (!differences.isEmpty()) {
          different.put(example.get("name").asString(), differences);
        }
      }
    }
    different.keySet().removeAll(OTHERWISE.keySet());
    assertThat(different).isEmpty();
  }

  /** What the node that is asked for is called here. */
  private static String node(RunningApi api) throws Exception {
    JsonNode resources = api.asOsmo("GET", "/api/resources?all_pools=True", "").json();
    return resources.get("resources").get(0).get("hostname").asString();
  }

  private static HttpRequest.Builder request(RunningApi api, JsonNode request, String node) {
    String query =
        request
            .get("query")
            .propertyStream()
            .flatMap(parameter ->
                (parameter.getValue().isArray()
                        ? parameter.getValue().valueStream()
                        : Stream.of(parameter.getValue()))
                    .map(value -> parameter.getKey() + "=" + encode(value.asString())))
            .collect(Collectors.joining("&"));
    JsonNode body = request.get("body");
    HttpRequest.Builder call =
        api.request(
            request.get("method").asString(),
            request.get("path").asString().replace("node-0", node)
                + (query.isEmpty() ? "" : "?" + query),
            body.isNull() ? "" : body.toString());
    request
        .get("headers")
        .properties()
        .forEach(header -> call.header(header.getKey(), header.getValue().asString()));
    return call;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void everyPublishedAddressIsAnswered() throws Exception {
    JsonNode paths = read("openapi.json").get("paths");
    try (RunningApi api = new RunningApi(home, true)) {
      for (Map.Entry<String, JsonNode> path : paths.properties()) {
        for (String method : path.getValue().propertyNames()) {
          String address = path.getKey().replaceAll("\\{[^}]+}", "1");
          Answer answer = api.as("owner", method.toUpperCase(Locale.ROOT), address, "");
          assertThat(answer.status())
              .as(method + " " + address)
              .isNotEqualTo(405)
              .isNotEqualTo(500);
          assertThat(answer.body())
              .as(method + " " + address)
              .doesNotContain("\"detail\":\"Endpoint", "\"detail\":\"Not Found");
        }
      }
    }
  }
}
