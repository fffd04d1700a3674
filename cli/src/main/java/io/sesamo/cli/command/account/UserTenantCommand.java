package io.sesamo.cli.command.account;

import io.sesamo.cli.client.UserApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Sets for whom a user works. */
final class UserTenantCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "tenant",
            "Sets for whom a user works: he sees what is that tenant's, and of those below it.",
            "sesamo user tenant ada robots/arms",
            "sesamo user tenant ada --none");
    spec.addPositional(Specs.parameter("NAME TENANT", "1..*", "The user, and the tenant."));
    spec.addOption(Specs.flag("No tenant any more.", "--none"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    List<String> given = Specs.parameters(arguments);
    boolean none = Specs.isSet(arguments, "--none");
    if (given.size() != (none ? 1 : 2)) {
      throw CliException.wrong("Say which: sesamo user tenant NAME TENANT, or NAME --none.");
    }
    String name = given.getFirst();
    Session session = context.session();
    session.ask(api -> {
      new UserApi(api.http()).setTenant(name, none ? "" : given.getLast());
      return name;
    });
    UserView.print(context, session, name);
    return ExitCode.DONE;
  }
}
