package io.sesamo.cli.command.app;

import io.sesamo.cli.client.AppApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the workflow of an app. */
final class AppSpecCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command("spec", "Shows an app's workflow.", "sesamo app spec grasp:2 > grasp.yaml");
    spec.addPositional(Specs.parameter("APP", "1", "NAME (the newest version) or NAME:VERSION."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    AppName app = AppName.of(arguments);
    String text =
        context.session().ask(api -> new AppApi(api.http()).spec(app.name(), app.version()));
    if (context.json()) {
      context.printJson(Map.of("name", app.name(), "spec", text));
    } else {
      text.lines().forEach(context.terminal()::print);
    }
    return ExitCode.DONE;
  }
}
