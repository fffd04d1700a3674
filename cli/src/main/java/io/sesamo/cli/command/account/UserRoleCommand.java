package io.sesamo.cli.command.account;

import io.sesamo.cli.client.UserApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows, gives and takes roles. */
final class UserRoleCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "role",
            "Shows what a user may do; gives and takes roles. docs/roles.md has what each may.",
            "sesamo user role ada",
            "sesamo user role ada --add operator --remove planner");
    spec.addPositional(Specs.parameter("NAME", "1", "The user."));
    spec.addOption(Specs.texts("ROLE", "Gives a role.", "--add"));
    spec.addOption(Specs.texts("ROLE", "Takes a role.", "--remove"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse("");
    List<String> given = Specs.texts(arguments, "--add");
    List<String> taken = Specs.texts(arguments, "--remove");
    Session session = context.session();
    session.ask(api -> {
      UserApi users = new UserApi(api.http());
      for (String role : given) {
        users.giveRole(name, role);
      }
      for (String role : taken) {
        users.takeRole(name, role);
      }
      return name;
    });
    UserView.print(context, session, name);
    return ExitCode.DONE;
  }
}
