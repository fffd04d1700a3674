package io.sesamo.cli.command.account;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.remote.Contexts.Content;
import io.sesamo.cli.remote.NamedServer;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Forgets a server and the token for it. */
final class ContextRemoveCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "remove", "Forgets a context, and the token for it.", "sesamo context remove team");
    spec.addPositional(Specs.parameter("NAME", "1", "The context."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse(NamedServer.LOCAL);
    if (name.equals(NamedServer.LOCAL)) {
      throw CliException.wrong("The context local is always there.");
    }
    Content content = context.contexts().read().without(name);
    context.contexts().write(content);
    if (context.json()) {
      context.printJson(Map.of("removed", name, "current", content.current()));
    } else {
      context
          .terminal()
          .print("Removed " + name + ". Commands now go to " + content.current() + ".");
    }
    return ExitCode.DONE;
  }
}
