package io.sesamo.cli.command.account;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.UserApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists users with their roles. */
final class UserListCommand implements Command {

  private static final int AT_A_TIME = 100;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "list",
            "Lists those who were given a role, a tenant or a token. Whoever else signs in is an"
                + " osmo-user without a tenant.",
            "sesamo user list --role operator");
    spec.addOption(Specs.texts("ROLE", "Only those with this role.", "--role"));
    spec.addOption(Specs.text("TEXT", "Only those whose names begin so.", "--name"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String prefix = Specs.text(arguments, "--name").orElse("");
    List<String> roles = Specs.texts(arguments, "--role");
    List<Json> users = users(context.session(), prefix, roles);
    if (context.json()) {
      context.printJson(Map.of("users", users));
    } else if (users.isEmpty()) {
      context.terminal().print("There are no such users.");
    } else {
      Table table = new Table().titles("USER", "TENANT", "ROLES", "SINCE");
      for (Json user : users) {
        table.row(
            new Line().add(user.get("id").text(), Style.STRONG),
            Line.of(user.get("tenant").text()),
            Line.of(roles(user)),
            Line.of(user.get("created_at").text().replaceFirst("T.*", "")));
      }
      context.terminal().print(table.lines());
    }
    return ExitCode.DONE;
  }

  /** With their roles, which the server tells one by one. */
  private static List<Json> users(Session session, String prefix, List<String> roles) {
    List<Json> users = new ArrayList<>();
    while (true) {
      int start = users.size() + 1;
      Json page =
          session.ask(api -> new UserApi(api.http()).users(prefix, roles, start, AT_A_TIME));
      for (Json user : page.get("users").items()) {
        users.add(session.ask(api -> new UserApi(api.http()).user(user.get("id").text())));
      }
      if (page.get("users").items().isEmpty()
          || users.size() >= page.get("total_results").number()) {
        return users;
      }
    }
  }

  /** The names of somebody's roles. */
  static String roles(Json user) {
    return String.join(
        ", ",
        user.get("roles").items().stream().map(role -> role.get("role_name").text()).toList());
  }
}
