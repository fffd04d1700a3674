package io.sesamo.model.spec;

import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lengths of time in the fields of a spec. */
final class Times {

  /** Python holds no more. */
  private static final Duration LONGEST = Duration.ofDays(999_999_999);

  private static final String FORMS =
      "Write a number of seconds, or one number with d, h, m, s, ms or us, such as 90m.";

  /** What OSMO takes besides: signs, underscores, any script's digits, and a T without a time. */
  private static final Pattern NONSENSE =
      Pattern.compile(
          "\\s*-\\s*[\\d_]+\\s*(d|h|m|s|ms|us)|\\s*\\+?[\\d_]+\\s*(d|h|m|s|ms|us)"
              + "|P(\\d+D)?T?(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern COMPOUND =
      Pattern.compile("(?:([0-9]+)h)? ?(?:([0-9]+)m)? ?(?:([0-9]+)s)?");

  /** A number of more digits is no slip, but too long a time. */
  private static final int LONGEST_TEXT = 18;

  private Times() {}

  /** A length of time of at least 0; empty when the field is not there, or wrong. */
  static Optional<Duration> read(Fields fields, String field) {
    Optional<YamlNode> node = fields.node(field);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!(node.get() instanceof Scalar scalar)) {
      fields.error(fields.where(field), field + " is not a length of time.", FORMS);
      return Optional.empty();
    }
    Optional<Duration> time =
        value(scalar).filter(length -> length.compareTo(LONGEST) <= 0 && !length.isNegative());
    if (time.isEmpty()) {
      refuse(fields, field, scalar);
    } else if (scalar.value() instanceof BigInteger seconds && scalar.text().indexOf(':') >= 0) {
      fields.warn(
          field,
          "In '" + field + "', " + scalar.text() + " is read as " + seconds + " seconds.",
          "Write " + seconds + "s if it is meant so.");
    }
    return time;
  }

  private static Optional<Duration> value(Scalar scalar) {
    return switch (scalar.value()) {
      case BigInteger seconds when seconds.bitLength() < 46 ->
          Optional.of(Duration.ofSeconds(seconds.longValue()));
      case Double seconds when Math.abs(seconds) < 8e13 -> Optional.of(ofSeconds(seconds));
      case String text -> Quantities.time(text);
      default -> Optional.empty();
    };
  }

  /** Python keeps whole microseconds. */
  private static Duration ofSeconds(double seconds) {
    BigDecimal micros = new BigDecimal(seconds).movePointRight(6);
    return Duration.ofNanos(0)
        .plus(
            micros.setScale(0, RoundingMode.HALF_EVEN).longValueExact(),
            java.time.temporal.ChronoUnit.MICROS);
  }

  private static void refuse(Fields fields, String field, Scalar scalar) {
    boolean truth = scalar.value() instanceof Boolean;
    boolean negative =
        switch (scalar.value()) {
          case BigInteger whole -> whole.signum() < 0;
          case Double number -> number < 0;
          default -> false;
        };
    String message = field + " is not a length of time: '" + scalar.text() + "'.";
    boolean nonsense =
        scalar.value() instanceof String text
            && text.length() < LONGEST_TEXT
            && NONSENSE.matcher(text).matches();
    if (truth || negative || nonsense) {
      fields.stricter(field, message, FORMS);
    } else {
      fields.error(fields.where(field), message, advice(scalar.text()));
    }
  }

  private static String advice(String text) {
    var compound = COMPOUND.matcher(text);
    if (text.matches("[0-9]+")) {
      return "Write " + text + "s, or leave the quotes out.";
    }
    if (!text.isEmpty() && compound.matches()) {
      StringBuilder iso = new StringBuilder("PT");
      for (int i = 1; i <= 3; i++) {
        if (compound.group(i) != null) {
          iso.append(compound.group(i)).append("HMS".charAt(i - 1));
        }
      }
      return "Write " + iso + ".";
    }
    return FORMS;
  }
}
