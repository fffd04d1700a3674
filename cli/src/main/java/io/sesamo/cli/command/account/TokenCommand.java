package io.sesamo.cli.command.account;

import io.sesamo.cli.command.CommandGroup;
import java.util.List;

/** Access tokens. */
public final class TokenCommand {

  private TokenCommand() {}

  /** The commands about them. */
  public static CommandGroup group() {
    return new CommandGroup(
        "token",
        "Access tokens, by which programs and other machines sign in as you.",
        List.of(new TokenCreateCommand(), new TokenListCommand(), new TokenDeleteCommand()),
        "sesamo token create ci --file ci.token --days 90",
        "sesamo token list");
  }
}
