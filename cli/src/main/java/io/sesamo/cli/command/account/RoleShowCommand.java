package io.sesamo.cli.command.account;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.RoleApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Table;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows what a role may do. */
final class RoleShowCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "show",
            "Shows what a role may do. --output json is a file for: sesamo role set --file",
            "sesamo role show pilot");
    spec.addPositional(Specs.parameter("NAME", "1", "The role."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    print(context, context.session(), Specs.parameter(arguments).orElse(""));
    return ExitCode.DONE;
  }

  static void print(Context context, Session session, String name) {
    Json role = session.ask(api -> new RoleApi(api.http()).role(name));
    if (context.json()) {
      context.printJson(role);
      return;
    }
    context.terminal().print(Line.of(name + ": " + role.get("description").text()));
    Table table = new Table().titles("EFFECT", "RIGHTS", "ON");
    for (Json policy : role.get("policies").items()) {
      table.row(
          Line.of(policy.get("effect").text().equals("Deny") ? "denies" : "allows"),
          Line.of(String.join(", ", policy.get("actions").texts())),
          Line.of(String.join(", ", policy.get("resources").texts())));
    }
    context.terminal().print(table.lines());
  }
}
