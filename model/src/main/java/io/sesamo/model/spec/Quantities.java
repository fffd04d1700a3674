package io.sesamo.model.spec;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory and time as OSMO writes them. */
public final class Quantities {

  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,30})?)([a-zA-Z]*)");
  private static final Pattern ANY_SIZE =
      Pattern.compile("\\d+(?:\\.\\d+)?([a-zA-Z]*)", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern TIME = Pattern.compile("\\s*\\+?([0-9]{1,15})\\s*(d|h|m|s|ms|us)");
  private static final Pattern ISO =
      Pattern.compile("P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?)?\n?");

  /** K, M, G and T are binary, the same as Ki and so on. */
  private static final Map<String, Integer> POWER_OF_1024 =
      Map.ofEntries(
          Map.entry("", 0),
          Map.entry("B", 0),
          Map.entry("K", 1),
          Map.entry("Ki", 1),
          Map.entry("KiB", 1),
          Map.entry("M", 2),
          Map.entry("Mi", 2),
          Map.entry("MiB", 2),
          Map.entry("G", 3),
          Map.entry("Gi", 3),
          Map.entry("GiB", 3),
          Map.entry("T", 4),
          Map.entry("Ti", 4),
          Map.entry("TiB", 4));

  private Quantities() {}

  /** What is wrong with a text that is no size, and what to write instead. */
  public static String trouble(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return "write a number with Ki, Mi, Gi or Ti, such as 16Gi.";
    }
    String number = matcher.group(1);
    String unit = matcher.group(2);
    if (POWER_OF_1024.containsKey(unit)) {
      return "no machine has so much.";
    }
    String letter = unit.substring(0, 1).toUpperCase(Locale.ROOT);
    return POWER_OF_1024.containsKey(letter) && !letter.equals("B")
        ? "unit '%s' is not known; write '%s%s' or '%2$s%3$si'.".formatted(unit, number, letter)
        : "unit '%s' is not known; there are Ki, Mi, Gi and Ti.".formatted(unit);
  }

  /** Whether OSMO takes for a size what is none here: digits of any script, and the unit m. */
  static boolean osmoTakes(String text) {
    Matcher matcher = ANY_SIZE.matcher(text);
    return matcher.matches()
        && (matcher.group(1).equals("m") || POWER_OF_1024.containsKey(matcher.group(1)));
  }

  /** Bytes; empty when the text is not a size. */
  public static Optional<Long> bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Integer power = POWER_OF_1024.get(matcher.group(2));
    if (power == null) {
      return Optional.empty();
    }
    BigDecimal bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(bytes.longValue());
  }

  /** A length of time; empty when the text is not one, or is negative. */
  public static Optional<Duration> time(String text) {
    Matcher matcher = TIME.matcher(text);
    try {
      if (matcher.matches()) {
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
            switch (matcher.group(2)) {
              case "d" -> Duration.ofDays(number);
              case "h" -> Duration.ofHours(number);
              case "m" -> Duration.ofMinutes(number);
              case "s" -> Duration.ofSeconds(number);
              case "ms" -> Duration.ofMillis(number);
              default -> Duration.ofNanos(Math.multiplyExact(number, 1000L));
            });
      }
      return ISO.matcher(text).matches()
          ? Optional.of(microseconds(Duration.parse(text.strip())))
          : Optional.empty();
    } catch (DateTimeParseException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Python keeps no more than microseconds, to the nearest even one. */
  private static Duration microseconds(Duration time) {
    long nanos = time.toNanosPart();
    long rest = nanos % 1000;
    long down = nanos - rest;
    boolean up = rest > 500 || (rest == 500 && down / 1000 % 2 == 1);
    return Duration.ofSeconds(time.toSeconds(), up ? down + 1000 : down);
  }
}
