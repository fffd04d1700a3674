package io.sesamo.cli.command.catalog;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.FileProblem;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.law.RuleFiles;
import io.sesamo.model.Problem;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.CatalogFolder;
import io.sesamo.model.catalog.CatalogReader;
import io.sesamo.model.catalog.CatalogResult;
import io.sesamo.model.catalog.Column;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Where the catalogue lies, and how answers from it end. */
public final class CatalogFiles {

  private static final String NOTICE = "Data with sources, not legal advice.";
  private static final String OPTION = "--catalog";

  private CatalogFiles() {}

  public static OptionSpec option() {
    return Specs.text(
        "DIR",
        "The folder with rows of your own ($SESAMO_CATALOG, else catalog in Sesamo's home).",
        OPTION);
  }

  /** The operator's folder; empty: there is none. */
  static Optional<CatalogFolder> own(ParseResult arguments, Context context) {
    Optional<String> named =
        Specs.text(arguments, OPTION)
            .or(() ->
                Optional.ofNullable(context.environment().get("SESAMO_CATALOG"))
                    .filter(name -> !name.isBlank()));
    if (named.isPresent()) {
      return Optional.of(new CatalogFolder.Own(folder(named.get())));
    }
    Path usual = context.home().folder().resolve("catalog");
    return Files.isDirectory(usual) ? Optional.of(new CatalogFolder.Own(usual)) : Optional.empty();
  }

  private static Path folder(String name) {
    try {
      Path folder = Path.of(name);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException notOne) {
      throw CliException.wrong("'" + name + "' is not the name of a folder.");
    }
    throw CliException.wrong("There is no folder " + name + " with a catalogue.");
  }

  /** Ours, and the operator's on top. */
  public static List<CatalogFolder> folders(ParseResult arguments, Context context) {
    List<CatalogFolder> folders = new ArrayList<>(List.of(new CatalogFolder.Shipped()));
    own(arguments, context).ifPresent(folders::add);
    return folders;
  }

  /** All facts, the operator's on top. */
  public static Catalog read(ParseResult arguments, Context context) {
    return read(folders(arguments, context));
  }

  static Catalog read(List<CatalogFolder> folders) {
    RuleFiles rules = RuleFiles.of(folders);
    if (!rules.errors().isEmpty()) {
      throw refusal(rules.errors());
    }
    return switch (CatalogReader.read(folders, rules.names())) {
      case CatalogResult.Accepted accepted -> accepted.catalog();
      case CatalogResult.Refused refused -> throw refusal(refused.problems());
    };
  }

  /** What to tell of a catalogue that cannot be used. */
  public static CliException refusal(List<Problem> problems) {
    return refusal("The catalogue cannot be used.", problems);
  }

  /** What to tell of files that cannot be used. */
  public static CliException refusal(String words, List<Problem> problems) {
    List<FileProblem> told =
        problems.stream()
            .map(problem -> new FileProblem(problem.toString(), List.of(), facts(problem)))
            .toList();
    return CliException.wrongFile(words, told);
  }

  public static Map<String, Object> facts(Problem problem) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("file", problem.where().file());
    facts.put("line", problem.where().line());
    facts.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
    facts.put("message", problem.message());
    facts.put("advice", problem.advice());
    return facts;
  }

  /** A row as the members of a JSON object; what is not known is null. */
  static <T> Map<String, Json> members(List<Column<T>> columns, T row) {
    Map<String, Json> members = new LinkedHashMap<>();
    columns.forEach(column -> members.put(column.name(), new Json(column.value(row).orElse(null))));
    return members;
  }

  /** Ends an answer for people. */
  public static void printNotice(Catalog catalog, Context context) {
    String version = " Catalogue " + catalog.version() + ".";
    context.terminal().print(new Line().add(NOTICE + version, Style.FAINT));
  }

  /** Prints an answer for programs. */
  public static void printJson(Map<String, ?> answer, Catalog catalog, Context context) {
    Map<String, Object> members = new LinkedHashMap<>(answer);
    members.put("notice", NOTICE);
    members.put("catalogVersion", catalog.version());
    context.printJson(members);
  }
}
