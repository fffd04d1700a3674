package io.sesamo.server;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds real answers to the API's own description, in which every object here counts as closed. */
final class AnswerCheck {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode document;
  private final Map<String, Pattern> paths = new HashMap<>();
  private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

  AnswerCheck(List<Route> routes) {
    this.document =
        JSON.readTree(Wire.json(OpenApi.of(routes)).replace("#/components/schemas/", "#/$defs/"));
    document.path("components").path("schemas").forEach(AnswerCheck::close);
    for (String path : document.path("paths").propertyNames()) {
      paths.put(path, Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+")));
    }
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.has("properties")) {
      object.put("additionalProperties", object.path("properties").isEmpty());
    }
  }

  /** What an answer has that the description does not say; empty when it is as described. */
  List<String> mistakes(String method, String target, RunningApi.Answer answer) {
    Optional<JsonNode> operation = operation(method, target.replaceFirst("[?].*", ""));
    if (operation.isEmpty() || answer.status() == 405) {
      return List.of(); // no route takes it
    }
    JsonNode response = operation.get().path("responses").path(String.valueOf(answer.status()));
    if (response.isMissingNode()) {
      return List.of("its status " + answer.status() + " is not described");
    }
    String type = answer.type().replaceFirst(";.*", "");
    JsonNode media = response.path("content").path(type);
    if (media.isMissingNode()) {
      return List.of("its type " + type + " is not described");
    }
    return type.equals("application/json")
        ? mistakes(media.path("schema"), answer.json())
        : List.of();
  }

  private Optional<JsonNode> operation(String method, String path) {
    List<String> found = new ArrayList<>();
    paths.forEach((template, pattern) -> {
      if (pattern.matcher(path).matches()) {
        found.add(template);
      }
    });
    found.sort(java.util.Comparator.comparing((String each) -> each.contains("{")));
    String verb = method.toLowerCase(java.util.Locale.ROOT);
    return found.stream()
        .map(each -> document.path("paths").path(each).path(verb))
        .filter(each -> !each.isMissingNode())
        .findFirst();
  }

  private List<String> mistakes(JsonNode schema, JsonNode value) {
    Schema compiled =
        schemas.computeIfAbsent(
            schema,
            each -> {
              ObjectNode whole = (ObjectNode) each.deepCopy();
              whole.set("$defs", document.path("components").path("schemas"));
              return REGISTRY.getSchema(whole);
            });
    return compiled.validate(value).stream().map(Error::toString).toList();
  }
}
