package io.sesamo.cli.command.account;

import io.sesamo.cli.client.UserApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Makes a user known. */
final class UserCreateCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "create",
            "Makes somebody known, or a service account, which is a user whom only tokens stand"
                + " for.",
            "sesamo user create ada --tenant robots --role osmo-user");
    spec.addPositional(Specs.parameter("NAME", "1", "The user."));
    spec.addOption(Specs.texts("ROLE", "What he may do (osmo-user).", "--role"));
    spec.addOption(Specs.text("TENANT", "For whom he works, such as robots/arms.", "--tenant"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse("");
    List<String> roles = Specs.texts(arguments, "--role");
    Optional<String> tenant = Specs.text(arguments, "--tenant");
    Session session = context.session();
    session.askOnce(
        api -> new UserApi(api.http()).createUser(name, roles),
        "`sesamo user list` shows whether the user was made.");
    tenant.ifPresent(of ->
        session.ask(api -> {
          new UserApi(api.http()).setTenant(name, of);
          return of;
        }));
    UserView.print(context, session, name);
    return ExitCode.DONE;
  }
}
