package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what commonly goes wrong between a template and what it is rendered to. */
final class TemplateChecks {

  private static final Pattern SPACED_TOKEN =
      Pattern.compile("\\{\\{ *(workflow_id|output|(?:input|host): ?[^}\\s]{1,100}) *\\}\\}");
  private static final Set<String> FALSE_WORDS = Set.of("false", "no", "off", "none", "null");

  private TemplateChecks() {}

  /**
   * Why a template cannot be rendered, and what to do.
   *
   * @param line of the file, 1-based; 0 when unknown
   */
  static Problem failure(SpecSource source, int line, String message) {
    String words = message.endsWith(".") || message.endsWith("?") ? message : message + ".";
    String text = source.text().lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
    return Problem.error(
        new Location(source.file(), line, 0),
        "The template cannot be rendered: " + words,
        advice(message, text));
  }

  private static String advice(String message, String line) {
    Matcher token = SPACED_TOKEN.matcher(line);
    if (token.find() && token.group().contains(" ")) {
      return "Write {{" + token.group(1).replace(" ", "") + "}} without blanks: it is no template.";
    }
    if (message.contains("{#")) {
      return "Where no comment is meant, as in ${#list[@]}, write {{ '{#' }} for these two signs,"
          + " or put the text between {% raw %} and {% endraw %}.";
    }
    return message.endsWith("is undefined")
        ? "Give values with default-values in the file, or with --set name=value."
        : "";
  }

  /** What is doubtful about a setting of the command line. */
  static Optional<Problem> setting(Location where, String name, String value, boolean typed) {
    if (name.contains(".")) {
      return Optional.of(
          Problem.warning(
              where,
              "'" + name + "' is a name of its own; it does not reach into a map.",
              "Set the whole map in default-values."));
    }
    return typed && FALSE_WORDS.contains(value.toLowerCase(Locale.ROOT))
        ? Optional.of(
            Problem.warning(
                where,
                "'"
                    + value
                    + "' is a text, and in a condition every text but the empty one is"
                    + " true.",
                "Write " + name + "=0, or compare: {% if " + name + " == '" + value + "' %}."))
        : Optional.empty();
  }

  /** The same problem, with advice where a printed value spoils the YAML. */
  static Problem explained(Problem problem) {
    return problem.message().startsWith("This is not valid YAML") && problem.advice().isEmpty()
        ? Problem.error(
            problem.where(),
            problem.message(),
            "A printed value with : or quotes in it needs quotes around it, such as"
                + " \"{{ name }}\"; print lists with {{ name | tojson }}.")
        : problem;
  }

  /** Warns where a printed value ends at a # in it, since that begins a comment. */
  static List<Problem> cutValues(
      String file, RenderResult.Rendered rendered, List<String> template) {
    List<Integer> doubtful = new ArrayList<>();
    List<String> lines = rendered.text().lines().toList();
    for (int i = 0; i < Math.min(lines.size(), rendered.lines().size()); i++) {
      int from = rendered.lines().get(i);
      String written = from <= template.size() ? template.get(from - 1) : "#";
      if (lines.get(i).contains("#") && written.contains("{{") && !written.contains("#")) {
        doubtful.add(i + 1);
      }
    }
    if (doubtful.isEmpty()) {
      return List.of();
    }
    Set<Integer> comments = YamlReader.commentLines(rendered.text());
    return doubtful.stream()
        .filter(comments::contains)
        .map(line ->
            Problem.warning(
                new Location(file, rendered.lines().get(line - 1), 0),
                "A printed value is cut at a # in it, which begins a comment.",
                "Put it in quotes, such as \"{{ name }}\"."))
        .distinct()
        .toList();
  }
}
