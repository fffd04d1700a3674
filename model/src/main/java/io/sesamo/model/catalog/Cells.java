package io.sesamo.model.catalog;

import io.sesamo.model.Location;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A row's texts by the names of their columns, as what they stand for. What is wrong is noted, and
 * something stands in for it; such a row is not used.
 */
final class Cells {

  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9]+([:-][A-Za-z0-9]+)*");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern PART_OF_DATE =
      Pattern.compile("[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?");

  private final Map<String, String> texts;
  private final Location where;
  private final Problems problems;

  Cells(Map<String, String> texts, Location where, Problems problems) {
    this.texts = texts;
    this.where = where;
    this.problems = problems;
  }

  Location where() {
    return where;
  }

  /** Notes that a field is wrong. */
  void wrong(String field, String message, String advice) {
    problems.error(where, "The field '" + field + "' " + message, advice);
  }

  /** May be empty. */
  String text(String field) {
    return texts.getOrDefault(field, "");
  }

  String required(String field) {
    if (text(field).isEmpty()) {
      wrong(field, "is empty.", "Fill it in.");
    }
    return text(field);
  }

  String source() {
    if (text("source").isEmpty()) {
      wrong("source", "is empty.", "Say where the row is from; without that nobody can trust it.");
    }
    return text("source");
  }

  String id(String field) {
    return matching(field, ID, "Use lower-case letters, digits and single dashes.");
  }

  String country(String field) {
    return matching(field, COUNTRY, "Write a country as ISO 3166-1 does, as in DE.");
  }

  String group(String field) {
    return matching(field, GROUP, "Use letters, digits, colons and dashes, as in D:5.");
  }

  String currency(String field) {
    return matching(field, CURRENCY, "Write a currency as ISO 4217 does, as in USD.");
  }

  private String matching(String field, Pattern pattern, String advice) {
    String text = text(field);
    if (!pattern.matcher(text).matches()) {
      wrong(field, text.isEmpty() ? "is empty." : "is '" + text + "'.", advice);
    }
    return text;
  }

  /** Texts between semicolons. */
  List<String> list(String field) {
    return Stream.of(text(field).split(";", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  List<String> countries(String field) {
    List<String> countries = list(field);
    if (!countries.stream().allMatch(code -> COUNTRY.matcher(code).matches())) {
      wrong(
          field,
          "is '" + text(field) + "'.",
          "Write countries as ISO 3166-1 does, with semicolons between them, as in IL;US.");
    }
    return countries;
  }

  /** A figure above zero. Zero would be a claim; unknown is empty. */
  OptionalDouble figure(String field) {
    OptionalDouble number = number(field);
    if (number.isPresent() && number.getAsDouble() <= 0) {
      wrong(
          field, "is " + text(field) + ", not above zero.", "Leave it empty when it is not known.");
    }
    return number;
  }

  OptionalDouble between(String field, double least, double most) {
    OptionalDouble number = number(field);
    if (number.isPresent() && (number.getAsDouble() < least || number.getAsDouble() > most)) {
      String range =
          most == Double.MAX_VALUE
              ? "less than " + plain(least)
              : "not from " + plain(least) + " to " + plain(most);
      wrong(field, "is " + text(field) + ", " + range + ".", "");
    }
    return number;
  }

  /** One that must be there. */
  double present(String field, double least, double most) {
    required(field);
    return between(field, least, most).orElse(0);
  }

  private OptionalDouble number(String field) {
    String text = text(field);
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!NUMBER.matcher(text).matches()) {
      wrong(field, "is '" + text + "', not a number.", "Write it as in 1234.5, without a unit.");
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Double.parseDouble(text));
  }

  /** A whole number, or empty. */
  OptionalInt whole(String field, int least, int most) {
    String text = text(field);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    boolean fits = WHOLE.matcher(text).matches();
    int number = fits ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      String range = "from " + least + " to " + most;
      wrong(field, "is '" + text + "', not a whole number " + range + ".", "");
    }
    return OptionalInt.of(number);
  }

  /** Yes or no; empty: unknown. */
  Optional<Boolean> truth(String field) {
    return switch (text(field)) {
      case "yes" -> Optional.of(true);
      case "no" -> Optional.of(false);
      case "" -> Optional.empty();
      case String other -> {
        wrong(field, "is '" + other + "'.", "It is yes or no, or empty when that is not known.");
        yield Optional.empty();
      }
    };
  }

  Optional<LocalDate> date(String field) {
    String text = text(field);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException notOne) {
      wrong(field, "is '" + text + "', not a day.", "Write a day as in 2026-11-23.");
      return Optional.empty();
    }
  }

  /** A year, a month or a day; may be empty. */
  String partOfDate(String field) {
    String text = text(field);
    if (text.length() == 10) {
      date(field);
    } else if (!text.isEmpty() && !PART_OF_DATE.matcher(text).matches()) {
      wrong(field, "is '" + text + "'.", "Write a year, month or day as in 2026-11.");
    }
    return text;
  }

  Confidence confidence(String field) {
    return word(field, Confidence.class, Confidence.LOW);
  }

  /** A word of so many. */
  <E extends Enum<E>> E word(String field, Class<E> words, E standIn) {
    E[] known = words.getEnumConstants();
    List<String> names =
        Arrays.stream(known).map(word -> word.name().toLowerCase(Locale.ROOT)).toList();
    int index = names.indexOf(text(field));
    if (index < 0) {
      String said = text(field).isEmpty() ? "is empty." : "is '" + text(field) + "'.";
      wrong(field, said, "It is one of " + String.join(", ", names) + ".");
      return standIn;
    }
    return known[index];
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
