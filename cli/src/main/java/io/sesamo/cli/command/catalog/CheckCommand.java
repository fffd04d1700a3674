package io.sesamo.cli.command.catalog;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.law.LawFiles;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.cli.terminal.Style;
import io.sesamo.law.LawReader;
import io.sesamo.model.Problem;
import io.sesamo.model.Problem.Severity;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.CatalogCheck;
import io.sesamo.model.catalog.CatalogFolder;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Checks our files and the operator's. */
final class CheckCommand implements Command {

  private static final List<Function<List<CatalogFolder>, List<Problem>>> CHECKS =
      List.of(CatalogCheck::check, LawReader::check);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "check",
            "Checks every row, and recomputes what can be recomputed: performance, density,"
                + " distances, and the time that light needs. The exit code is 2 when there is a"
                + " mistake.",
            "sesamo catalog check --catalog my-catalog");
    spec.addOption(CatalogFiles.option());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    List<CatalogFolder> folders = CatalogFiles.folders(arguments, context);
    List<Problem> problems =
        // What is wrong with the facts, both the facts' check and the rules' find.
        CHECKS.stream().flatMap(check -> check.apply(folders).stream()).distinct().toList();
    if (problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR)) {
      throw CatalogFiles.refusal(problems);
    }
    Catalog catalog = CatalogFiles.read(folders);
    if (context.json()) {
      CatalogFiles.printJson(
          Map.of("valid", true, "warnings", problems.stream().map(CatalogFiles::facts).toList()),
          catalog,
          context);
      return ExitCode.DONE;
    }
    problems.forEach(problem -> context.terminal().remark(problem.toString()));
    String warnings =
        problems.isEmpty()
            ? ""
            : ", with " + Quantities.count(problems.size(), "warning", "warnings");
    context
        .terminal()
        .print(
            new Line()
                .add("OK", Style.GOOD)
                .add(
                    warnings
                        + ": "
                        + all(catalog, LawFiles.read(folders, context).rules().size())));
    CatalogFiles.printNotice(catalog, context);
    return ExitCode.DONE;
  }

  private static String all(Catalog catalog, int rules) {
    return String.join(
            ", ",
            Quantities.count(catalog.accelerators().size(), "accelerator", "accelerators"),
            Quantities.count(catalog.sites().size(), "site", "sites"),
            Quantities.count(catalog.countries().size(), "country", "countries"),
            Quantities.count(catalog.memberships().size(), "membership", "memberships"),
            Quantities.count(catalog.prices().size(), "price", "prices"),
            Quantities.count(catalog.roundTrips().size(), "round trip", "round trips"),
            Quantities.count(rules, "rule", "rules"))
        + ".";
  }
}
