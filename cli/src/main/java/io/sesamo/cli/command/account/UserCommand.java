package io.sesamo.cli.command.account;

import io.sesamo.cli.command.CommandGroup;
import java.util.List;

/** Who may use a server. */
public final class UserCommand {

  private UserCommand() {}

  /** The commands about them. */
  public static CommandGroup group() {
    return new CommandGroup(
        "user",
        "Who may use the server, as what and for which tenant. For administrators.",
        List.of(
            new UserListCommand(),
            new UserCreateCommand(),
            new UserDeleteCommand(),
            new UserRoleCommand(),
            new UserTenantCommand()),
        "sesamo user create ada --tenant robots",
        "sesamo user role ada --add operator");
  }
}
