package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.model.spec.SpecSchema;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the JSON Schema of workflow files. */
public final class SchemaCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Specs.command(
        "schema",
        "Shows the JSON Schema of workflow files, by which editors help to write them.",
        "sesamo schema > workflow.json");
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    new Json(SpecSchema.schema()).writeLines().lines().forEach(context.terminal()::print);
    return ExitCode.DONE;
  }
}
