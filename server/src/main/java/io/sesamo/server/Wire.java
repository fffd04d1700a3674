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

  private Wire() {}

  static String json(@Nullable Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** The parsed body. */
  static JsonNode read(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw ApiException.invalid("body", "", "The body is not JSON: " + e.getOriginalMessage());
    }
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
