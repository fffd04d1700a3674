package io.sesamo.model.template;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/** JSON text, with Python's spacing, of a template's value. */
final class Json {

  private Json() {}

  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case None none -> out.append("null");
      case Boolean truth -> out.append(truth);
      case String text -> quote(text, out);
      case Double number -> out.append(Python.decimal(number));
      case Map<?, ?> map -> {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
          Map.Entry<?, ?> entry = entries.next();
          quote(Python.text(entry.getKey()), out);
          out.append(": ");
          write(entry.getValue(), out);
          out.append(entries.hasNext() ? ", " : "");
        }
        out.append('}');
      }
      case Collection<?> items -> {
        out.append('[');
        Iterator<?> each = items.iterator();
        while (each.hasNext()) {
          write(each.next(), out);
          out.append(each.hasNext() ? ", " : "");
        }
        out.append(']');
      }
      default -> out.append(value);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    text.chars()
        .forEach(c -> {
          switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
              if (c < ' ' || c > '~' || c == '<' || c == '>' || c == '&' || c == '\'') {
                out.append(String.format("\\u%04x", c));
              } else {
                out.append((char) c);
              }
            }
          }
        });
    out.append('"');
  }
}
