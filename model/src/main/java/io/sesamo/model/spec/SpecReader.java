package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.Problem.Severity;
import io.sesamo.model.template.Numbers;
import io.sesamo.model.template.Template;
import io.sesamo.model.template.TemplateException;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import io.sesamo.model.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a workflow spec in NVIDIA OSMO's format: templates, then YAML, then the model. Finds all
 * problems of a stage before it gives up. Places are those of the file as long as no template has
 * moved the lines.
 */
public final class SpecReader {

  /** Most characters of a spec, before and after its templates. */
  public static final int MOST_CHARACTERS = 8 << 20;

  /** Most lines of a spec, before and after its templates. */
  public static final int MOST_LINES = 400_000;

  /** How many tasks a workflow may have where nobody says otherwise: OSMO's max_num_tasks. */
  public static final int USUAL_TASKS = 20;

  /** How many tasks a pool may allow a workflow at most. */
  public static final int MOST_TASKS = 10_000;

  private SpecReader() {}

  /** Reads and checks a spec of at most {@link #USUAL_TASKS}. */
  public static SpecResult read(SpecSource source) {
    return read(source, USUAL_TASKS);
  }

  /**
   * Reads and checks a spec.
   *
   * @param mostTasks how many tasks it may have, from 1 to {@link #MOST_TASKS}
   */
  public static SpecResult read(SpecSource source, int mostTasks) {
    List<Problem> problems = new ArrayList<>();
    tooLarge(source.file(), source.text(), "The file").ifPresent(problems::add);
    if (failed(problems)) {
      return new SpecResult.Refused(problems);
    }
    Sections sections = Sections.of(source.file(), source.text(), problems);
    checkVersion(source, sections, problems);
    if (failed(problems)) {
      return new SpecResult.Refused(problems);
    }
    return switch (render(source, sections)) {
      case RenderResult.Failed failed -> new SpecResult.Refused(failed.problems());
      case RenderResult.Rendered rendered -> {
        problems.addAll(rendered.warnings());
        List<String> template = source.text().lines().toList();
        problems.addAll(TemplateChecks.cutValues(source.file(), rendered, template));
        int known = problems.size();
        SpecResult result = parse(source, rendered.text(), mostTasks, problems);
        yield placed(result, known, rendered, template);
      }
    };
  }

  /**
   * The same result with the places of the file instead of those of the rendered text.
   *
   * @param known so many of the problems have the file's places already
   */
  private static SpecResult placed(
      SpecResult result, int known, RenderResult.Rendered rendered, List<String> source) {
    List<String> text = rendered.text().lines().toList();
    return switch (result) {
      case SpecResult.Refused refused ->
          new SpecResult.Refused(placed(refused.problems(), known, rendered, text, source));
      case SpecResult.Accepted accepted ->
          new SpecResult.Accepted(
              accepted.spec(),
              accepted.rendered(),
              placed(accepted.warnings(), known, rendered, text, source));
    };
  }

  private static List<Problem> placed(
      List<Problem> problems,
      int known,
      RenderResult.Rendered rendered,
      List<String> text,
      List<String> source) {
    List<Problem> placed = new ArrayList<>(problems.subList(0, Math.min(known, problems.size())));
    for (Problem problem : problems.subList(placed.size(), problems.size())) {
      Location where = problem.where();
      int line = where.line();
      if (line < 1 || line > rendered.lines().size()) {
        placed.add(problem);
        continue;
      }
      int from = rendered.lines().get(line - 1);
      boolean same =
          line <= text.size()
              && from <= source.size()
              && text.get(line - 1).equals(source.get(from - 1));
      String rest = where.column() > 0 ? ", column " + where.column() : "";
      String message =
          same
              ? problem.message()
              : problem.message() + " (Line " + line + rest + " of the rendered text.)";
      Problem moved =
          problem.at(new Location(where.file(), from, same ? where.column() : 0), message);
      placed.add(same ? moved : TemplateChecks.explained(moved));
    }
    return placed;
  }

  private static Optional<Problem> tooLarge(String file, String text, String what) {
    boolean large =
        text.length() > MOST_CHARACTERS || text.chars().filter(c -> c == '\n').count() > MOST_LINES;
    return large
        ? Optional.of(
            Problem.error(
                Location.wholeFile(file),
                what
                    + " has more than "
                    + MOST_CHARACTERS
                    + " characters or "
                    + MOST_LINES
                    + " lines, and is no workflow.",
                "Data belong into inputs, programs into images or files."))
        : Optional.empty();
  }

  /** Renders the templates of the {@code workflow} section, and nothing else. */
  public static RenderResult render(SpecSource source) {
    List<Problem> problems = new ArrayList<>();
    tooLarge(source.file(), source.text(), "The file").ifPresent(problems::add);
    if (failed(problems)) {
      return new RenderResult.Failed(problems);
    }
    Sections sections = Sections.of(source.file(), source.text(), problems);
    return failed(problems) ? new RenderResult.Failed(problems) : render(source, sections);
  }

  private static RenderResult render(SpecSource source, Sections sections) {
    List<Problem> problems = new ArrayList<>();
    Map<String, @Nullable Object> variables = variables(source, sections, problems);
    if (failed(problems)) {
      return new RenderResult.Failed(problems);
    }
    try {
      Template.Rendered done =
          Template.renderWithLines(sections.text("workflow").orElse(""), variables);
      Optional<Problem> large = tooLarge(source.file(), done.text(), "What the templates make");
      if (large.isPresent()) {
        problems.add(large.get());
        return new RenderResult.Failed(problems);
      }
      int before = sections.line("workflow") - 1;
      List<Integer> lines = done.lines().stream().map(line -> before + line).toList();
      done.remarks()
          .forEach(remark ->
              problems.add(
                  Problem.warning(
                      new Location(source.file(), before + remark.line(), 0),
                      remark.message(),
                      remark.advice())));
      return new RenderResult.Rendered(done.text(), lines, problems);
    } catch (TemplateException e) {
      int line = e.line() == 0 ? 0 : sections.line("workflow") + e.line() - 1;
      problems.add(TemplateChecks.failure(source, line, String.valueOf(e.getMessage())));
      return new RenderResult.Failed(problems);
    }
  }

  /**
   * Reads what {@link SpecWriter} wrote, which holds no templates.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static WorkflowSpec readStored(String yaml) {
    SpecSource source = SpecSource.of("stored spec", yaml);
    try {
      YamlNode root = YamlReader.readWritten(source.file(), yaml);
      return switch (check(source, root, yaml, MOST_TASKS, new ArrayList<>())) {
        case SpecResult.Accepted accepted -> accepted.spec();
        case SpecResult.Refused refused ->
            throw new IllegalArgumentException("A stored spec is damaged: " + refused.problems());
      };
    } catch (YamlException e) {
      throw new IllegalArgumentException("A stored spec is damaged: " + e.problem(), e);
    }
  }

  static boolean failed(List<Problem> problems) {
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  private static void checkVersion(SpecSource source, Sections sections, List<Problem> problems) {
    String version = sections.text("version").orElse("version: 2");
    String value = version.substring("version:".length()).replaceAll("#.*", "").strip();
    if (!value.replace("\"", "").replace("'", "").matches("2|2\\.0")) {
      problems.add(
          Problem.stricter(
              new Location(source.file(), sections.line("version"), 1),
              "The version of a workflow must be 2, not " + value + ".",
              "Leave the line out."));
    }
  }

  private static Map<String, @Nullable Object> variables(
      SpecSource source, Sections sections, List<Problem> problems) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    sections
        .text("default-values")
        .ifPresent(text -> defaults(source, text, sections, variables, problems));
    for (String setting : source.setVariables()) {
      set(setting, true, variables, problems);
    }
    for (String setting : source.setStringVariables()) {
      set(setting, false, variables, problems);
    }
    return variables;
  }

  private static void defaults(
      SpecSource source,
      String text,
      Sections sections,
      Map<String, @Nullable Object> variables,
      List<Problem> problems) {
    try {
      YamlNode root =
          YamlReader.read(source.file(), sections.line("default-values"), text, problems);
      YamlNode values =
          root instanceof Mapping map && map.entries().get("default-values") != null
              ? map.entries().get("default-values")
              : root;
      switch (values) {
        case Mapping map ->
            map.entries()
                .forEach((name, value) -> {
                  Scalar key = map.keys().get(name);
                  if (key != null && !(key.value() instanceof String)) {
                    problems.add(
                        Problem.error(
                            key.where(),
                            "The name " + name + " of a default value must be text.",
                            "Put it in quotes, or choose another name."));
                  }
                  variables.put(name, plain(value));
                });
        case Scalar scalar when scalar.value() == YamlNode.Null.NULL -> {}
        case Scalar scalar -> problems.add(notAMap(scalar.where()));
        case Sequence sequence -> problems.add(notAMap(sequence.where()));
        case null -> {}
      }
    } catch (YamlException e) {
      problems.add(e.problem());
    }
  }

  private static Problem notAMap(Location where) {
    return Problem.error(where, "default-values must be a map of names to values.", "");
  }

  private static @Nullable Object plain(YamlNode node) {
    return switch (node) {
      case Scalar scalar -> plain(scalar.value());
      case Sequence sequence when sequence.pair() ->
          new java.util.AbstractMap.SimpleImmutableEntry<@Nullable Object, @Nullable Object>(
              plain(sequence.items().getFirst()), plain(sequence.items().getLast()));
      case Sequence sequence -> {
        List<@Nullable Object> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(plain(item)));
        yield items;
      }
      case Mapping mapping -> {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach((key, value) -> {
              Scalar written = mapping.keys().get(key);
              map.put(written == null ? key : plain(written.value()), plain(value));
            });
        yield mapping.set() ? new LinkedHashSet<@Nullable Object>(map.keySet()) : map;
      }
    };
  }

  private static @Nullable Object plain(Object value) {
    return switch (value) {
      case YamlNode.Null none -> null;
      case YamlNode.Binary binary -> binary.bytes();
      default -> value;
    };
  }

  /** {@code name=value}; a typed value is a whole number, else a decimal, else text. */
  private static void set(
      String setting,
      boolean typed,
      Map<String, @Nullable Object> variables,
      List<Problem> problems) {
    Location where = Location.wholeFile((typed ? "--set " : "--set-string ") + setting);
    int equals = setting.indexOf('=');
    if (equals < 1) {
      problems.add(Problem.error(where, "A setting has the form name=value.", ""));
      return;
    }
    String name = setting.substring(0, equals);
    String value = setting.substring(equals + 1);
    TemplateChecks.setting(where, name, value, typed).ifPresent(problems::add);
    variables.put(name, typed ? typed(value) : value);
  }

  /** As Python reads it: a whole number, else a decimal, else text. */
  private static Object typed(String value) {
    Optional<Object> number = Numbers.integer(value, 10).map(Object.class::cast);
    return number.or(() -> Numbers.decimal(value).map(Object.class::cast)).orElse(value);
  }

  /** Keys that are no sections for the text scan, such as quoted ones, end up here. */
  private static void checkRoot(Mapping root, List<Problem> problems) {
    root.entries()
        .forEach((key, value) -> {
          boolean version =
              key.equals("version")
                  && value instanceof Scalar scalar
                  && Set.of("2", "2.0").contains(scalar.text());
          if (!key.equals("workflow") && !version) {
            problems.add(
                Problem.error(
                    value.where(),
                    "There is no field '" + key + "' beside the workflow.",
                    "There are workflow, default-values and version: 2, each without quotes."));
          }
        });
  }

  private static SpecResult parse(
      SpecSource source, String text, int mostTasks, List<Problem> problems) {
    try {
      YamlNode root = YamlReader.read(source.file(), 1, text, problems);
      return check(source, root, text, mostTasks, problems);
    } catch (YamlException e) {
      problems.add(e.problem());
      return new SpecResult.Refused(problems);
    }
  }

  private static SpecResult check(
      SpecSource source, YamlNode root, String text, int mostTasks, List<Problem> problems) {
    Optional<WorkflowSpec> spec = Optional.empty();
    YamlNode workflow =
        root instanceof Mapping map ? map.entries().get("workflow") : (YamlNode) null;
    if (root instanceof Mapping map) {
      checkRoot(map, problems);
    }
    if (workflow instanceof Mapping mapping) {
      spec = Optional.of(new WorkflowParser(problems, source, mostTasks).parse(mapping));
    } else {
      problems.add(Problem.error(root.where(), "workflow must be a map.", ""));
    }
    return spec.isEmpty() || failed(problems)
        ? new SpecResult.Refused(problems)
        : new SpecResult.Accepted(spec.get(), text, problems);
  }
}
