package io.sesamo.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A statement that takes any number of rows at once: its text stays the same, and so stays
 * prepared, whatever their number.
 *
 * @param sql with {@code unnest(:rows)} where the rows go
 * @param columns in the order in which the statement names them
 */
record Part<R>(String sql, List<Column<R>> columns) {

  @SafeVarargs
  static <R> Part<R> of(String sql, Column<R>... columns) {
    List<Column<R>> all = new ArrayList<>();
    for (Column<R> column : columns) {
      all.add(column);
    }
    String marks = String.join(", ", Collections.nCopies(all.size(), "?"));
    return new Part<>(sql.replace(":rows", marks), List.copyOf(all));
  }

  /**
   * One value of a row, as PostgreSQL writes it.
   *
   * @param type PostgreSQL's name of it
   */
  record Column<R>(String type, Function<R, Optional<String>> value) {}

  static <R> Column<R> column(String type, Function<R, Object> value) {
    return new Column<>(type, row -> Optional.of(value.apply(row).toString()));
  }

  static <R> Column<R> optional(String type, Function<R, Optional<?>> value) {
    return new Column<>(type, row -> value.apply(row).map(Object::toString));
  }

  /** A statement with its rows. */
  record Filled<R>(Part<R> part, List<R> rows) {

    String sql() {
      return part.sql();
    }

    /** Sets the parameters from that one on; returns the next one. */
    int bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
      int parameter = first;
      for (Column<R> column : part.columns()) {
        String[] values = new String[rows.size()];
        for (int i = 0; i < values.length; i++) {
          Optional<String> value = column.value().apply(rows.get(i));
          if (value.isPresent()) {
            values[i] = value.get();
          }
        }
        statement.setArray(parameter++, connection.createArrayOf(column.type(), values));
      }
      return parameter;
    }
  }
}
