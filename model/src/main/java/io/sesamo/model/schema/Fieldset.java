package io.sesamo.model.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A map with known fields, in the order in which editors offer them. */
public final class Fieldset {

  private final String description;
  private final Map<String, Object> properties = new LinkedHashMap<>();
  private final List<String> required = new ArrayList<>();

  Fieldset(String description) {
    this.description = description;
  }

  /** A field that may be left out. */
  public Fieldset field(String name, Map<String, Object> kind, String words) {
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("description", words);
    property.putAll(kind);
    properties.put(name, property);
    return this;
  }

  /** A field that must be there. */
  public Fieldset needed(String name, Map<String, Object> kind, String words) {
    required.add(name);
    return field(name, kind, words);
  }

  /** The map, which has no other fields. */
  public Map<String, Object> build() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("description", description);
    map.put("type", "object");
    if (!required.isEmpty()) {
      map.put("required", required);
    }
    map.put("additionalProperties", false);
    map.put("properties", properties);
    return map;
  }
}
