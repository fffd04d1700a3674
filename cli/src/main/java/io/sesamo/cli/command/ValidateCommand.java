package io.sesamo.cli.command;

import io.sesamo.cli.command.catalog.CatalogFiles;
import io.sesamo.cli.command.law.FleetVerdicts;
import io.sesamo.cli.command.law.FleetVerdicts.Verdicts;
import io.sesamo.cli.conformance.Conformance;
import io.sesamo.cli.graph.Layers;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.problem.FileProblem;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Table;
import io.sesamo.model.spec.SpecReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Checks workflows, and that the pool could run them. */
public final class ValidateCommand implements Command {

  private static final String LEGEND =
      "Equal of compared; template: byte for byte. Refused on purpose or by mistake although OSMO"
          + " takes it; taken only here. The purposes: docs/compatibility.md.";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "validate",
            "Checks workflows as `submit` would, and runs nothing.",
            "sesamo validate train.yaml --set epochs=20",
            "sesamo validate *.yaml --offline --strict");
    SubmitOptions.addTo(spec, "0..*");
    spec.addOption(Specs.flag("Checks the files alone: needs no server.", "--offline"));
    spec.addOption(
        Specs.text(
            "FILE",
            "A fleet.yaml: what the law says of each group on each platform of that fleet. Needs no"
                + " server.",
            "--fleet"));
    spec.addOption(CatalogFiles.option());
    spec.addOption(Specs.flag("Takes warnings for mistakes.", "--strict"));
    spec.addOption(
        Specs.text(
            "DIR",
            "Instead of a file: reads all specs of a folder and compares them with the"
                + " answers of NVIDIA OSMO in it.",
            "--conformance"));
    return spec;
  }

  /**
   * What came of one file.
   *
   * @param holds what it holds, in words; empty when it was refused
   * @param law what the law says of it; empty when it was not asked
   */
  private record Checked(
      String file,
      String holds,
      List<String> warnings,
      Optional<Verdicts> law,
      Optional<CliException> refusal) {

    boolean passes(boolean strict) {
      return refusal.isEmpty() && (!strict || warnings.isEmpty());
    }

    Map<String, Object> facts(boolean strict) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("file", file);
      facts.put("valid", passes(strict));
      facts.put("holds", holds);
      facts.put("warnings", warnings);
      facts.put("problems", refusal.map(Checked::problems).orElse(List.of()));
      law.ifPresent(verdicts -> facts.put("law", verdicts.facts()));
      return facts;
    }

    private static List<Map<String, Object>> problems(CliException refused) {
      return refused.problems().isEmpty()
          ? List.of(Map.of("message", String.valueOf(refused.getMessage())))
          : refused.problems().stream().map(FileProblem::facts).toList();
    }
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Optional<String> corpus = Specs.text(arguments, "--conformance");
    if (corpus.isPresent()) {
      return compare(Path.of(corpus.get()), context);
    }
    List<String> files = Specs.parameters(arguments);
    if (files.isEmpty()) {
      throw CliException.wrong("Name the workflow's file: sesamo validate FILE");
    }
    SubmitOptions.priority(arguments);
    boolean strict = Specs.isSet(arguments, "--strict");
    Optional<FleetVerdicts> law =
        Specs.text(arguments, "--fleet").map(file -> FleetVerdicts.read(file, arguments, context));
    List<Checked> all = new ArrayList<>();
    for (String file : files) {
      Checked checked = check(file, law, arguments, context);
      all.add(checked);
      if (!context.json()) {
        checked.law().ifPresent(found -> law.orElseThrow().print(found, context));
        tell(checked, arguments, context);
      }
    }
    boolean valid = all.stream().allMatch(checked -> checked.passes(strict));
    if (context.json()) {
      context.printJson(
          Map.of("valid", valid, "files", all.stream().map(one -> one.facts(strict)).toList()));
    }
    return valid ? ExitCode.DONE : code(all);
  }

  /** Mistakes in files come before what the pool or the law refuses. */
  private static ExitCode code(List<Checked> all) {
    return all.stream()
        .flatMap(checked -> checked.refusal().stream())
        .map(CliException::exitCode)
        .min(Comparator.comparingInt(ExitCode::number))
        .orElse(ExitCode.WRONG);
  }

  private static Checked check(
      String name, Optional<FleetVerdicts> law, ParseResult arguments, Context context) {
    Set<String> warnings = new LinkedHashSet<>();
    Optional<Verdicts> verdicts = Optional.empty();
    try {
      boolean offline = alone(arguments);
      int mostTasks = offline ? SpecReader.USUAL_TASKS : SpecReader.MOST_TASKS;
      SpecFile file = SpecFile.read(name, SubmitOptions.settings(arguments), mostTasks);
      warnings.addAll(file.warnings());
      if (!offline) {
        warnings.addAll(
            SubmitOptions.submit(arguments, context.session(), name, file, Optional.empty(), true)
                .warnings());
      }
      verdicts = law.map(asked -> asked.of(file.spec()));
      verdicts.ifPresent(found -> heed(found, warnings));
      String holds = Layers.of(file.spec()).summary();
      return new Checked(name, holds, List.copyOf(warnings), verdicts, Optional.empty());
    } catch (CliException refused) {
      return new Checked(name, "", List.copyOf(warnings), verdicts, Optional.of(refused));
    }
  }

  /** Whether no server is asked. */
  private static boolean alone(ParseResult arguments) {
    return Specs.isSet(arguments, "--offline") || Specs.isSet(arguments, "--fleet");
  }

  private static void heed(Verdicts law, Set<String> warnings) {
    warnings.addAll(law.waiting());
    if (!law.refused().isEmpty()) {
      throw CliException.refused("The law does not allow this workflow.", law.refused());
    }
  }

  private static void tell(Checked checked, ParseResult arguments, Context context) {
    boolean strict = Specs.isSet(arguments, "--strict");
    String verdict = alone(arguments) ? " is sound: " : " can be run: ";
    checked.warnings().forEach(context.terminal()::remark);
    if (checked.refusal().isPresent()) {
      checked.refusal().get().tell(context.terminal()::remark);
    } else if (checked.passes(strict)) {
      context.terminal().print(Line.of(checked.file() + verdict + checked.holds() + "."));
    } else {
      context.terminal().remark(checked.file() + " has warnings, and --strict takes none.");
    }
  }

  private static ExitCode compare(Path folder, Context context) {
    Conformance.Result result = Conformance.compare(folder);
    if (context.json()) {
      context.printJson(
          Map.of(
              "titles", result.titles(),
              "rows", result.rows(),
              "differences", result.differences(),
              "as_meant", result.asMeant()));
    } else {
      result.differences().forEach(context.terminal()::print);
      Table table = new Table().titles(result.titles().toArray(String[]::new));
      result.rows().forEach(row -> table.row(row.stream().map(Line::of).toArray(Line[]::new)));
      context.terminal().print(table.lines());
      context.terminal().print(LEGEND);
    }
    return result.asMeant() ? ExitCode.DONE : ExitCode.WORKFLOW_FAILED;
  }
}
