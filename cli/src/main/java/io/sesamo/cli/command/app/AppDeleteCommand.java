package io.sesamo.cli.command.app;

import io.sesamo.cli.client.AppApi;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Deletes versions of an app. */
final class AppDeleteCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "delete",
            "Deletes a version of an app, or the whole app. Workflows that ran stay.",
            "sesamo app delete grasp:1",
            "sesamo app delete grasp --all");
    spec.addPositional(Specs.parameter("APP", "1", "NAME:VERSION, or NAME with --all."));
    spec.addOption(Specs.flag("All versions, and with them the app.", "--all"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    AppName app = AppName.of(arguments);
    if (app.version().isPresent() == Specs.isSet(arguments, "--all")) {
      throw CliException.wrong("Say which version, as in grasp:1, or --all of them.");
    }
    Json answer =
        context.session().ask(api -> new AppApi(api.http()).delete(app.name(), app.version()));
    if (context.json()) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("name", app.name());
      members.put("versions", answer.get("versions"));
      context.printJson(members);
    } else {
      String versions = String.join(", ", answer.get("versions").texts());
      context.terminal().print("Deleted " + app.name() + ", version " + versions + ".");
    }
    return ExitCode.DONE;
  }
}
