package io.sesamo.cli.command.account;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.remote.NamedServer;
import io.sesamo.cli.remote.SignIn;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Forgets how somebody was signed in. */
public final class LogoutCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Specs.command(
        "logout",
        "Forgets your token here. It stays good elsewhere: sesamo token delete revokes it.",
        "sesamo logout");
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    NamedServer server =
        context
            .remote()
            .orElseThrow(
                () -> CliException.refused("Nobody signs in to the server of this machine."));
    context.contexts().write(context.contexts().read().with(server.as(new SignIn.Nobody())));
    if (context.json()) {
      context.printJson(Map.of("context", server.name(), "signedIn", false));
    } else {
      context.terminal().print("Signed out of " + server.name() + " (" + server.url() + ").");
    }
    return ExitCode.DONE;
  }
}
