package io.sesamo.cli.command.account;

import io.sesamo.cli.client.UserApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Forgets a user. */
final class UserDeleteCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "delete",
            "Forgets a user's roles, tenant and tokens. His workflows stay.",
            "sesamo user delete ada");
    spec.addPositional(Specs.parameter("NAME", "1", "The user."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse("");
    context
        .session()
        .ask(api -> {
          new UserApi(api.http()).deleteUser(name);
          return name;
        });
    if (context.json()) {
      context.printJson(Map.of("deleted", name));
    } else {
      context.terminal().print("Deleted " + name + "; tokens of that name open nothing more.");
    }
    return ExitCode.DONE;
  }
}
