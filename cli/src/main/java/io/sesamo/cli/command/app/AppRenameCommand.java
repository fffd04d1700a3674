package io.sesamo.cli.command.app;

import io.sesamo.cli.client.AppApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Gives an app another name. */
final class AppRenameCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command("rename", "Gives an app another name.", "sesamo app rename grasp pick");
    spec.addPositional(Specs.parameter("NAME OTHER", "2..*", "The app, and its new name."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    List<String> names = Specs.parameters(arguments);
    if (names.size() > 2) {
      throw CliException.wrong("'" + names.get(2) + "' is one word too many after the new name.");
    }
    context
        .session()
        .askOnce(
            api -> {
              new AppApi(api.http()).rename(names.getFirst(), names.getLast());
              return names;
            },
            "`sesamo app list` shows whether it was renamed.");
    if (context.json()) {
      context.printJson(Map.of("name", names.getLast()));
    } else {
      context.terminal().print(names.getFirst() + " is now called " + names.getLast() + ".");
    }
    return ExitCode.DONE;
  }
}
