package io.sesamo.cli.command.app;

import io.sesamo.cli.client.AppApi;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists apps. */
final class AppListCommand implements Command {

  private static final int AT_A_TIME = 100;

  @Override
  public CommandSpec spec() {
    CommandSpec spec = Specs.command("list", "Lists apps by name.", "sesamo app list --all-users");
    spec.addOption(Specs.flag("Those of everyone in your tenant, not only yours.", "--all-users"));
    spec.addOption(Specs.text("TEXT", "Only those with this in their name.", "--name"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    boolean all = Specs.isSet(arguments, "--all-users");
    String name = Specs.text(arguments, "--name").orElse("");
    List<Json> apps = apps(context.session(), all, name);
    if (context.json()) {
      context.printJson(Map.of("apps", apps));
    } else if (apps.isEmpty()) {
      context.terminal().print("There are no apps to show.");
    } else {
      Table table = new Table().titles("APP", "VERSION", "OWNER", "CREATED", "FOR");
      for (Json app : apps) {
        table.row(
            new Line().add(app.get("name").text(), Style.STRONG),
            Line.of(app.get("latest_version").text()),
            Line.of(app.get("owner").text()),
            Line.of(app.get("created_date").text().replaceFirst("[T ].*", "")),
            Line.of(app.get("description").text()));
      }
      context.terminal().print(table.lines());
    }
    return ExitCode.DONE;
  }

  private static List<Json> apps(Session session, boolean all, String name) {
    List<Json> apps = new ArrayList<>();
    Json page;
    do {
      int offset = apps.size();
      page = session.ask(api -> new AppApi(api.http()).list(all, name, offset, AT_A_TIME));
      apps.addAll(page.get("apps").items());
    } while (page.get("more_entries").isTrue() && !page.get("apps").items().isEmpty());
    return apps;
  }
}
