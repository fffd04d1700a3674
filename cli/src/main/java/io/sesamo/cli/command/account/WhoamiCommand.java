package io.sesamo.cli.command.account;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Tells whom the server takes somebody for. */
public final class WhoamiCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Specs.command(
        "whoami",
        "Tells whom the server takes you for, for which tenant and with what roles.",
        "sesamo whoami --context team");
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Me.of(context.remote(), context).print(context);
    return ExitCode.DONE;
  }
}
