package io.sesamo.cli.command.fleet;

import io.sesamo.cli.client.FleetApi;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Has the server go on without a fleet. */
final class RemoveCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Specs.command(
        "remove",
        "Has the server go on without a fleet, on its own machine alone; no law is asked then."
            + " Refused while any workflow is not finished.",
        "sesamo fleet remove");
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Json answer = context.session().ask(api -> new FleetApi(api.http()).remove());
    if (context.json()) {
      context.printJson(answer);
    } else {
      context
          .terminal()
          .print(new Line().add("Removed the fleet. Work runs on the server's machine alone now."));
    }
    return ExitCode.DONE;
  }
}
