package io.sesamo.cli.command.catalog;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.CommandGroup;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.law.RulesCommand;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.model.catalog.CatalogSheets;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows and checks the facts that decisions rest on. Needs no server. */
public final class CatalogCommand implements Command {

  private static final List<Command> COMMANDS =
      List.of(
          new RowsCommand<>(
              CatalogSheets.ACCELERATORS,
              "Lists accelerator models.",
              List.of(
                  "id",
                  "designed_in",
                  "memory_gb",
                  "memory_gb_s",
                  "fp16_tflops",
                  "tpp",
                  "performance_density",
                  "confidence"),
              "sesamo catalog accelerators HBM3e"),
          new RowsCommand<>(
              CatalogSheets.SITES,
              "Lists sites.",
              List.of(
                  "id",
                  "city",
                  "country",
                  "status",
                  "zones",
                  "electricity_usd_kwh",
                  "carbon_g_kwh",
                  "pue",
                  "confidence"),
              "sesamo catalog sites FR"),
          new RowsCommand<>(
              CatalogSheets.COUNTRIES,
              "Lists countries, with the groups they belong to today.",
              List.of("code", "name", RowsCommand.GROUPS),
              "sesamo catalog countries D:5"),
          new RowsCommand<>(
              CatalogSheets.PRICES,
              "Lists prices of accelerators: an hour's rent, or one chip's price.",
              List.of(
                  "accelerator", "kind", "currency", "low", "usual", "high", "date", "confidence"),
              "sesamo catalog prices rental -o csv"),
          new RowsCommand<>(
              CatalogSheets.ROUND_TRIPS,
              "Lists round-trip times between sites.",
              List.of("from", "to", "ms", "km", "confidence"),
              "sesamo catalog rtt eu-west-2"),
          new RulesCommand("catalog"),
          new ShowCommand(),
          new CheckCommand(),
          new DiffCommand());

  private static final CommandGroup GROUP =
      new CommandGroup(
          "catalog",
          "The facts about accelerators, sites, countries, prices and rules, with their sources."
              + " Rows of your own lie in a folder beside ours. Needs no server.",
          COMMANDS,
          "sesamo catalog sites FR",
          "sesamo catalog show nvidia-h20",
          "sesamo catalog check");

  @Override
  public CommandSpec spec() {
    return GROUP.spec();
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    return GROUP.run(arguments, context);
  }
}
