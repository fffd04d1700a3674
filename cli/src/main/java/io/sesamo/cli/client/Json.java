package io.sesamo.cli.client;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * A JSON value that was read, or is to be written. What is missing or of another kind reads as
 * empty, so that a server of another version does no harm. (The streaming parser alone starts
 * faster than data binding, which matters for a command.)
 *
 * @param value a map, list, text, number, truth value, or null
 */
public record Json(@Nullable Object value) {

  private static final Json NOTHING = new Json(null);

  /** Two blanks a level, and line ends that do not depend on the machine. */
  private static final ObjectWriteContext INDENTED =
      new ObjectWriteContext.Base() {
        @Override
        public boolean hasPrettyPrinter() {
          return true;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
          DefaultIndenter indent = new DefaultIndenter("  ", "\n");
          return new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
        }
      };

  /**
   * Reads one JSON value.
   *
   * @throws IllegalArgumentException when it is not JSON
   */
  public static Json read(String text) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      return new Json(value(parser));
    } catch (JacksonException notJson) {
      throw new IllegalArgumentException("not JSON: " + notJson.getOriginalMessage(), notJson);
    }
  }

  private static @Nullable Object value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.put(name, value(parser));
      }
      return members;
    }
    if (token == JsonToken.START_ARRAY) {
      List<@Nullable Object> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(parser));
      }
      return items;
    }
    if (token == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return parser.getNumberValue();
    }
    return token == JsonToken.VALUE_NULL ? null : (Object) (token == JsonToken.VALUE_TRUE);
  }

  /** The member of that name. */
  public Json get(String name) {
    return value instanceof Map<?, ?> members ? new Json(members.get(name)) : NOTHING;
  }

  public boolean isNull() {
    return value == null;
  }

  /** The members of an object, in their order. */
  public Map<String, Json> members() {
    Map<String, Json> members = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> found) {
      found.forEach((name, member) -> members.put(String.valueOf(name), new Json(member)));
    }
    return members;
  }

  /** The items of a list. */
  public List<Json> items() {
    List<Json> items = new ArrayList<>();
    if (value instanceof List<?> found) {
      found.forEach(item -> items.add(new Json(item)));
    }
    return items;
  }

  public List<String> texts() {
    return items().stream().map(Json::text).toList();
  }

  /** A text, a number or a truth value as text; else empty. */
  public String text() {
    return value == null || value instanceof Map || value instanceof List ? "" : value.toString();
  }

  public long number() {
    return value instanceof Number number ? number.longValue() : 0;
  }

  public double decimal() {
    return value instanceof Number number ? number.doubleValue() : 0;
  }

  public boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  /** The value on one line. */
  public String write() {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      write(value, out);
    }
    return text.toString();
  }

  /** The value on many lines, for people. */
  public String writeLines() {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(INDENTED, text)) {
      write(value, out);
    }
    return text.append('\n').toString();
  }

  /** The value as maps, lists, texts, numbers, truth values and nulls alone. */
  public @Nullable Object plain() {
    return plain(value);
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Json json -> plain(json.value());
      case Map<?, ?> members -> {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        members.forEach((name, member) -> all.put(String.valueOf(name), plain(member)));
        yield all;
      }
      case List<?> items -> {
        List<@Nullable Object> all = new ArrayList<>();
        items.forEach(item -> all.add(plain(item)));
        yield all;
      }
      case Boolean truth -> truth;
      case Number number -> number;
      case Object text -> text.toString();
    };
  }

  private static void write(@Nullable Object value, JsonGenerator out) {
    switch (value) {
      case null -> out.writeNull();
      case Json json -> write(json.value(), out);
      case Map<?, ?> members -> {
        out.writeStartObject();
        members.forEach((name, member) -> {
          out.writeName(String.valueOf(name));
          write(member, out);
        });
        out.writeEndObject();
      }
      case List<?> items -> {
        out.writeStartArray();
        items.forEach(item -> write(item, out));
        out.writeEndArray();
      }
      case Boolean truth -> out.writeBoolean(truth);
      case Number number -> out.writeRawValue(number.toString());
      case Object text -> out.writeString(text.toString());
    }
  }
}
