package io.sesamo.cli.command.account;

import io.sesamo.cli.client.RoleApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Deletes a role. */
final class RoleDeleteCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "delete", "Deletes a role of one's own that nobody has.", "sesamo role delete pilot");
    spec.addPositional(Specs.parameter("NAME", "1", "The role."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse("");
    context
        .session()
        .ask(api -> {
          new RoleApi(api.http()).delete(name);
          return name;
        });
    if (context.json()) {
      context.printJson(Map.of("deleted", name));
    } else {
      context.terminal().print("Deleted the role " + name + ".");
    }
    return ExitCode.DONE;
  }
}
