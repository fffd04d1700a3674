package io.sesamo.server;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Compares an answer with one that was recorded: keys and kinds of values, not the values. */
final class Shapes {

  private Shapes() {}

  /** What differs, one line each; keys of ours beside the recorded ones do not count. */
  static void compare(String at, JsonNode recorded, JsonNode ours, List<String> differences) {
    if (recorded.isNull() || ours.isNull()) {
      return; // of what is not there, no kind is known
    }
    if (recorded.isObject() && ours.isObject()) {
      for (Map.Entry<String, JsonNode> entry : recorded.properties()) {
        String key = at + "." + entry.getKey();
        if (ours.has(entry.getKey())) {
          compare(key, entry.getValue(), ours.get(entry.getKey()), differences);
        } else {
          differences.add(key + " is missing");
        }
      }
    } else if (recorded.isArray() && ours.isArray()) {
      if (!recorded.isEmpty() && !ours.isEmpty()) {
        compare(at + "[]", recorded.get(0), ours.get(0), differences);
      }
    } else if (!kind(recorded).equals(kind(ours))) {
      differences.add(at + " is " + kind(ours) + ", not " + kind(recorded));
    }
  }

  private static String kind(JsonNode node) {
    return node.isNumber()
        ? node.isIntegralNumber() ? "a whole number" : "a number"
        : "of kind " + node.getNodeType();
  }
}
