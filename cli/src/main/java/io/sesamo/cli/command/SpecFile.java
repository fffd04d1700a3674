package io.sesamo.cli.command;

import io.sesamo.cli.background.Reasons;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.FileProblem;
import io.sesamo.cli.problem.Suggestions;
import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.spec.Labels;
import io.sesamo.model.spec.LocalFiles;
import io.sesamo.model.spec.RenderResult;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecResult;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.model.spec.WorkflowSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A workflow file, read and checked on this side, so that bad input never starts a server.
 *
 * @param text with the local files that it names in it
 * @param template what its author wrote, where {@code text} is something else
 * @param warnings one line each
 * @param spec what it means
 */
record SpecFile(String text, Optional<String> template, List<String> warnings, WorkflowSpec spec) {

  /** No text of so many bytes has few enough characters. */
  private static final long MOST_BYTES = 4L * SpecReader.MOST_CHARACTERS;

  private static final int MOST_PROBLEMS = 20;

  /** What a person set on the command line. */
  record Settings(
      List<String> set, List<String> setString, List<String> environment, List<String> labels) {}

  /**
   * Reads and checks a file.
   *
   * @param mostTasks how many tasks it may have; as many as any pool allows where a server that
   *     knows its pools is asked later
   */
  static SpecFile read(String name, Settings settings, int mostTasks) {
    Path file = path(name);
    return of(name, text(name, file), file, settings, mostTasks);
  }

  /** Checks a text that a server keeps under that name: it names no local files. */
  static SpecFile of(String name, String text, Settings settings, int mostTasks) {
    return of(name, text, Path.of(""), settings, mostTasks);
  }

  /** The text of a file, unchecked. */
  static String text(String name) {
    return text(name, path(name));
  }

  private static SpecFile of(
      String name, String text, Path file, Settings settings, int mostTasks) {
    SpecSource source =
        new SpecSource(
            name,
            text,
            settings.set(),
            settings.setString(),
            environment(settings.environment()),
            labels(settings.labels()));
    if (!text.contains("localpath")) {
      return of(text, Optional.empty(), accepted(source, mostTasks));
    }
    String whole = LocalFiles.asTemplate(withLocalFiles(source, file));
    SpecSource inlined =
        new SpecSource(
            name,
            whole,
            source.setVariables(),
            source.setStringVariables(),
            Map.of(),
            source.labels());
    return switch (SpecReader.read(inlined, mostTasks)) {
      case SpecResult.Accepted accepted -> of(whole, Optional.of(text), accepted);
      case SpecResult.Refused refused ->
          throw refusal(source, ownPlaces(source, refused, mostTasks));
    };
  }

  /** The problems at the places that the author knows, where the file itself has them too. */
  private static List<Problem> ownPlaces(
      SpecSource source, SpecResult.Refused inlined, int mostTasks) {
    if (SpecReader.read(source, mostTasks) instanceof SpecResult.Refused refused) {
      List<Problem> own =
          refused.problems().stream()
              .filter(problem -> !problem.message().startsWith("localpath "))
              .toList();
      if (!own.isEmpty()) {
        return own;
      }
    }
    return inlined.problems();
  }

  private static SpecFile of(String text, Optional<String> template, SpecResult.Accepted accepted) {
    List<String> warnings = accepted.warnings().stream().map(Problem::toString).toList();
    return new SpecFile(text, template, warnings, accepted.spec());
  }

  private static String withLocalFiles(SpecSource source, Path file) {
    List<Problem> problems = new ArrayList<>();
    String rendered =
        switch (SpecReader.render(source)) {
          case RenderResult.Failed failed -> throw refusal(source, failed.problems());
          case RenderResult.Rendered done -> done.text();
        };
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    String whole = LocalFiles.inline(source.file(), rendered, folder, problems);
    if (!problems.isEmpty()) {
      throw refusal(source, problems);
    }
    return whole;
  }

  private static SpecResult.Accepted accepted(SpecSource source, int mostTasks) {
    return switch (SpecReader.read(source, mostTasks)) {
      case SpecResult.Accepted accepted -> accepted;
      case SpecResult.Refused refused -> throw refusal(source, refused.problems());
    };
  }

  private static CliException refusal(SpecSource source, List<Problem> problems) {
    List<String> lines = source.text().lines().toList();
    List<FileProblem> told =
        problems.stream()
            .limit(MOST_PROBLEMS)
            .map(problem -> told(problem, source.file(), lines))
            .toList();
    int more = problems.size() - told.size();
    return CliException.wrongFile(
        source.file()
            + " cannot be run."
            + (more > 0 ? " There are " + more + " more problems." : ""),
        told);
  }

  private static FileProblem told(Problem problem, String file, List<String> lines) {
    Location where = problem.where();
    boolean here = where.file().equals(file) && where.line() > 0 && where.line() <= lines.size();
    List<String> excerpt =
        here
            ? FileProblem.excerpt(lines.get(where.line() - 1), where.line(), where.column())
            : List.of();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("file", where.file());
    facts.put("line", where.line());
    facts.put("column", where.column());
    facts.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
    facts.put("message", problem.message());
    facts.put("advice", problem.advice());
    facts.put("taken_by_osmo", problem.deliberate());
    return new FileProblem(problem.toString(), excerpt, facts);
  }

  /** The text after templates. */
  static String render(String name, Settings settings) {
    SpecSource source =
        new SpecSource(
            name,
            text(name, path(name)),
            settings.set(),
            settings.setString(),
            environment(settings.environment()),
            Map.of());
    return switch (SpecReader.render(source)) {
      case RenderResult.Failed failed -> throw refusal(source, failed.problems());
      case RenderResult.Rendered rendered -> rendered.text();
    };
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException impossible) {
      throw CliException.wrong("'" + name + "' is not the name of a file.");
    }
  }

  private static String text(String name, Path file) {
    if (Files.isDirectory(file)) {
      throw CliException.wrong(
          name + " is a folder, not a file." + yamlFiles(file) + " Name the workflow's file.");
    }
    if (!Files.exists(file)) {
      throw CliException.wrong("There is no file " + name + "." + neighbour(file));
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw CliException.wrong(name + " is not a workflow: it is larger than 16 MiB.");
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') >= 0) {
        throw CliException.wrong(name + " is not a text file; a workflow is YAML text.");
      }
      return text;
    } catch (CharacterCodingException notText) {
      throw CliException.wrong(
          name + " is not a text file in UTF-8; a workflow is YAML text in UTF-8.");
    } catch (IOException failure) {
      throw CliException.wrong(name + " cannot be read: " + Reasons.of(failure) + ".");
    }
  }

  private static String yamlFiles(Path folder) {
    List<String> names = names(folder).filter(name -> name.matches(".*\\.ya?ml")).toList();
    return names.isEmpty() ? "" : " It has " + String.join(", ", names) + ".";
  }

  private static String neighbour(Path file) {
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    if (!Files.isDirectory(folder)) {
      return "";
    }
    return Suggestions.question(file.getFileName().toString(), names(folder).toList());
  }

  private static Stream<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().limit(50).toList().stream();
    } catch (IOException unreadable) {
      return Stream.empty();
    }
  }

  private static Map<String, String> environment(List<String> pairs) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw CliException.wrong("--set-env takes NAME=VALUE, not '" + pair + "'.");
      }
      environment.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return environment;
  }

  private static Map<String, String> labels(List<String> pairs) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String pair : pairs) {
      Labels.problem(pair)
          .ifPresent(problem -> {
            throw CliException.wrong(problem);
          });
      int equals = pair.indexOf('=');
      labels.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return labels;
  }
}
