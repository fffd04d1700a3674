package io.sesamo.cli.command.account;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.UserApi;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;

/** Tells what is known of a user after something was changed. */
final class UserView {

  private UserView() {}

  static void print(Context context, Session session, String name) {
    Json user = session.ask(api -> new UserApi(api.http()).user(name));
    if (context.json()) {
      context.printJson(user);
      return;
    }
    String roles = UserListCommand.roles(user);
    String tenant = user.get("tenant").text();
    context
        .terminal()
        .print(
            new Line()
                .add(name, Style.STRONG)
                .add(" has the roles " + (roles.isEmpty() ? "osmo-user (as everybody)" : roles))
                .add(tenant.isEmpty() ? ", and no tenant." : ", and the tenant " + tenant + "."));
  }
}
