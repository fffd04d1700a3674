package io.sesamo.cli.command.placement;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.PlacementApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.cli.terminal.Table;
import io.sesamo.engine.store.PlacementStore;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Tells what was used: accelerator-hours, energy, carbon, money, data moved. */
public final class UsageCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "usage",
            "Tells what work has used: hours of accelerators, energy, carbon, money, data moved"
                + " between sites.",
            "sesamo usage --by tenant,site",
            "sesamo usage --by workflow --since 2026-01-01");
    spec.addOption(
        Specs.text("WORDS", "Sums up by tenant, workflow, site, with commas (tenant).", "--by"));
    spec.addOption(
        Specs.text("DAY", "What ended since a day, or a time as 2026-01-01T12:00:00Z.", "--since"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    List<String> by = by(Specs.text(arguments, "--by").orElse("tenant"));
    Optional<String> since = Specs.text(arguments, "--since").map(given -> since(given, context));
    Json usage = context.session().ask(api -> new PlacementApi(api.http()).usage(by, since));
    if (context.json()) {
      context.printJson(usage);
      return ExitCode.DONE;
    }
    List<Json> rows = usage.get("rows").items();
    if (rows.isEmpty()) {
      context
          .terminal()
          .print("Nothing has been used" + since.map(s -> " since " + s).orElse("") + ".");
      return ExitCode.DONE;
    }
    context.terminal().print(table(by, rows).lines());
    if (rows.stream().anyMatch(row -> row.get("emulated").isTrue())) {
      context
          .terminal()
          .print("* on emulated accelerators: predicted figures, nothing was drawn or paid.");
    }
    return ExitCode.DONE;
  }

  private static List<String> by(String given) {
    List<String> by = List.of(given.split(",", -1));
    List<String> known = PlacementStore.usageKeys();
    for (String key : by) {
      if (!known.contains(key)) {
        throw CliException.wrong(
            "--by is one or more of "
                + String.join(", ", known)
                + ", with commas between, not '"
                + given
                + "'.");
      }
    }
    return by.stream().distinct().toList();
  }

  private static String since(String given, Context context) {
    try {
      return (given.contains("T")
              ? Instant.parse(given)
              : LocalDate.parse(given).atStartOfDay(context.zone()).toInstant())
          .toString()
          .replace("Z", ""); // the API's times are in UTC and do not say so
    } catch (DateTimeException wrong) {
      throw CliException.wrong(
          "--since is a day such as 2026-01-01, or a time such as 2026-01-01T12:00:00Z, not '"
              + given
              + "'.");
    }
  }

  private static Table table(List<String> by, List<Json> rows) {
    List<String> titles = new ArrayList<>(by);
    titles.addAll(List.of("accelerator h", "kWh", "kg CO2e", "USD", "moved"));
    Table table = new Table().titles(titles.toArray(String[]::new));
    for (Json row : rows) {
      List<Line> cells = new ArrayList<>();
      for (String key : by) {
        String name = row.get(key).text();
        cells.add(Line.of(name.isEmpty() ? "(none)" : name));
      }
      cells.add(
          Line.of(figure(row, "acceleratorHours", 1) + (row.get("emulated").isTrue() ? "*" : "")));
      cells.add(Line.of(figure(row, "energyKwh", 1)));
      cells.add(Line.of(figure(row, "carbonG", 1000)));
      cells.add(Line.of(figure(row, "priceUsd", 1)));
      cells.add(Line.of(Quantities.bytes(Math.round(row.get("bytesMoved").decimal()))));
      table.row(cells.toArray(Line[]::new));
    }
    return table;
  }

  private static String figure(Json row, String field, double unit) {
    return String.format(Locale.ROOT, "%.3f", row.get(field).decimal() / unit);
  }
}
