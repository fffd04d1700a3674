package io.sesamo.cli.command.fleet;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.CommandGroup;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.problem.ExitCode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Sites with their pools: what a file says of them, and what a server knows. */
public final class FleetCommand implements Command {

  private static final CommandGroup GROUP =
      new CommandGroup(
          "fleet",
          "The sites and pools that work can run in: checks and shows a fleet's file, gives it to"
              + " the server, and takes parts of it out of use.",
          List.of(
              new CheckCommand(),
              new ShowCommand(),
              new ApplyCommand(),
              new DrainCommand(),
              new ResumeCommand(),
              new RemoveCommand()),
          "sesamo fleet show examples/fleets/world.yaml",
          "sesamo fleet drain paris --reason 'new switches'");

  @Override
  public CommandSpec spec() {
    return GROUP.spec();
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    return GROUP.run(arguments, context);
  }
}
