package io.sesamo.model.yaml;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps, lists, texts, numbers, booleans and nulls as block YAML that YAML 1.1 and 1.2 read
 * alike.
 */
public final class YamlWriter {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./@-]*+");
  private static final Pattern BLOCK_LINES =
      Pattern.compile("[!-~\\u00a1-\\ud7ff][\\t -~\\u00a1-\\ud7ff\\n]*+");

  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  /** The YAML text of a map. */
  public static String write(Map<?, ?> root) {
    YamlWriter writer = new YamlWriter();
    writer.map(root, 0);
    return writer.out.toString();
  }

  private void map(Map<?, ?> map, int indent) {
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        out.append(" ".repeat(indent));
      }
      first = false;
      text(String.valueOf(entry.getKey()), indent, false);
      out.append(':');
      value(entry.getValue(), indent);
    }
  }

  /** A value behind a key: on the same line, or as a block below it. */
  private void value(@Nullable Object value, int indent) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        out.append('\n').append(" ".repeat(indent + 2));
        map(map, indent + 2);
      }
      case Collection<?> items when !items.isEmpty() -> {
        out.append('\n');
        for (Object item : items) {
          out.append(" ".repeat(indent)).append('-');
          item(item, indent);
        }
      }
      case null -> out.append(" null\n");
      default -> {
        out.append(' ');
        scalar(value, indent);
      }
    }
  }

  private void item(@Nullable Object item, int indent) {
    if (item instanceof Map<?, ?> map && !map.isEmpty()) {
      out.append(' ');
      map(map, indent + 2);
    } else if (item instanceof Collection<?> items && !items.isEmpty()) {
      value(items, indent + 2);
    } else {
      value(item, indent);
    }
  }

  private void scalar(Object value, int indent) {
    switch (value) {
      case Map<?, ?> map -> out.append("{}");
      case Collection<?> items -> out.append("[]");
      case String text -> {
        text(text, indent, true);
        if (out.charAt(out.length() - 1) == '\n') {
          return;
        }
      }
      // YAML 1.1 takes 1.0E10 for a text, and 1.0E+10 for a number.
      case Double number -> out.append(number.toString().replaceFirst("E(?=[0-9])", "E+"));
      default -> out.append(value);
    }
    out.append('\n');
  }

  private void text(String text, int indent, boolean mayBeBlock) {
    boolean plain = PLAIN.matcher(text).matches() && Scalars.resolve(text) instanceof String;
    if (plain) {
      out.append(text);
    } else if (mayBeBlock && text.strip().contains("\n") && fitsBlock(text)) {
      block(text, indent + 2);
    } else {
      quoted(text);
    }
  }

  private static boolean fitsBlock(String text) {
    return BLOCK_LINES.matcher(text).matches() && !text.endsWith("\n\n");
  }

  private void block(String text, int indent) {
    boolean ended = text.endsWith("\n");
    out.append(ended ? "|\n" : "|-\n");
    for (String line : (ended ? text.substring(0, text.length() - 1) : text).split("\n", -1)) {
      out.append(line.isEmpty() ? "" : " ".repeat(indent)).append(line).append('\n');
    }
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          boolean printable = (c >= ' ' && c <= '~') || (c > 0xa0 && c < 0xd800);
          boolean pair = Character.isSurrogate(c);
          out.append(printable || pair ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
      }
    }
    out.append('"');
  }
}
