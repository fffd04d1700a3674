package io.sesamo.cli.command.credential;

import io.sesamo.cli.client.CredentialApi;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Has the server forget a credential. */
final class DeleteCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "delete",
            "Has the server forget a credential. Tasks that run keep what they were given; those"
                + " that start later and need it fail.",
            "sesamo credential delete wandb");
    spec.addPositional(Specs.parameter("NAME", "1", "How specs name it."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse("");
    Json answer = context.session().ask(api -> new CredentialApi(api.http()).delete(name));
    if (context.json()) {
      context.printJson(answer);
      return ExitCode.DONE;
    }
    context.terminal().print(new Line().add("Deleted ").add(name, Style.STRONG).add("."));
    return ExitCode.DONE;
  }
}
