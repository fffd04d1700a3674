package io.sesamo.model.template;

import io.sesamo.model.template.Types.Markup;
import io.sesamo.model.template.Types.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** JSON as Jinja's {@code tojson} writes it: sorted keys, ASCII only, safe inside HTML. */
final class Json {

  private static final int DEEPEST = 100;

  private final StringBuilder out = new StringBuilder();
  private final int indent;

  private Json(int indent) {
    this.indent = indent;
  }

  /**
   * Writes a value.
   *
   * @param indent spaces a level; below 0 all is one line
   */
  static String write(Object value, int indent) {
    Json json = new Json(indent);
    json.value(value, 0);
    return json.out.toString();
  }

  private void value(Object value, int depth) {
    if (depth > DEEPEST) {
      throw new TemplateException(0, "A value is nested too deeply for JSON");
    }
    switch (Python.defined(value)) {
      case None none -> out.append("null");
      case Boolean truth -> out.append(truth);
      case String text -> quote(text);
      case Markup markup -> quote(markup.text());
      case Double number when number.isNaN() -> out.append("NaN");
      case Double number when number.isInfinite() ->
          out.append(number > 0 ? "" : "-").append("Infinity");
      case Double number -> out.append(Printer.decimal(number));
      case java.math.BigInteger number -> out.append(number);
      case Dict dict -> {
        List<Dict.Entry> entries = new ArrayList<>(dict.entries());
        entries.sort(Comparator.comparing(Dict.Entry::key, Python::compare));
        between(
            "{",
            "}",
            entries,
            depth,
            entry -> {
              quote(key(entry.key()));
              out.append(": ");
              value(entry.value(), depth + 1);
            });
      }
      case List<?> list -> between("[", "]", list, depth, item -> value(item, depth + 1));
      case Tuple tuple -> between("[", "]", tuple.items(), depth, item -> value(item, depth + 1));
      default ->
          throw new TemplateException(
              0, "A value of type " + Python.type(value) + " cannot be written as JSON");
    }
  }

  private static String key(Object key) {
    return switch (key) {
      case String text -> text;
      case None none -> "null";
      case Boolean truth -> truth ? "true" : "false";
      default -> Python.text(key);
    };
  }

  private <T> void between(
      String open, String close, List<T> items, int depth, java.util.function.Consumer<T> write) {
    out.append(open);
    String comma = "";
    for (T item : items) {
      out.append(comma);
      line(depth + 1, !comma.isEmpty());
      write.accept(item);
      comma = ",";
    }
    if (!items.isEmpty()) {
      line(depth, false);
    }
    out.append(close);
  }

  private void line(int depth, boolean follows) {
    if (indent >= 0) {
      out.append('\n').repeat(' ', indent * depth);
    } else if (follows) {
      out.append(' ');
    }
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ' || c > '~' || c == '<' || c == '>' || c == '&' || c == '\'') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
