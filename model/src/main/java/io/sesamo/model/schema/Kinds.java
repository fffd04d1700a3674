package io.sesamo.model.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Kinds of values, as JSON Schema (draft 2020-12) has them: maps that keep their order. */
public final class Kinds {

  private Kinds() {}

  /** Numbers count as their texts. */
  public static Map<String, Object> text() {
    return node("type", List.of("string", "number"));
  }

  /** A text that matches as a whole. */
  public static Map<String, Object> pattern(String whole) {
    return node("type", "string", "pattern", "^(" + whole + ")$");
  }

  public static Map<String, Object> list(Map<String, Object> items) {
    return node("type", "array", "items", items);
  }

  /** A map with names of its author's own. */
  public static Map<String, Object> named(Map<String, Object> kind) {
    return node("type", "object", "additionalProperties", kind);
  }

  public static Map<String, Object> orNull(Map<String, Object> kind) {
    return any(List.of(kind, node("type", "null")));
  }

  public static Map<String, Object> any(List<Map<String, Object>> kinds) {
    return node("anyOf", kinds);
  }

  /** A map of keys and values in turn. */
  public static Map<String, Object> node(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  public static Map<String, Object> ref(String definition) {
    return node("$ref", "#/$defs/" + definition);
  }

  /** A map with known fields. */
  public static Fieldset map(String description) {
    return new Fieldset(description);
  }

  /**
   * A whole schema.
   *
   * @param title what the file is
   * @param file its outermost map
   * @param definitions that it refers to
   */
  public static Map<String, Object> schema(
      String title, Map<String, Object> file, Map<String, Object> definitions) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", title);
    root.putAll(file);
    root.put("$defs", definitions);
    return root;
  }
}
