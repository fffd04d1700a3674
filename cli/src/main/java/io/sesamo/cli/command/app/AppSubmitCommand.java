package io.sesamo.cli.command.app;

import io.sesamo.cli.client.Api.AppVersion;
import io.sesamo.cli.client.AppApi;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.SubmitCommand;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Submits the workflow of an app. */
final class AppSubmitCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "submit", "Submits an app's workflow.", "sesamo app submit grasp:2 --set epochs=20");
    spec.addPositional(Specs.parameter("APP", "1", "NAME (the newest version) or NAME:VERSION."));
    SubmitCommand.addOptionsTo(spec);
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    AppName app = AppName.of(arguments);
    Session session = context.session();
    Json info = session.ask(api -> new AppApi(api.http()).info(app.name(), app.version()));
    Json newest =
        info.get("versions").items().stream()
            .findFirst()
            .orElseThrow(() -> CliException.missing("App " + app.name() + " has no version."));
    AppVersion version =
        new AppVersion(info.get("uuid").text(), (int) newest.get("version").number());
    String text =
        session.ask(api -> new AppApi(api.http()).spec(app.name(), Optional.of(version.number())));
    return SubmitCommand.submit(arguments, context, session, app.name(), text, version);
  }
}
