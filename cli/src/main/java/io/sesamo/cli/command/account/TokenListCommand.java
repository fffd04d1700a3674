package io.sesamo.cli.command.account;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.UserApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists access tokens. */
final class TokenListCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command("list", "Lists your access tokens, not what they are.", "sesamo token list");
    spec.addOption(Specs.text("NAME", "Somebody else's; administrators may.", "--user"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Optional<String> user = Specs.text(arguments, "--user");
    Json tokens = context.session().ask(api -> new UserApi(api.http()).tokens(user));
    if (context.json()) {
      context.printJson(Map.of("tokens", tokens));
    } else if (tokens.items().isEmpty()) {
      context.terminal().print("There are no tokens. One is made by: sesamo token create NAME");
    } else {
      Table table = new Table().titles("TOKEN", "ENDS", "ROLES", "FOR");
      for (Json token : tokens.items()) {
        table.row(
            new Line().add(token.get("token_name").text(), Style.STRONG),
            Line.of(token.get("expires_at").text().replaceFirst("T.*", "")),
            Line.of(String.join(", ", token.get("roles").texts())),
            Line.of(token.get("description").text()));
      }
      context.terminal().print(table.lines());
    }
    return ExitCode.DONE;
  }
}
