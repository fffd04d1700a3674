package io.sesamo.server.contract;

import io.sesamo.server.contract.Schema.Field;
import io.sesamo.server.contract.Schema.Fields;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Whether a JSON value has a shape. */
public final class Check {

  private Check() {}

  /**
   * The first thing that is wrong with a value.
   *
   * @param where the names and indexes that lead to it, with dots between them; empty: all of it
   * @param words what it must be
   */
  public record Wrong(String where, String words) {}

  /** What is wrong with a value; empty when it has that shape. */
  public static Optional<Wrong> of(Schema schema, JsonNode value) {
    return of(schema, value, "");
  }

  private static Optional<Wrong> of(Schema schema, JsonNode value, String where) {
    return switch (schema) {
      case Schema.Any any -> Optional.empty();
      case Schema.Null nothing -> need(value.isNull(), where, "null");
      case Schema.Text text ->
          value.isString() && !text.takes(value.asString())
              ? wrong(where, text.wanted(value.asString()))
              : need(value.isString(), where, "a valid string");
      case Schema.Words words ->
          need(
              value.isString() && words.words().contains(value.asString()),
              where,
              "one of " + String.join(", ", words.words()));
      case Schema.Whole whole -> whole(whole, value, where);
      case Schema.Real real -> need(value.isNumber(), where, "a valid number");
      case Schema.Truth truth -> need(value.isBoolean(), where, "a valid boolean");
      case Schema.Items items -> items(items, value, where);
      case Schema.ByName names -> names(names, value, where);
      case Schema.Either either -> either(either.of(), value, where);
      case Schema.Said said -> of(said.of(), value, where);
      case Fields fields -> fields(fields, value, where);
    };
  }

  private static Optional<Wrong> need(boolean holds, String where, String what) {
    return holds ? Optional.empty() : wrong(where, "be " + what);
  }

  private static Optional<Wrong> wrong(String where, String words) {
    return Optional.of(new Wrong(where, "Input should " + words));
  }

  private static Optional<Wrong> whole(Schema.Whole whole, JsonNode value, String where) {
    if (!value.isIntegralNumber()) {
      return wrong(where, "be a valid integer");
    }
    boolean holds =
        value.canConvertToLong()
            && value.asLong() >= whole.least()
            && value.asLong() <= whole.most();
    return need(holds, where, "from " + whole.least() + " to " + whole.most());
  }

  private static Optional<Wrong> items(Schema.Items items, JsonNode value, String where) {
    if (!value.isArray()) {
      return wrong(where, "be a valid list");
    }
    int index = 0;
    for (Iterator<JsonNode> each = value.iterator(); each.hasNext(); index++) {
      Optional<Wrong> wrong = of(items.of(), each.next(), inside(where, String.valueOf(index)));
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private static Optional<Wrong> names(Schema.ByName names, JsonNode value, String where) {
    if (!value.isObject()) {
      return wrong(where, "be an object");
    }
    return first(
        value.properties().stream()
            .map(entry -> of(names.of(), entry.getValue(), inside(where, entry.getKey()))));
  }

  /** Where none fits, what is wrong with the first says most: the others are null, or rarer. */
  private static Optional<Wrong> either(List<Schema> schemas, JsonNode value, String where) {
    return schemas.stream().anyMatch(schema -> of(schema, value, where).isEmpty())
        ? Optional.empty()
        : of(schemas.getFirst(), value, where);
  }

  private static Optional<Wrong> fields(Fields fields, JsonNode value, String where) {
    if (!value.isObject()) {
      return wrong(where, "be an object");
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (fields.closed() && fields.field(entry.getKey()).isEmpty()) {
        return Optional.of(
            new Wrong(inside(where, entry.getKey()), "Extra inputs are not permitted"));
      }
    }
    return first(fields.fields().stream().map(field -> field(field, value, where)));
  }

  private static Optional<Wrong> field(Field field, JsonNode object, String where) {
    JsonNode value = object.get(field.name());
    String inside = inside(where, field.name());
    if (value == null) {
      return field.required() ? Optional.of(new Wrong(inside, "Field required")) : Optional.empty();
    }
    return of(field.of(), value, inside);
  }

  private static Optional<Wrong> first(Stream<Optional<Wrong>> all) {
    return all.flatMap(Optional::stream).findFirst();
  }

  private static String inside(String where, String name) {
    return where.isEmpty() ? name : where + "." + name;
  }
}
