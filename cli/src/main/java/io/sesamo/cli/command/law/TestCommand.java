package io.sesamo.cli.command.law;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.catalog.CatalogFiles;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.cli.terminal.Style;
import io.sesamo.law.LawBook;
import io.sesamo.law.LawTest;
import io.sesamo.model.Problem;
import io.sesamo.model.catalog.CatalogFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Runs a compliance officer's own cases. */
final class TestCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "test",
            "Judges the cases in YAML files and compares with what they expect. The exit code is 1"
                + " when one comes out otherwise.",
            "sesamo law test catalog/law-tests");
    spec.addPositional(Specs.parameter("PATH", "1", "A file, or a folder of files."));
    spec.addOption(CatalogFiles.option());
    return spec;
  }

  /** A case and what is wrong with its verdict. */
  private record Failure(LawTest test, String why) {}

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    LawBook book = LawFiles.read(arguments, context);
    List<LawTest> tests = tests(Specs.parameter(arguments).orElse(""), book);
    List<Failure> failures = new ArrayList<>();
    for (LawTest test : tests) {
      test.run(book).ifPresent(why -> failures.add(new Failure(test, why)));
    }
    if (context.json()) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("cases", tests.size());
      members.put("failed", failures.stream().map(TestCommand::members).toList());
      CatalogFiles.printJson(members, book.catalog(), context);
    } else {
      for (Failure failure : failures) {
        context
            .terminal()
            .print(new Line().add("FAILED", Style.BAD).add("  " + failure.test().name()));
        context.terminal().print("  " + failure.test().where() + ": " + failure.why());
      }
      String words = Quantities.count(tests.size(), "case", "cases");
      context
          .terminal()
          .print(
              failures.isEmpty()
                  ? new Line().add("OK", Style.GOOD).add(": " + words + ", all as expected.")
                  : Line.of(words + ", " + failures.size() + " otherwise than expected."));
      CatalogFiles.printNotice(book.catalog(), context);
    }
    return failures.isEmpty() ? ExitCode.DONE : ExitCode.WORKFLOW_FAILED;
  }

  private static Map<String, Object> members(Failure failure) {
    return Map.of(
        "name", failure.test().name(),
        "where", failure.test().where().toString(),
        "why", failure.why());
  }

  private static List<LawTest> tests(String name, LawBook book) {
    List<LawTest> tests = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : files(name)) {
      LawTest.File read = LawTest.read(file.toString(), text(file), book);
      tests.addAll(read.tests());
      problems.addAll(read.problems());
    }
    if (!problems.isEmpty()) {
      throw CatalogFiles.refusal("The cases cannot be used.", problems);
    }
    if (tests.isEmpty()) {
      throw CliException.wrong(
          "There are no cases in " + name + ", only files that end in .yaml or .yml count.");
    }
    return tests;
  }

  private static List<Path> files(String name) {
    try {
      Path path = Path.of(name);
      if (!Files.isDirectory(path)) {
        return List.of(path);
      }
      try (Stream<Path> files = Files.list(path)) {
        return files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
      }
    } catch (InvalidPathException noName) {
      throw CliException.wrong("There is no file or folder " + name + ".");
    } catch (IOException | UncheckedIOException e) {
      throw CliException.wrong("The folder " + name + " cannot be read.");
    }
  }

  /** Read as files of the catalogue are, of a bounded size and no pipes. */
  private static String text(Path file) {
    Path whole = file.toAbsolutePath();
    try {
      return new CatalogFolder.Own(whole.resolveSibling("."))
          .read(String.valueOf(whole.getFileName()))
          .orElseThrow(() -> CliException.wrong("There is no file or folder " + file + "."));
    } catch (CharacterCodingException notText) {
      throw CliException.wrong("The file " + file + " is not text in UTF-8.");
    } catch (IOException e) {
      throw CliException.wrong("The file " + file + " cannot be read: " + e.getMessage() + ".");
    }
  }
}
