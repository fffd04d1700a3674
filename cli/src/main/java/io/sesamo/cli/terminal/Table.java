package io.sesamo.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows whose cells stand below each other. */
public final class Table {

  private static final int GAP = 2;

  private final List<List<Line>> rows = new ArrayList<>();

  /** Adds a row of titles. */
  public Table titles(String... titles) {
    rows.add(List.of(titles).stream().map(title -> new Line().add(title, Style.FAINT)).toList());
    return this;
  }

  public Table row(Line... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** One line for each row; the last column is not padded. */
  public List<Line> lines() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<Line> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        widths[column] = Math.max(widths[column], row.get(column).width());
      }
    }
    List<Line> lines = new ArrayList<>();
    for (List<Line> row : rows) {
      Line line = new Line();
      int end = 0;
      for (int column = 0; column < row.size(); column++) {
        line.add(row.get(column));
        end += widths[column] + GAP;
        if (column < row.size() - 1) {
          line.pad(end);
        }
      }
      lines.add(line);
    }
    return lines;
  }
}
