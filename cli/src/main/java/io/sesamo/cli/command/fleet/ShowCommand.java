package io.sesamo.cli.command.fleet;

import io.sesamo.cli.client.FleetApi;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.Watch;
import io.sesamo.cli.command.Watch.Look;
import io.sesamo.cli.command.catalog.CatalogFiles;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.model.catalog.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the pools of a file, or of the server's fleet. */
final class ShowCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "show",
            "Shows the pools of a fleet with their chips, prices and state: those of the server,"
                + " or those of a file, for which no server is needed.",
            "sesamo fleet show",
            "sesamo fleet show examples/fleets/world.yaml");
    spec.addPositional(Specs.parameter("FILE", "0..1", "A fleet's file (the server's fleet)."));
    spec.addOption(CatalogFiles.option());
    spec.addOption(Watch.option());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Specs.parameter(arguments)
        .ifPresentOrElse(file -> file(file, arguments, context), () -> server(arguments, context));
    return ExitCode.DONE;
  }

  private static void file(String file, ParseResult arguments, Context context) {
    Catalog catalog = CatalogFiles.read(arguments, context);
    FleetInput input = FleetInput.read(file, catalog);
    FleetSize size = FleetSize.of(input.fleet());
    if (context.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("file", input.name());
      answer.put("totals", size.facts());
      answer.put("pools", FleetFacts.pools(input.fleet()));
      CatalogFiles.printJson(answer, catalog, context);
      return;
    }
    CheckCommand.tell(input.warnings(), context);
    context.terminal().print(PoolView.lines(PoolView.of(input.fleet()), false));
    context.terminal().print(size.lines());
    CatalogFiles.printNotice(catalog, context);
  }

  private static void server(ParseResult arguments, Context context) {
    Session session = context.session();
    Watch.show(
        arguments, context, () -> look(session.ask(api -> new FleetApi(api.http()).fleet())));
  }

  private static Look look(Json fleet) {
    List<Line> lines = new ArrayList<>(PoolView.lines(PoolView.of(fleet), true));
    String applied =
        "Version "
            + fleet.get("version").text()
            + ", applied "
            + fleet.get("appliedAt").text().replaceFirst("\\.[0-9]+", "")
            + " by "
            + fleet.get("by").text()
            + ".";
    lines.add(new Line().add(applied, Style.FAINT));
    return new Look(fleet, lines, false);
  }
}
