package io.sesamo.model.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A column of a file of the catalogue.
 *
 * @param <T> what a row of it stands for
 * @param name as in the file's first line
 * @param unit empty: it has none
 * @param field what stands in it
 */
public record Column<T>(String name, String unit, Function<T, ?> field) {

  static <T> Column<T> of(String name, Function<T, ?> field) {
    return new Column<>(name, "", field);
  }

  static <T> Column<T> of(String name, String unit, Function<T, ?> field) {
    return new Column<>(name, unit, field);
  }

  /**
   * The row's value: a text, a {@link BigDecimal}, a {@link Boolean} or a list of texts; empty:
   * unknown, or nothing to say.
   */
  public Optional<Object> value(T row) {
    return switch (field.apply(row)) {
      case Optional<?> optional -> optional.map(Column::plain);
      case OptionalDouble number when number.isEmpty() -> Optional.empty();
      case OptionalDouble number -> Optional.of(number(number.getAsDouble()));
      case OptionalInt number when number.isEmpty() -> Optional.empty();
      case OptionalInt number -> Optional.of(number(number.getAsInt()));
      case List<?> list when list.isEmpty() -> Optional.empty();
      case String text when text.isEmpty() -> Optional.empty();
      case Object other -> Optional.of(plain(other));
    };
  }

  /** The row's value as it is written in the file; empty where there is none. */
  public String text(T row) {
    return value(row).map(Column::written).orElse("");
  }

  private static String written(Object value) {
    return switch (value) {
      case Boolean truth -> truth ? "yes" : "no";
      case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(";"));
      case Object other -> other.toString();
    };
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Double number -> number(number);
      case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
      case Boolean truth -> truth;
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case Object other -> other.toString();
    };
  }

  /** Without an exponent, and without zeros that say nothing. */
  private static BigDecimal number(double value) {
    return new BigDecimal(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
  }
}
