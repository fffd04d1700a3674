package io.sesamo.cli.command.account;

import io.sesamo.cli.command.CommandGroup;
import java.util.List;

/** What users may be. */
public final class RoleCommand {

  private RoleCommand() {}

  /** The commands about them. */
  public static CommandGroup group() {
    return new CommandGroup(
        "role",
        "What users may be, and what each role may do. For administrators.",
        List.of(
            new RoleListCommand(),
            new RoleShowCommand(),
            new RoleSetCommand(),
            new RoleDeleteCommand()),
        "sesamo role list",
        "sesamo role set pilot --allow 'workflow:*' --on pool/default");
  }
}
