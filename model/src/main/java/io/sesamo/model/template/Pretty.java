package io.sesamo.model.template;

import io.sesamo.model.template.Types.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code pprint} and {@code textwrap}: values and texts in lines of a width. */
final class Pretty {

  private static final int WIDTH = 80;
  private static final Pattern CHUNK = Pattern.compile("\\s+|[^\\s]+");
  private static final Pattern HYPHENED =
      Pattern.compile("[^\\s-]*\\w-(?=\\w\\w)|[^\\s]+?(?=\\s|$)|.");

  private Pretty() {}

  /** A value in as many lines as it needs, the keys of maps in order. */
  static String print(Object value) {
    StringBuilder out = new StringBuilder();
    print(sorted(value, 0), 0, 0, out);
    return out.toString();
  }

  private static Object sorted(Object value, int depth) {
    if (depth > 100) {
      throw new TemplateException(0, "A value is nested too deeply to be printed");
    }
    return switch (value) {
      case Dict dict -> {
        List<Dict.Entry> entries = new ArrayList<>(dict.entries());
        entries.sort(Comparator.comparing(Dict.Entry::key, Pretty::order));
        Dict copy = new Dict();
        entries.forEach(entry -> copy.put(entry.key(), sorted(entry.value(), depth + 1)));
        yield copy;
      }
      case List<?> list ->
          new ArrayList<>(list.stream().map(item -> sorted(item, depth + 1)).toList());
      case Tuple tuple ->
          new Tuple(tuple.items().stream().map(item -> sorted(item, depth + 1)).toList());
      default -> value;
    };
  }

  private static int order(Object left, Object right) {
    try {
      return Python.compare(left, right);
    } catch (TemplateException mixed) {
      return Python.type(left).compareTo(Python.type(right));
    }
  }

  /** Writes a value that begins at a column and is followed by so many characters. */
  private static void print(Object value, int column, int after, StringBuilder out) {
    String line = Python.representation(value);
    if (line.length() <= WIDTH - column - after) {
      out.append(line);
      return;
    }
    switch (value) {
      case Dict dict when dict.size() > 0 -> {
        out.append('{');
        List<Dict.Entry> entries = dict.entries();
        for (int i = 0; i < entries.size(); i++) {
          boolean last = i == entries.size() - 1;
          String key = Python.representation(entries.get(i).key()) + ": ";
          out.append(i == 0 ? "" : ",\n" + " ".repeat(column + 1)).append(key);
          print(entries.get(i).value(), column + 1 + key.length(), last ? after + 1 : 1, out);
        }
        out.append('}');
      }
      case List<?> list when !list.isEmpty() -> items(list, '[', ']', column, after, out);
      case Tuple tuple when !tuple.items().isEmpty() ->
          items(tuple.items(), '(', ')', column, after, out);
      default -> out.append(line);
    }
  }

  private static void items(
      List<?> items, char open, char close, int column, int after, StringBuilder out) {
    out.append(open);
    for (int i = 0; i < items.size(); i++) {
      boolean last = i == items.size() - 1;
      out.append(i == 0 ? "" : ",\n" + " ".repeat(column + 1));
      print(items.get(i), column + 1, last ? after + 1 : 1, out);
    }
    out.append(close == ')' && items.size() == 1 ? "," : "").append(close);
  }

  /** A line of text in lines of at most a width, broken between words. */
  static List<String> wrap(String text, int width, boolean breakWords, boolean hyphens) {
    List<String> chunks = chunks(text, hyphens);
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    while (!chunks.isEmpty()) {
      String chunk = chunks.removeFirst();
      if (line.isEmpty() && !lines.isEmpty() && chunk.isBlank()) {
        continue;
      }
      if (line.length() + chunk.length() <= width) {
        line.append(chunk);
        continue;
      }
      if (chunk.length() > width && breakWords && !chunk.isBlank()) {
        int room = Math.max(1, width - line.length());
        if (width - line.length() > 0) {
          line.append(chunk, 0, room);
          chunk = chunk.substring(room);
        }
        chunks.addFirst(chunk);
      } else if (line.isEmpty()) {
        line.append(chunk);
      } else {
        chunks.addFirst(chunk);
      }
      lines.add(line.toString().stripTrailing());
      line.setLength(0);
    }
    String rest = line.toString().stripTrailing();
    if (!rest.isEmpty()) {
      lines.add(rest);
    }
    return lines;
  }

  private static List<String> chunks(String text, boolean hyphens) {
    List<String> chunks = new ArrayList<>();
    Matcher words = CHUNK.matcher(text);
    while (words.find()) {
      String word = words.group();
      if (!hyphens || word.isBlank() || !word.contains("-")) {
        chunks.add(word);
        continue;
      }
      Matcher parts = HYPHENED.matcher(word);
      StringBuilder part = new StringBuilder();
      while (parts.find()) {
        part.append(parts.group());
        if (parts.group().endsWith("-") && parts.group().length() > 1) {
          chunks.add(part.toString());
          part.setLength(0);
        }
      }
      if (!part.isEmpty()) {
        chunks.add(part.toString());
      }
    }
    return chunks;
  }
}
