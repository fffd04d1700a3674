package io.sesamo.model.catalog;

import io.sesamo.model.Location;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Takes a text of comma-separated values apart; its first line names the columns. */
final class CsvFile {

  /** More cells than any catalogue has, and few enough for the memory of a command. */
  private static final int MOST_CELLS = 1_000_000;

  private final String title;
  private final List<String> columns;
  private final Problems problems;

  private CsvFile(String title, List<String> columns, Problems problems) {
    this.title = title;
    this.columns = columns;
    this.problems = problems;
  }

  /**
   * The rows below the first line; those up to the first mistake in the quotes.
   *
   * @param title the file's name in messages
   * @param columns what it must have, in any order
   */
  static List<Cells> rows(String title, String text, List<String> columns, Problems problems) {
    return new CsvFile(title, columns, problems).rows(text);
  }

  private List<Cells> rows(String text) {
    List<Cells> rows = new ArrayList<>();
    if (text.length() > MOST_CELLS
        && text.chars().filter(c -> c == ',' || c == '\n').count() > MOST_CELLS) {
      problems.error(
          Location.wholeFile(title), "The file has more than " + MOST_CELLS + " cells.", "");
      return rows;
    }
    // Empty lines are kept for the parser to count them, and left out here.
    CSVFormat format = CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();
    long line = 1;
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      List<String> header = List.of();
      Iterator<CSVRecord> records = parser.iterator();
      while (records.hasNext()) {
        CSVRecord record = records.next();
        Location where = new Location(title, (int) line, 0);
        if (header.isEmpty()) {
          header = record.stream().map(String::strip).toList();
          if (!isHeader(header, where)) {
            return rows;
          }
        } else if (record.size() > 1 || !record.get(0).isBlank()) {
          row(record, header, where, rows);
        }
        line = parser.getCurrentLineNumber() + 1;
      }
      if (header.isEmpty()) {
        isHeader(header, Location.wholeFile(title));
      }
    } catch (IOException | UncheckedIOException | IllegalStateException broken) {
      problems.error(
          new Location(title, (int) line, 0),
          "The quotes of this row do not close, or text stands behind them.",
          "Put a cell with commas in quotes, and write a quote inside of it twice.");
    }
    return rows;
  }

  private boolean isHeader(List<String> header, Location where) {
    Set<String> missing = new TreeSet<>(columns);
    header.forEach(missing::remove);
    List<String> unknown = header.stream().filter(name -> !columns.contains(name)).toList();
    boolean twice = new HashSet<>(header).size() < header.size();
    if (missing.isEmpty() && unknown.isEmpty() && !twice) {
      return true;
    }
    String advice =
        header.size() == 1 && header.getFirst().contains(";")
            ? "It seems to have semicolons between its cells; save it with commas."
            : "The first line names the columns: " + String.join(",", columns);
    if (!missing.isEmpty()) {
      problems.error(where, "There is no column " + String.join(", ", missing) + ".", advice);
    }
    for (String name : unknown) {
      problems.error(where, "There is no such column as '" + name + "' in the catalogue.", advice);
    }
    if (twice) {
      problems.error(where, "A column is named twice.", advice);
    }
    return false;
  }

  private void row(CSVRecord record, List<String> header, Location where, List<Cells> rows) {
    if (record.size() != header.size()) {
      problems.error(
          where,
          "This row has " + record.size() + " cells, and the first line " + header.size() + ".",
          "Put a cell with commas in quotes.");
      return;
    }
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      texts.put(header.get(i), record.get(i).strip());
    }
    rows.add(new Cells(texts, where, problems));
  }
}
