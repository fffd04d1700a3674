package io.sesamo.cli.command.catalog;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.law.LawFiles;
import io.sesamo.cli.command.law.RulesCommand;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.problem.Suggestions;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import io.sesamo.law.LawBook;
import io.sesamo.law.rule.Rule;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.CatalogSheet;
import io.sesamo.model.catalog.CatalogSheets;
import io.sesamo.model.catalog.Column;
import io.sesamo.model.catalog.Country;
import io.sesamo.model.catalog.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows everything about one accelerator, site or country. */
final class ShowCommand implements Command {

  /** There where nothing is to be said, or no end of a time; elsewhere empty means unknown. */
  private static final Set<String> MAY_BE_EMPTY = Set.of("notes", "announced", "from", "to");

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "show",
            "Shows everything about an accelerator with its prices, a site with its country's"
                + " groups, a country with its groups and their days, or a rule.",
            "sesamo catalog show nvidia-h20",
            "sesamo catalog show AE");
    spec.addPositional(
        Specs.parameter("ID", "1", "An accelerator, a site, a country's code, or a rule."));
    spec.addOption(CatalogFiles.option());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Catalog catalog = CatalogFiles.read(arguments, context);
    String id = Specs.parameter(arguments).orElse("");
    Answer answer = new Answer(catalog, context, new LinkedHashMap<>());
    Accelerator accelerator = catalog.accelerators().get(id.toLowerCase(Locale.ROOT));
    Site site = catalog.sites().get(id.toLowerCase(Locale.ROOT));
    Country country = catalog.countries().get(id.toUpperCase(Locale.ROOT));
    if (accelerator != null) {
      answer.fields("accelerator", CatalogSheets.ACCELERATORS, accelerator);
      answer.rows(
          CatalogSheets.PRICES,
          "accelerator",
          price -> price.accelerator().equals(accelerator.id()));
    } else if (site != null) {
      answer.fields("site", CatalogSheets.SITES, site);
      answer.groups(site.country());
    } else if (country != null) {
      answer.fields("country", CatalogSheets.COUNTRIES, country);
      answer.rows(
          CatalogSheets.GROUPS, "country", member -> member.country().equals(country.code()));
    } else if (answer.rule(LawFiles.read(CatalogFiles.folders(arguments, context), context), id)) {
      // it has been shown
    } else {
      throw CliException.missing(
          "There is no accelerator, site, country or rule '" + id + "'." + question(catalog, id));
    }
    answer.end();
    return ExitCode.DONE;
  }

  private static String question(Catalog catalog, String id) {
    Map<String, String> names = new LinkedHashMap<>();
    catalog.accelerators().values().forEach(chip -> names.put(chip.id(), chip.name()));
    catalog.sites().values().forEach(site -> names.put(site.id(), site.city()));
    catalog.countries().values().forEach(country -> names.put(country.code(), country.name()));
    return Suggestions.question(id, names);
  }

  /** What is printed bit by bit for people, and at once for programs. */
  private record Answer(Catalog catalog, Context context, Map<String, Object> members) {

    <T> void fields(String kind, CatalogSheet<T> sheet, T row) {
      members.put(kind, CatalogFiles.members(sheet.columns(), row));
      Map<String, String> units = new LinkedHashMap<>();
      Table table = new Table();
      for (Column<T> column : sheet.columns()) {
        if (!column.unit().isEmpty()) {
          units.put(column.name(), column.unit());
        }
        table.row(new Line().add(column.name(), Style.FAINT), value(column, row));
      }
      members.put("units", units);
      print(table.lines());
    }

    private static <T> Line value(Column<T> column, T row) {
      String text = column.text(row);
      if (text.isEmpty()) {
        return MAY_BE_EMPTY.contains(column.name())
            ? new Line()
            : new Line().add("unknown", Style.FAINT);
      }
      return Line.of(text + (column.unit().isEmpty() ? "" : " " + column.unit()));
    }

    /**
     * All rows of another kind that belong to it.
     *
     * @param owner the column that says so, which need not be shown
     */
    <T> void rows(CatalogSheet<T> sheet, String owner, Predicate<T> belongs) {
      List<T> rows = sheet.rows(catalog).stream().filter(belongs).toList();
      members.put(
          sheet.name(),
          rows.stream().map(row -> CatalogFiles.members(sheet.columns(), row)).toList());
      List<Column<T>> columns =
          sheet.columns().stream().filter(column -> !column.name().equals(owner)).toList();
      if (!rows.isEmpty()) {
        Table table = new Table();
        table.titles(
            columns.stream()
                .map(column -> column.name().toUpperCase(Locale.ROOT))
                .toArray(String[]::new));
        rows.forEach(row ->
            table.row(columns.stream().map(column -> value(column, row)).toArray(Line[]::new)));
        print(List.of(new Line()));
        print(table.lines());
      }
    }

    /** A rule of that id, if there is one. */
    boolean rule(LawBook book, String id) {
      Optional<Rule> found =
          book.rules().stream()
              .filter(rule -> rule.id().equals(id.toLowerCase(Locale.ROOT)))
              .findFirst();
      found.ifPresent(rule -> {
        members.put("rule", RulesCommand.members(rule));
        print(RulesCommand.whole(rule));
      });
      return found.isPresent();
    }

    void groups(String country) {
      List<String> groups = RowsCommand.groups(catalog, country, context.today());
      members.put("groups", groups.stream().map(Json::new).toList());
      String words = groups.isEmpty() ? "none" : String.join(", ", groups);
      print(List.of(Line.of("Groups of " + country + " today: " + words)));
    }

    private void print(List<Line> lines) {
      if (!context.json()) {
        context.terminal().print(lines);
      }
    }

    void end() {
      if (context.json()) {
        CatalogFiles.printJson(members, catalog, context);
      } else {
        CatalogFiles.printNotice(catalog, context);
      }
    }
  }
}
