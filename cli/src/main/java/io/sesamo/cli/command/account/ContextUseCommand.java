package io.sesamo.cli.command.account;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.remote.NamedServer;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Sets the server that commands use. */
final class ContextUseCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline("use", "Makes a context the current one.", "sesamo context use team");
    spec.addPositional(Specs.parameter("NAME", "1", "The context; local is this machine's."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse(NamedServer.LOCAL);
    context.contexts().write(context.contexts().read().use(name));
    if (context.json()) {
      context.printJson(Map.of("current", name));
    } else {
      context.terminal().print("Commands now go to " + name + ".");
    }
    return ExitCode.DONE;
  }
}
