package io.sesamo.cli.command.app;

import io.sesamo.cli.command.CommandGroup;
import java.util.List;

/** Apps. */
public final class AppCommand {

  private AppCommand() {}

  /** The commands about them. */
  public static CommandGroup group() {
    return new CommandGroup(
        "app",
        "Workflows that the server keeps under a name, with versions, for all of a tenant.",
        List.of(
            AppStoreCommand.create(),
            AppStoreCommand.update(),
            new AppListCommand(),
            new AppShowCommand(),
            new AppSpecCommand(),
            new AppSubmitCommand(),
            new AppRenameCommand(),
            new AppDeleteCommand()),
        "sesamo app create grasp --file grasp.yaml",
        "sesamo app submit grasp:2 --set epochs=20");
  }
}
