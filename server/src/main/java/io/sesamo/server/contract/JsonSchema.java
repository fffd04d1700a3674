package io.sesamo.server.contract;

import io.sesamo.server.contract.Schema.Field;
import io.sesamo.server.contract.Schema.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Shapes as JSON Schema 2020-12; shapes with names stand in a place of their own. Not thread-safe.
 */
public final class JsonSchema {

  private final String place;
  private final Map<String, Map<String, @Nullable Object>> named = new TreeMap<>();
  private final Map<String, Fields> seen = new LinkedHashMap<>();

  /**
   * Starts without any.
   *
   * @param place where the named ones will stand, as the start of a reference
   */
  public JsonSchema(String place) {
    this.place = place;
  }

  /** All shapes with names that those asked for so far are made of. */
  public Map<String, Map<String, @Nullable Object>> named() {
    return named;
  }

  /**
   * One shape.
   *
   * @throws IllegalStateException when another shape has its name
   */
  public Map<String, @Nullable Object> of(Schema schema) {
    return switch (schema) {
      case Schema.Any any -> map();
      case Schema.Null nothing -> map("type", "null");
      case Schema.Text text -> text(text);
      case Schema.Words words -> map("type", "string", "enum", words.words());
      case Schema.Whole whole -> whole(whole);
      case Schema.Real real -> map("type", "number");
      case Schema.Truth truth -> map("type", "boolean");
      case Schema.Items items -> map("type", "array", "items", of(items.of()));
      case Schema.ByName names -> map("type", "object", "additionalProperties", of(names.of()));
      case Schema.Either either -> map("anyOf", either.of().stream().map(this::of).toList());
      case Schema.Said said -> {
        Map<String, @Nullable Object> json = of(said.of());
        json.put("description", said.words());
        yield json;
      }
      case Fields fields -> reference(fields);
    };
  }

  private static Map<String, @Nullable Object> text(Schema.Text text) {
    Map<String, @Nullable Object> json = map("type", "string");
    if (!text.pattern().isEmpty()) {
      json.put("pattern", "^(?:" + text.pattern() + ")$");
    }
    if (!text.format().isEmpty()) {
      json.put("format", text.format());
    }
    if (text.least() > 0) {
      json.put("minLength", text.least());
    }
    if (text.most() < Integer.MAX_VALUE) {
      json.put("maxLength", text.most());
    }
    return json;
  }

  private static Map<String, @Nullable Object> whole(Schema.Whole whole) {
    Map<String, @Nullable Object> json = map("type", "integer");
    if (whole.least() != Long.MIN_VALUE) {
      json.put("minimum", whole.least());
    }
    if (whole.most() != Long.MAX_VALUE) {
      json.put("maximum", whole.most());
    }
    return json;
  }

  private Map<String, @Nullable Object> reference(Fields fields) {
    Fields before = seen.putIfAbsent(fields.name(), fields);
    if (before == null) {
      named.put(fields.name(), object(fields));
    } else if (!before.equals(fields)) {
      throw new IllegalStateException("Two shapes are named " + fields.name());
    }
    return map("$ref", place + fields.name());
  }

  private Map<String, @Nullable Object> object(Fields fields) {
    Map<String, Object> properties = new LinkedHashMap<>();
    fields.fields().forEach(field -> properties.put(field.name(), of(field.of())));
    List<String> required =
        fields.fields().stream().filter(Field::required).map(Field::name).toList();
    Map<String, @Nullable Object> json = map("type", "object", "properties", properties);
    if (!required.isEmpty()) {
      json.put("required", required);
    }
    if (fields.closed()) {
      json.put("additionalProperties", false);
    }
    return json;
  }

  private static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return map;
  }
}
