package io.sesamo.cli.command.account;

import io.sesamo.cli.client.UserApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Revokes an access token. */
final class TokenDeleteCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "delete", "Revokes an access token: it opens nothing more.", "sesamo token delete ci");
    spec.addPositional(Specs.parameter("NAME", "1", "The token."));
    spec.addOption(Specs.text("NAME", "Somebody else's; administrators may.", "--user"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse("");
    Optional<String> user = Specs.text(arguments, "--user");
    context
        .session()
        .ask(api -> {
          new UserApi(api.http()).deleteToken(user, name);
          return name;
        });
    if (context.json()) {
      context.printJson(Map.of("deleted", name));
    } else {
      context.terminal().print("The token " + name + " opens nothing more.");
    }
    return ExitCode.DONE;
  }
}
