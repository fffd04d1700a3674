package io.sesamo.cli.command.account;

import io.sesamo.cli.command.CommandGroup;
import java.util.List;

/** The servers that have names. */
public final class ContextCommand {

  private ContextCommand() {}

  /** The commands about them. */
  public static CommandGroup group() {
    return new CommandGroup(
        "context",
        "The servers that you work with, each under a name. Commands use the current one;"
            + " --context NAME or $SESAMO_CONTEXT names another. local is the server of this"
            + " machine.",
        List.of(
            new ContextAddCommand(),
            new ContextListCommand(),
            new ContextUseCommand(),
            new ContextShowCommand(),
            new ContextRemoveCommand()),
        "sesamo context add team https://sesamo.example.org",
        "sesamo context use local");
  }
}
