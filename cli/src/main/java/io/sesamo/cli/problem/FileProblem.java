package io.sesamo.cli.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something wrong in a file or with a request.
 *
 * @param words one line that says all, with the place
 * @param excerpt the file's line and a mark below it; empty where there is none to show
 * @param facts the same as data; only the words where nothing else is known
 */
public record FileProblem(String words, List<String> excerpt, Map<String, Object> facts) {

  private static final int LONGEST_LINE = 160;

  public FileProblem {
    excerpt = List.copyOf(excerpt);
    facts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** One that only its words are known of. */
  public static FileProblem of(String words) {
    return new FileProblem(words, List.of(), Map.of("message", words));
  }

  /**
   * The lines to show of a file.
   *
   * @param line as it stands in the file
   * @param number 1-based
   * @param column 1-based; 0 when unknown
   */
  public static List<String> excerpt(String line, int number, int column) {
    if (line.isBlank() || line.length() > LONGEST_LINE) {
      return List.of();
    }
    String margin = "%6d | ".formatted(number);
    if (column < 1 || column > line.length() + 1) {
      return List.of(margin + line);
    }
    // Tabs stay tabs, so that the mark stands below its place.
    String before = line.substring(0, column - 1).replaceAll("[^\\t]", " ");
    return List.of(margin + line, "       | " + before + "^");
  }
}
