package io.sesamo.cli.command.fleet;

import io.sesamo.cli.client.FleetApi;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Takes a part of the server's fleet into use again. */
final class ResumeCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "resume",
            "Takes a site, a pool or a node that was drained into use again.",
            "sesamo fleet resume paris");
    spec.addPositional(Specs.parameter("NAME", "1", DrainCommand.NAME));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = DrainCommand.name(arguments);
    Json answer = context.session().ask(api -> new FleetApi(api.http()).resume(name));
    if (context.json()) {
      context.printJson(answer);
    } else {
      context.terminal().print(new Line().add(name, Style.STRONG).add(" is open again."));
    }
    return ExitCode.DONE;
  }
}
