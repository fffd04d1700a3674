package io.sesamo.cli.command.credential;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.CommandGroup;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.problem.ExitCode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Passwords, tokens and keys that tasks need, kept by the server and shown to nobody. */
public final class CredentialCommand implements Command {

  private static final CommandGroup GROUP =
      new CommandGroup(
          "credential",
          "Passwords, tokens and keys that your tasks need: the server keeps them encrypted, gives"
              + " them to the tasks whose spec names them, and shows them to nobody.",
          List.of(new SetCommand(), new ListCommand(), new DeleteCommand()),
          "sesamo credential set wandb --value api_key",
          "sesamo credential list");

  @Override
  public CommandSpec spec() {
    return GROUP.spec();
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    return GROUP.run(arguments, context);
  }
}
