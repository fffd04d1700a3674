package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.model.fleet.FleetSchema;
import io.sesamo.model.spec.SpecSchema;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the JSON Schema of files that people write. */
public final class SchemaCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "schema",
            "Shows the JSON Schema of workflow files, or of a fleet's, by which editors help to"
                + " write them.",
            "sesamo schema > workflow.json",
            "sesamo schema fleet > fleet.json");
    spec.addPositional(
        Specs.parameter("KIND", "0..1", "Of which files: workflow (the default) or fleet."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Map<String, Object> schema =
        switch (Specs.parameter(arguments).orElse("workflow")) {
          case "workflow" -> SpecSchema.schema();
          case "fleet" -> FleetSchema.schema();
          case String other ->
              throw CliException.wrong(
                  "There is no schema of '" + other + "'. Write workflow or fleet.");
        };
    if (context.output() == Output.YAML) {
      context.printJson(schema);
    } else {
      new Json(schema).writeLines().lines().forEach(context.terminal()::print);
    }
    return ExitCode.DONE;
  }
}
