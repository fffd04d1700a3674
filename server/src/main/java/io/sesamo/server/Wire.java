package io.sesamo.server;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How values go over the wire: OSMO's client takes times only in UTC without a zone. */
final class Wire {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  static final String UNSTORABLE = "U+0000 or half of a surrogate pair, which cannot be stored.";

  private Wire() {}

  static String json(@Nullable Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** The parsed body; no text in it has a character that cannot be stored. */
  static JsonNode read(byte[] body) {
    try {
      JsonNode json = MAPPER.readTree(body);
      requireStorable(json);
      return json;
    } catch (JacksonException e) {
      throw ApiException.invalid("body", "", "The body is not JSON: " + e.getOriginalMessage());
    }
  }

  private static void requireStorable(JsonNode json) {
    if (json.isString() && !storable(json.asString())) {
      throw ApiException.invalid("body", "", "The body has a text with " + UNSTORABLE);
    }
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (!storable(entry.getKey())) {
        throw ApiException.invalid("body", "", "The body has a name with " + UNSTORABLE);
      }
    }
    json.forEach(Wire::requireStorable);
  }

  /** PostgreSQL's texts hold no U+0000, and UTF-8 no half of a surrogate pair. */
  static boolean storable(String text) {
    return text.codePoints()
        .noneMatch(point ->
            point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  static @Nullable String time(Optional<Instant> at) {
    return at.map(Wire::time).orElse(null);
  }

  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /** A map in the order of the arguments: name, value, name, value… */
  static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return map;
  }
}
