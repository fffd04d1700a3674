package io.sesamo.server.contract;

import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One parameter of a query.
 *
 * @param schema of one value
 * @param repeated may be given several times, once for each value
 * @param required must be given
 * @param byDefault what holds where it is not given; empty: nothing
 * @param says what it is for
 */
public record Param(
    String name,
    Schema schema,
    boolean repeated,
    boolean required,
    Optional<Object> byDefault,
    String says) {

  private static final List<String> TRUE = List.of("true", "1", "yes", "on", "t", "y");
  private static final List<String> FALSE = List.of("false", "0", "no", "off", "f", "n");

  private static Param of(String name, Schema schema, boolean repeated) {
    return new Param(name, schema, repeated, false, Optional.empty(), "");
  }

  public static Param text(String name) {
    return of(name, Schema.text(), false);
  }

  /** Words of a person, on one line. */
  public static Param line(String name, int most) {
    return of(name, Schema.line(most), false);
  }

  public static Param texts(String name) {
    return of(name, Schema.text(), true);
  }

  /** Repeated {@code key=value}. */
  public static Param pairs(String name) {
    return of(name, Schema.text("[^=]+=[\\s\\S]*"), true);
  }

  public static Param truth(String name, boolean byDefault) {
    return of(name, Schema.truth(), false).orElse(byDefault);
  }

  public static Param whole(String name, int least, int most) {
    return of(name, Schema.whole(least, most), false);
  }

  /** A whole number from 0 on. */
  public static Param count(String name) {
    return whole(name, 0, Integer.MAX_VALUE);
  }

  /** Repeated whole numbers. */
  public static Param wholes(String name, int least, int most) {
    return of(name, Schema.whole(least, most), true);
  }

  /** A time in UTC without a zone. */
  public static Param time(String name) {
    return of(name, Schema.naiveTime(), false);
  }

  public static Param day(String name) {
    return of(name, Schema.day(), false);
  }

  public static Param word(String name, String... words) {
    return of(name, Schema.words(words), false);
  }

  public static <E extends Enum<E>> Param word(String name, Class<E> type) {
    return of(name, Schema.words(type), false);
  }

  public static <E extends Enum<E>> Param words(String name, Class<E> type) {
    return of(name, Schema.words(type), true);
  }

  /** The same, which must be given. */
  public Param need() {
    return new Param(name, schema, repeated, true, byDefault, says);
  }

  /** The same, with what holds where it is not given. */
  public Param orElse(Object value) {
    return new Param(name, schema, repeated, required, Optional.of(value), says);
  }

  /** The same, with what it is for. */
  public Param says(String words) {
    return new Param(name, schema, repeated, required, byDefault, words);
  }

  /** Whether a text says yes or no; empty: neither. */
  public static Optional<Boolean> truthOf(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    return TRUE.contains(small)
        ? Optional.of(true)
        : FALSE.contains(small) ? Optional.of(false) : Optional.empty();
  }

  /** A time of a query; empty: the text is none. */
  public static Optional<LocalDateTime> timeOf(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text.replace(' ', 'T')));
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }

  /** What is wrong with the values that a request gives; empty when nothing is. */
  public Optional<String> wrong(List<String> values) {
    if (required && values.isEmpty()) {
      return Optional.of("Field required");
    }
    if (!repeated && values.size() > 1) {
      return Optional.of("It is given " + values.size() + " times. Give it once.");
    }
    return values.stream().map(value -> wrong(schema, value)).flatMap(Optional::stream).findFirst();
  }

  /** What is wrong with a text that stands for a value of a shape; empty when nothing is. */
  public static Optional<String> wrong(Schema schema, String value) {
    return switch (schema) {
      case Schema.Said said when said.equals(Schema.naiveTime()) ->
          need(timeOf(value).isPresent(), "a time like 2026-01-02T03:04:05");
      case Schema.Said said -> wrong(said.of(), value);
      case Schema.Text text ->
          text.takes(value)
              ? Optional.empty()
              : Optional.of(
                  "Input should "
                      + (text.format().equals("date")
                          ? "be a day like 2026-12-31"
                          : text.wanted(value)));
      case Schema.Words words ->
          need(
              words.words().contains(value),
              "one of [" + String.join(", ", words.words()) + "], not " + value);
      case Schema.Whole whole -> whole(whole, value);
      case Schema.Truth truth -> need(truthOf(value).isPresent(), "True or False");
      case Schema.Any any -> Optional.empty();
      case Schema.Null no -> throw notInText(no);
      case Schema.Real no -> throw notInText(no);
      case Schema.Items no -> throw notInText(no);
      case Schema.ByName no -> throw notInText(no);
      case Schema.Either no -> throw notInText(no);
      case Schema.Fields no -> throw notInText(no);
    };
  }

  private static IllegalStateException notInText(Schema schema) {
    return new IllegalStateException("No parameter is " + schema);
  }

  private static Optional<String> whole(Schema.Whole whole, String value) {
    try {
      long number = Long.parseLong(value);
      return number < whole.least()
          ? need(false, "at least " + whole.least())
          : need(number <= whole.most(), "at most " + whole.most());
    } catch (NumberFormatException notANumber) {
      return need(false, "a valid integer");
    }
  }

  private static Optional<String> need(boolean holds, String what) {
    return holds ? Optional.empty() : Optional.of("Input should be " + what);
  }
}
