package io.sesamo.cli.command.catalog;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.CatalogSheet;
import io.sesamo.model.catalog.Column;
import io.sesamo.model.catalog.Country;
import io.sesamo.model.catalog.Membership;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Lists the rows of one kind.
 *
 * @param <T> what a row stands for
 * @param shown columns that people see; programs get all
 */
record RowsCommand<T>(CatalogSheet<T> sheet, String description, List<String> shown, String example)
    implements Command {

  /** A column that no file has: the groups that a country belongs to today. */
  static final String GROUPS = "groups";

  @Override
  public CommandSpec spec() {
    CommandSpec spec = Specs.table(sheet.name(), description, example);
    spec.addPositional(
        Specs.parameter(
            "TEXT",
            "0..1",
            "Only rows that have this in a column: as the whole of it, or else as a part."));
    spec.addOption(CatalogFiles.option());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Catalog catalog = CatalogFiles.read(arguments, context);
    List<Column<T>> columns = columns(catalog, context.today());
    Optional<String> filter = Specs.parameter(arguments);
    List<T> rows = filtered(sheet.rows(catalog), columns, filter.orElse(""));
    if (Specs.wantsCsv(arguments)) {
      printCsv(rows, context);
    } else if (context.json()) {
      List<?> all = rows.stream().map(row -> CatalogFiles.members(columns, row)).toList();
      CatalogFiles.printJson(Map.of(sheet.name(), all), catalog, context);
    } else {
      if (rows.isEmpty()) {
        String with = filter.map(text -> " with '" + text + "'").orElse("");
        context.terminal().print(Line.of("There are no rows" + with + "."));
      } else {
        context.terminal().print(table(rows, columns).lines());
      }
      CatalogFiles.printNotice(catalog, context);
    }
    return ExitCode.DONE;
  }

  private List<Column<T>> columns(Catalog catalog, LocalDate today) {
    List<Column<T>> columns = new ArrayList<>(sheet.columns());
    if (shown.contains(GROUPS)) {
      columns.add(
          new Column<>(
              GROUPS,
              "",
              row -> row instanceof Country country ? groups(catalog, country.code(), today) : ""));
    }
    return columns;
  }

  /** The groups that a country belongs to on a day. */
  static List<String> groups(Catalog catalog, String country, LocalDate day) {
    return catalog.memberships().stream()
        .filter(membership -> membership.country().equals(country) && membership.holds(day))
        .map(Membership::group)
        .toList();
  }

  /** As a whole first: {@code US} is not meant to find every row that was "assumed". */
  private static <T> List<T> filtered(Collection<T> rows, List<Column<T>> columns, String filter) {
    String wanted = filter.toLowerCase(Locale.ROOT);
    List<T> whole =
        rows.stream()
            .filter(row ->
                columns.stream()
                    .flatMap(column -> Stream.of(column.text(row).split(";", -1)))
                    .anyMatch(text -> text.strip().equalsIgnoreCase(filter)))
            .toList();
    return !whole.isEmpty() && !filter.isEmpty()
        ? whole
        : rows.stream()
            .filter(row ->
                columns.stream()
                    .anyMatch(column -> column.text(row).toLowerCase(Locale.ROOT).contains(wanted)))
            .toList();
  }

  private Table table(List<T> rows, List<Column<T>> columns) {
    List<Column<T>> visible =
        shown.stream()
            .flatMap(name -> columns.stream().filter(column -> column.name().equals(name)))
            .toList();
    Table table =
        new Table()
            .titles(
                visible.stream()
                    .map(column -> column.name().toUpperCase(Locale.ROOT))
                    .toArray(String[]::new));
    for (T row : rows) {
      table.row(visible.stream().map(column -> cell(column, row)).toArray(Line[]::new));
    }
    return table;
  }

  private static <T> Line cell(Column<T> column, T row) {
    String text = column.text(row).replace(";", ", ");
    boolean nothing = text.isEmpty() && !column.name().equals(GROUPS);
    return nothing ? new Line().add("?", Style.FAINT) : Line.of(text);
  }

  /** The file's columns, so that what is printed can be a file of the operator's. */
  private void printCsv(List<T> rows, Context context) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();
    try {
      CSVPrinter printer = new CSVPrinter(context.terminal().output(), format);
      printer.printRecord(sheet.columns().stream().map(Column::name).toList());
      for (T row : rows) {
        printer.printRecord(sheet.columns().stream().map(column -> column.text(row)).toList());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // a PrintStream throws none
    }
  }
}
