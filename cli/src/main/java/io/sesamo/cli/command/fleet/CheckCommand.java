package io.sesamo.cli.command.fleet;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.catalog.CatalogFiles;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.model.Problem;
import io.sesamo.model.catalog.Catalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Checks a fleet's file. Needs no server. */
final class CheckCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "check",
            "Checks a fleet's file: its form, that what it names is in the catalogue, and that its"
                + " numbers go together. Needs no server.",
            "sesamo fleet check examples/fleets/world.yaml");
    spec.addPositional(Specs.parameter("FILE", "1", "The fleet's file."));
    spec.addOption(CatalogFiles.option());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Catalog catalog = CatalogFiles.read(arguments, context);
    FleetInput input = FleetInput.read(Specs.parameter(arguments).orElse(""), catalog);
    FleetSize size = FleetSize.of(input.fleet());
    if (context.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("file", input.name());
      answer.put("valid", true);
      answer.put("totals", size.facts());
      answer.put("warnings", input.warnings().stream().map(FleetInput::facts).toList());
      CatalogFiles.printJson(answer, catalog, context);
      return ExitCode.DONE;
    }
    tell(input.warnings(), context);
    context.terminal().print(new Line().add("OK", Style.GOOD).add(": " + input.name()));
    context.terminal().print(size.lines());
    CatalogFiles.printNotice(catalog, context);
    return ExitCode.DONE;
  }

  /** Remarks what the file's author should know. */
  static void tell(List<Problem> warnings, Context context) {
    warnings.forEach(warning -> context.terminal().remark(warning.toString()));
  }
}
