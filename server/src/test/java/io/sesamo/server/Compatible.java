package io.sesamo.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Whether values of one document's shapes may go where another document's are expected.
 *
 * @param givers the document whose shapes the values have
 * @param takers the document whose shapes they must fit
 * @param all whether each name that the giver may send must be known to the taker: so for what is
 *     sent to us; what we answer may say more
 */
record Compatible(JsonNode givers, JsonNode takers, boolean all) {

  /** Why some values of {@code given} do not fit {@code taken}; empty when all do. */
  List<String> differences(JsonNode given, JsonNode taken, String where) {
    List<String> differences = new ArrayList<>();
    for (JsonNode each : alternatives(givers, given).toList()) {
      List<String> best =
          alternatives(takers, taken)
              .map(other -> one(each, other, where))
              .min(java.util.Comparator.comparingInt(List::size))
              .orElse(List.of(where + ": fits nothing"));
      differences.addAll(best);
    }
    return differences.stream().distinct().toList();
  }

  private static Stream<JsonNode> alternatives(JsonNode document, JsonNode schema) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asString().replaceFirst(".*/", "");
      return alternatives(document, document.path("components").path("schemas").path(name));
    }
    return schema.has("anyOf")
        ? schema.path("anyOf").valueStream().flatMap(each -> alternatives(document, each))
        : Stream.of(schema);
  }

  private List<String> one(JsonNode given, JsonNode taken, String where) {
    String type = given.path("type").asString("any");
    String wanted = taken.path("type").asString("any");
    if (wanted.equals("any")) {
      return List.of();
    }
    boolean fits = type.equals(wanted) || (type.equals("integer") && wanted.equals("number"));
    if (!fits) {
      return List.of(where + ": " + type + " in the place of " + wanted);
    }
    return switch (type) {
      case "string" -> words(given, taken, where);
      case "array" -> differences(given.path("items"), taken.path("items"), where + "[]");
      case "object" -> object(given, taken, where);
      default -> List.of();
    };
  }

  private static List<String> words(JsonNode given, JsonNode taken, String where) {
    if (!taken.has("enum") || !given.has("enum")) {
      return List.of();
    }
    Set<String> unknown = new HashSet<>(texts(given.path("enum")));
    unknown.removeAll(texts(taken.path("enum")));
    return unknown.stream().sorted().map(word -> where + ": " + word + " is unknown").toList();
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private List<String> object(JsonNode given, JsonNode taken, String where) {
    List<String> differences = new ArrayList<>();
    List<String> sure = texts(given.path("required"));
    for (String name : texts(taken.path("required"))) {
      if (!sure.contains(name)) {
        differences.add(where + "." + name + ": needed, and may be missing");
      }
    }
    boolean closed = taken.path("additionalProperties").isBoolean() && !open(taken);
    for (Map.Entry<String, JsonNode> field : given.path("properties").properties()) {
      JsonNode other = taken.path("properties").path(field.getKey());
      String inside = where + "." + field.getKey();
      if (!other.isMissingNode()) {
        differences.addAll(differences(field.getValue(), other, inside));
      } else if (all && closed) {
        differences.add(inside + ": refused");
      } else if (taken.path("additionalProperties").isObject()) {
        differences.addAll(
            differences(field.getValue(), taken.path("additionalProperties"), inside));
      }
    }
    if (given.path("additionalProperties").isObject()
        && taken.path("additionalProperties").isObject()) {
      differences.addAll(
          differences(
              given.path("additionalProperties"),
              taken.path("additionalProperties"),
              where + ".*"));
    }
    return differences;
  }

  private static boolean open(JsonNode schema) {
    return schema.path("additionalProperties").asBoolean(true);
  }
}
