package io.sesamo.cli.command.credential;

import io.sesamo.cli.client.CredentialApi;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists credentials by their names. */
final class ListCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Specs.command(
        "list",
        "Lists your credentials: what they are called and for, not what they say.",
        "sesamo credential list");
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Json answer = context.session().ask(api -> new CredentialApi(api.http()).list());
    if (context.json()) {
      context.printJson(answer);
      return ExitCode.DONE;
    }
    List<Json> rows = answer.get("credentials").items();
    if (rows.isEmpty()) {
      context
          .terminal()
          .print("You have no credentials. Set one: sesamo credential set NAME --value KEY");
      return ExitCode.DONE;
    }
    Table table = new Table().titles("name", "type", "for");
    for (Json row : rows) {
      table.row(
          new Line().add(row.get("cred_name").text(), Style.STRONG),
          Line.of(row.get("cred_type").text().toLowerCase(Locale.ROOT)),
          Line.of(row.get("profile").isNull() ? "" : row.get("profile").text()));
    }
    context.terminal().print(table.lines());
    return ExitCode.DONE;
  }
}
