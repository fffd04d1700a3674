package io.sesamo.cli.command.fleet;

import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.FileProblem;
import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A fleet's file, read and checked on this side.
 *
 * @param name as the person gave it
 * @param warnings what its author should know
 */
public record FleetInput(String name, String text, FleetFile fleet, List<Problem> warnings) {

  /** The reader takes no more than 8 MiB of text. */
  private static final long MOST_BYTES = 16L << 20;

  private static final int MOST_SHOWN = 20;

  public FleetInput {
    warnings = List.copyOf(warnings);
  }

  /** Reads a file; what it names must be in the catalogue. */
  public static FleetInput read(String name, Catalog catalog) {
    String text = text(name);
    return switch (FleetReader.read(name, text, catalog)) {
      case FleetReader.Result.Accepted good ->
          new FleetInput(name, text, good.fleet(), good.warnings());
      case FleetReader.Result.Refused bad -> throw refusal(name, text, bad.problems());
    };
  }

  private static String text(String name) {
    try {
      Path file = Path.of(name);
      if (Files.isDirectory(file)) {
        throw CliException.wrong(name + " is a folder. Name the file of a fleet.");
      }
      if (!Files.exists(file)) {
        throw CliException.wrong("There is no file " + name + ".");
      }
      if (Files.size(file) > MOST_BYTES) {
        throw CliException.wrong(name + " is no file of a fleet: it is larger than 16 MiB.");
      }
      byte[] bytes = Files.readAllBytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (InvalidPathException impossible) {
      throw CliException.wrong("'" + name + "' is not the name of a file.");
    } catch (CharacterCodingException noText) {
      throw CliException.wrong(name + " is not a text in UTF-8.");
    } catch (IOException unreadable) {
      throw CliException.wrong(name + " cannot be read.");
    }
  }

  private static CliException refusal(String name, String text, List<Problem> problems) {
    List<String> lines = text.lines().toList();
    List<FileProblem> told =
        problems.stream()
            .limit(MOST_SHOWN)
            .map(problem ->
                new FileProblem(
                    problem.toString(), excerpt(problem.where(), lines), facts(problem)))
            .toList();
    int more = problems.size() - told.size();
    String rest = more > 0 ? " There are " + more + " more problems." : "";
    return CliException.wrongFile(name + " cannot be used." + rest, told);
  }

  private static List<String> excerpt(Location where, List<String> lines) {
    return where.line() > 0 && where.line() <= lines.size()
        ? FileProblem.excerpt(lines.get(where.line() - 1), where.line(), where.column())
        : List.of();
  }

  /** A problem as a program reads it. */
  static Map<String, Object> facts(Problem problem) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("file", problem.where().file());
    facts.put("line", problem.where().line());
    facts.put("column", problem.where().column());
    facts.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
    facts.put("message", problem.message());
    facts.put("advice", problem.advice());
    return facts;
  }
}
