package io.sesamo.model.fleet;

import io.sesamo.model.spec.Quantities;
import io.sesamo.model.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers and amounts of a map. What is wrong is noted, and then as if it were not there. */
final class Amounts {

  /** YAML 1.1 would read 010 as 8 and 1:30 as 90; nobody counts so. */
  private static final Pattern WHOLE = Pattern.compile("[+-]?(0|[1-9][0-9]*)");

  private static final Pattern NO_UNIT = Pattern.compile("[0-9]+(\\.[0-9]+)?");
  private static final Pattern WITH_UNIT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) *([^0-9. ].*)");
  private static final Pattern BANDWIDTH =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?) ?([kMGT]?)bit/s");
  private static final Map<String, Double> DECIMAL =
      Map.of("", 1.0, "k", 1e3, "M", 1e6, "G", 1e9, "T", 1e12);
  private static final double FASTEST = 1e15;
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Entry entry;

  Amounts(Entry entry) {
    this.entry = entry;
  }

  /** A whole number from {@code least} to {@code most}. */
  OptionalInt whole(String field, int least, int most) {
    Optional<Scalar> scalar = entry.scalar(field, "a whole number");
    if (scalar.isEmpty()) {
      return OptionalInt.empty();
    }
    if (scalar.get().value() instanceof BigInteger number
        && WHOLE.matcher(scalar.get().text()).matches()
        && number.compareTo(BigInteger.valueOf(least)) >= 0
        && number.compareTo(BigInteger.valueOf(most)) <= 0) {
      return OptionalInt.of(number.intValue());
    }
    entry.wrong(
        field,
        "must be a whole number from " + least + " to " + most + ", not " + shown(scalar) + ".",
        "");
    return OptionalInt.empty();
  }

  /** A share in percent. */
  OptionalDouble percent(String field) {
    return number(field, "%", 0, 100);
  }

  /**
   * A number from {@code least} to {@code most}.
   *
   * @param unit that it counts in, and that may be written behind it; empty: it has none
   */
  OptionalDouble number(String field, String unit, double least, double most) {
    Optional<Scalar> scalar = entry.scalar(field, "a number");
    if (scalar.isEmpty()) {
      return OptionalDouble.empty();
    }
    Optional<BigDecimal> value = value(scalar.get(), unit);
    double number = value.map(BigDecimal::doubleValue).orElse(Double.NaN);
    if (number >= least && number <= most) {
      return OptionalDouble.of(number);
    }
    String range = "from " + plain(least) + " to " + plain(most);
    entry.wrong(
        field,
        "must be a number " + range + ", not " + shown(scalar) + ".",
        unit.isEmpty() ? "" : "It counts in " + unit + ".");
    return OptionalDouble.empty();
  }

  private static Optional<BigDecimal> value(Scalar scalar, String unit) {
    return switch (scalar.value()) {
      case BigInteger whole when WHOLE.matcher(scalar.text()).matches() ->
          Optional.of(new BigDecimal(whole));
      case Double number when Double.isFinite(number) && scalar.text().indexOf(':') < 0 ->
          Optional.of(BigDecimal.valueOf(number));
      case String text -> {
        Matcher parts = WITH_UNIT.matcher(text);
        yield parts.matches() && parts.group(2).equals(unit)
            ? Optional.of(new BigDecimal(parts.group(1)))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  /** Bytes up to {@code most}, whole TiB, written with a unit. */
  OptionalLong bytes(String field, long most) {
    Optional<Scalar> scalar = entry.scalar(field, "an amount such as 512Gi");
    if (scalar.isEmpty()) {
      return OptionalLong.empty();
    }
    String text = scalar.get().text();
    if (NO_UNIT.matcher(text).matches()) {
      entry.wrong(field, "has no unit: " + text + ".", "Write " + text + "Gi if GiB are meant.");
      return OptionalLong.empty();
    }
    Optional<Long> bytes = Quantities.bytes(text);
    if (bytes.isEmpty()) {
      String trouble = Quantities.trouble(text);
      entry.wrong(
          field,
          "is no amount: '" + text + "'.",
          trouble.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + trouble.substring(1));
      return OptionalLong.empty();
    }
    if (bytes.get() > most) {
      String words = "must be at most " + (most >> 40) + "Ti, not " + text + ".";
      entry.wrong(field, words, "No machine has more. Is the unit right?");
      return OptionalLong.empty();
    }
    return OptionalLong.of(bytes.get());
  }

  /**
   * A length of time; {@code false} stands for none, {@code true} for the usual one.
   *
   * @param least that one other than none has
   */
  Optional<Duration> time(String field, Duration usual, Duration least) {
    Optional<Scalar> scalar = entry.scalar(field, "a length of time");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> time =
        switch (scalar.get().value()) {
          case Boolean on -> Optional.of(on ? usual : Duration.ZERO);
          case BigInteger zero when zero.signum() == 0 -> Optional.of(Duration.ZERO);
          case String text -> Quantities.time(text);
          default -> Optional.empty();
        };
    if (time.filter(found -> within(found, least)).isEmpty()) {
      String from = least.isZero() ? "" : "from " + least.toSeconds() + " s ";
      entry.wrong(
          field,
          "must be a length of time " + from + "up to a year, not " + shown(scalar) + ".",
          "Write one number with d, h, m or s, such as 90m, or false for none.");
      return Optional.empty();
    }
    return time;
  }

  private static boolean within(Duration time, Duration least) {
    return time.isZero() || (time.compareTo(least) >= 0 && time.compareTo(LONGEST) <= 0);
  }

  /** bit/s, written with its unit. */
  OptionalDouble bandwidth(String field) {
    Optional<Scalar> scalar = entry.scalar(field, "a bandwidth such as 10 Gbit/s");
    if (scalar.isEmpty()) {
      return OptionalDouble.empty();
    }
    Matcher parts = BANDWIDTH.matcher(scalar.get().text());
    double speed =
        parts.matches()
            ? Double.parseDouble(parts.group(1)) * DECIMAL.getOrDefault(parts.group(2), 1.0)
            : 0;
    if (speed > 0 && speed <= FASTEST) {
      return OptionalDouble.of(speed);
    }
    entry.wrong(
        field,
        "must be more than 0 and at most 1000 Tbit/s, not " + shown(scalar) + ".",
        "Write a number with kbit/s, Mbit/s, Gbit/s or Tbit/s, such as 10 Gbit/s.");
    return OptionalDouble.empty();
  }

  private static String shown(Optional<Scalar> scalar) {
    return scalar.map(Scalar::text).map(text -> text.isEmpty() ? "empty" : text).orElse("");
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
