package io.sesamo.model.template;

import io.sesamo.model.template.Types.Arguments;
import io.sesamo.model.template.Types.Function;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields and methods of Python's dates and times. */
final class Dates {

  /** Days up to the day before 1970-01-01, counted from 0001-01-01. */
  private static final long DAYS_BEFORE_EPOCH = 719_163;

  private Dates() {}

  /**
   * What {@code value.name} is; empty where there is no such method or field.
   *
   * @param dateOnly whether the value has no time
   */
  static Optional<Object> find(LocalDateTime value, boolean dateOnly, String name) {
    return switch (name) {
      case "year" -> Attributes.number(value.getYear());
      case "month" -> Attributes.number(value.getMonthValue());
      case "day" -> Attributes.number(value.getDayOfMonth());
      case "weekday" -> of(a -> number(value.getDayOfWeek().getValue() - 1, a, name));
      case "isoweekday" -> of(a -> number(value.getDayOfWeek().getValue(), a, name));
      case "toordinal" ->
          of(a -> number(value.toLocalDate().toEpochDay() + DAYS_BEFORE_EPOCH, a, name));
      case "strftime" -> of(a -> formatted(value, Python.string(given(a, name, "format"))));
      case "isoformat" -> of(a -> iso(value, dateOnly, a));
      default -> dateOnly ? Optional.empty() : ofTime(value, name);
    };
  }

  private static Optional<Object> ofTime(LocalDateTime value, String name) {
    return switch (name) {
      case "hour" -> Attributes.number(value.getHour());
      case "minute" -> Attributes.number(value.getMinute());
      case "second" -> Attributes.number(value.getSecond());
      case "microsecond" -> Attributes.number(value.getNano() / 1000);
      case "date" ->
          of(a -> {
            a.bind(name);
            return value.toLocalDate();
          });
      default -> Optional.empty();
    };
  }

  private static Optional<Object> of(Function function) {
    return Optional.of(function);
  }

  private static Object number(long value, Arguments arguments, String name) {
    arguments.bind(name);
    return Attributes.number(value).orElseThrow();
  }

  private static Object given(Arguments arguments, String function, String parameter) {
    @Nullable Object value = arguments.bind(function, parameter)[0];
    return value == null ? None.NONE : value;
  }

  private static String iso(LocalDateTime value, boolean dateOnly, Arguments arguments) {
    if (dateOnly) {
      arguments.bind("isoformat");
      return value.toLocalDate().toString();
    }
    @Nullable Object separator = arguments.bind("isoformat", "sep?")[0];
    return Python.text(value).replace(" ", separator == null ? "T" : Python.string(separator));
  }

  private static String formatted(LocalDateTime value, String format) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        i++;
        out.append(directive(value, format.charAt(i)));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** In the C locale, in which OSMO's service runs. */
  private static String directive(LocalDateTime value, char kind) {
    return switch (kind) {
      case 'Y' -> String.valueOf(value.getYear());
      case 'y' -> two(value.getYear() % 100);
      case 'm' -> two(value.getMonthValue());
      case 'd' -> two(value.getDayOfMonth());
      case 'H' -> two(value.getHour());
      case 'I' -> two((value.getHour() + 11) % 12 + 1);
      case 'M' -> two(value.getMinute());
      case 'S' -> two(value.getSecond());
      case 'f' -> "%06d".formatted(value.getNano() / 1000);
      case 'j' -> "%03d".formatted(value.getDayOfYear());
      case 'p' -> value.getHour() < 12 ? "AM" : "PM";
      case 'a' -> value.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> value.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'b', 'h' -> value.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> value.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'u' -> String.valueOf(value.getDayOfWeek().getValue());
      case 'w' -> String.valueOf(value.getDayOfWeek().getValue() % 7);
      case 'V' -> two(value.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'G' -> String.valueOf(value.get(IsoFields.WEEK_BASED_YEAR));
      case 's' -> String.valueOf(value.toEpochSecond(ZoneOffset.UTC));
      case 'F' -> formatted(value, "%Y-%m-%d");
      case 'T', 'X' -> formatted(value, "%H:%M:%S");
      case 'R' -> formatted(value, "%H:%M");
      case 'D', 'x' -> formatted(value, "%m/%d/%y");
      case 'e' -> "%2d".formatted(value.getDayOfMonth());
      case 'c' -> formatted(value, "%a %b %e %H:%M:%S %Y");
      case 'C' -> two(value.get(ChronoField.YEAR) / 100);
      case 'z', 'Z' -> "";
      case '%' -> "%";
      default -> "%" + kind;
    };
  }

  private static String two(int number) {
    return "%02d".formatted(number);
  }
}
