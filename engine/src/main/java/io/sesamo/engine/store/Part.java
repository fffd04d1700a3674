package io.sesamo.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A statement that takes any number of rows at once: its text stays the same, and so stays
 * prepared, whatever their number. For one row, which is what a quiet server writes, there is
 * another text, with values instead of arrays: a commit takes a third less time with it.
 *
 * @param one for one row
 * @param many for any number
 * @param columns in the order in which the statement names them
 */
record Part<R>(String one, String many, List<Column<R>> columns) {

  private static final String ROWS = "unnest(:rows)";

  /**
   * A statement.
   *
   * @param sql with {@code unnest(:rows)} where the rows go
   */
  @SafeVarargs
  static <R> Part<R> of(String sql, Column<R>... columns) {
    List<Column<R>> all = new ArrayList<>();
    for (Column<R> column : columns) {
      all.add(column);
    }
    String values =
        all.stream().map(column -> "?::" + column.type()).collect(Collectors.joining(", "));
    String arrays = String.join(", ", Collections.nCopies(all.size(), "?"));
    return new Part<>(
        sql.replace(ROWS, "(values (" + values + "))"),
        sql.replace(ROWS, "unnest(" + arrays + ")"),
        List.copyOf(all));
  }

  /**
   * One value of a row, as PostgreSQL writes it.
   *
   * @param type PostgreSQL's name of it
   */
  record Column<R>(String type, Function<R, Optional<String>> value) {

    @Nullable String text(R row) {
      return value.apply(row).orElse(null);
    }
  }

  static <R> Column<R> column(String type, Function<R, Object> value) {
    return new Column<>(type, row -> Optional.of(value.apply(row).toString()));
  }

  static <R> Column<R> optional(String type, Function<R, Optional<?>> value) {
    return new Column<>(type, row -> value.apply(row).map(Object::toString));
  }

  /** A statement with its rows. */
  record Filled<R>(Part<R> part, List<R> rows) {

    boolean single() {
      return rows.size() == 1;
    }

    /**
     * Its text.
     *
     * @param one whether it is that for one row
     */
    String sql(boolean one) {
      return one ? part.one() : part.many();
    }

    /** Sets the parameters from that one on; returns the next one. */
    int bind(Connection connection, PreparedStatement statement, int first, boolean one)
        throws SQLException {
      int parameter = first;
      for (Column<R> column : part.columns()) {
        if (one) {
          statement.setString(parameter++, column.text(rows.getFirst()));
        } else {
          String[] values = new String[rows.size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = column.text(rows.get(i));
          }
          statement.setArray(parameter++, connection.createArrayOf(column.type(), values));
        }
      }
      return parameter;
    }
  }
}
