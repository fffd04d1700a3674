package io.sesamo.cli.command.account;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.RoleApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists roles. */
final class RoleListCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Specs.command(
        "list", "Lists the roles, those that every server has first.", "sesamo role list");
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Json roles = context.session().ask(api -> new RoleApi(api.http()).roles());
    if (context.json()) {
      context.printJson(Map.of("roles", roles));
    } else {
      Table table = new Table().titles("ROLE", "MADE BY", "FOR");
      for (Json role : roles.items()) {
        table.row(
            new Line().add(role.get("name").text(), Style.STRONG),
            Line.of(role.get("immutable").isTrue() ? "Sesamo" : "administrators"),
            Line.of(role.get("description").text()));
      }
      context.terminal().print(table.lines());
    }
    return ExitCode.DONE;
  }
}
