package io.sesamo.cli.command.app;

import io.sesamo.cli.client.AppApi;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows an app and its versions. */
final class AppShowCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command("show", "Shows an app and its versions.", "sesamo app show grasp");
    spec.addPositional(Specs.parameter("APP", "1", "NAME, or NAME:VERSION for that one alone."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    AppName app = AppName.of(arguments);
    Json info =
        context.session().ask(api -> new AppApi(api.http()).info(app.name(), app.version()));
    if (context.json()) {
      context.printJson(info);
      return ExitCode.DONE;
    }
    context
        .terminal()
        .print(
            new Line()
                .add(app.name(), Style.STRONG)
                .add(" of " + info.get("owner").text() + ": " + info.get("description").text()));
    Table table = new Table().titles("VERSION", "STATUS", "BY", "CREATED");
    for (Json version : info.get("versions").items()) {
      table.row(
          Line.of(version.get("version").text()),
          Line.of(version.get("status").text()),
          Line.of(version.get("created_by").text()),
          Line.of(version.get("created_date").text().replaceFirst("\\..*", "")));
    }
    context.terminal().print(table.lines());
    return ExitCode.DONE;
  }
}
