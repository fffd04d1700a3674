package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a spec file, found by their keys at the beginning of a line, before any template is
 * rendered: only {@code workflow} is a template.
 *
 * @param texts each part from its key to the next one
 * @param lines the line of each key, 1-based
 */
record Sections(Map<String, String> texts, Map<String, Integer> lines) {

  private static final Pattern KEY =
      Pattern.compile("^([a-zA-Z][a-zA-Z0-9_-]*):", Pattern.MULTILINE);
  private static final Set<String> KNOWN = Set.of("workflow", "default-values", "version");

  static Sections of(String file, String text, List<Problem> problems) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    Matcher matcher = KEY.matcher(text);
    List<Integer> starts = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    while (matcher.find()) {
      starts.add(matcher.start());
      keys.add(matcher.group(1));
    }
    warnOfText(file, starts.isEmpty() ? "" : text.substring(0, starts.getFirst()), problems);
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      int line = 1 + (int) text.substring(0, starts.get(i)).chars().filter(c -> c == '\n').count();
      Location where = new Location(file, line, 1);
      if (!KNOWN.contains(key)) {
        problems.add(
            Problem.error(
                where,
                "The top-level key '" + key + "' is not known.",
                "There are workflow, default-values and version."));
      } else if (texts.containsKey(key)) {
        problems.add(Problem.error(where, "The top-level key '" + key + "' is given twice.", ""));
      }
      int end = i + 1 < keys.size() ? starts.get(i + 1) : text.length();
      texts.putIfAbsent(key, text.substring(starts.get(i), end));
      lines.putIfAbsent(key, line);
    }
    if (!texts.containsKey("workflow")) {
      problems.add(
          Problem.error(
              Location.wholeFile(file),
              "This is not a workflow: there is no line that begins with 'workflow:'.",
              text.stripLeading().startsWith("{")
                  ? "JSON is not taken, although it is YAML; write workflow: at a line's beginning."
                  : ""));
    }
    return new Sections(texts, lines);
  }

  /** What stands in front of the first key is dropped. */
  private static void warnOfText(String file, String text, List<Problem> problems) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty()
          && !line.startsWith("#")
          && !line.startsWith("%")
          && !line.equals("---")) {
        problems.add(
            Problem.warning(
                new Location(file, i + 1, 1), "What stands before the first key is dropped.", ""));
        return;
      }
    }
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(texts.get(key));
  }

  int line(String key) {
    return lines.getOrDefault(key, 1);
  }
}
