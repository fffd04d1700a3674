package io.sesamo.model.yaml;

import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/** What a plain scalar means in YAML 1.1, as PyYAML's resolver has it (yaml.org/type). */
final class Scalars {

  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE =
      Set.of("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Pattern INTEGER =
      Pattern.compile(
          "[-+]?(0b[0-1_]++|0x[0-9a-fA-F_]++|0[0-7_]++|0|[1-9][0-9_]*+(:[0-5]?[0-9])*+)");
  private static final Pattern DECIMAL =
      Pattern.compile(
          "[-+]?[0-9][0-9_]*+\\.[0-9_]*+([eE][-+][0-9]++)?|\\.[0-9][0-9_]*+([eE][-+][0-9]++)?");
  private static final Pattern BASE_60 =
      Pattern.compile("[-+]?[0-9][0-9_]*+(:[0-5]?[0-9])++\\.[0-9_]*+");

  private Scalars() {}

  static Object resolve(String text) {
    if (NULLS.contains(text)) {
      return YamlNode.Null.NULL;
    }
    if (TRUE.contains(text)) {
      return true;
    }
    if (FALSE.contains(text)) {
      return false;
    }
    if (text.length() < 400 && INTEGER.matcher(text).matches()) {
      return integer(text.replace("_", ""));
    }
    if (DECIMAL.matcher(text).matches()) {
      return Double.parseDouble(text.replace("_", ""));
    }
    if (BASE_60.matcher(text).matches()) {
      return base60(text.replace("_", ""));
    }
    return switch (text) {
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
      case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
      case ".nan", ".NaN", ".NAN" -> Double.NaN;
      default -> text;
    };
  }

  private static BigInteger integer(String text) {
    boolean minus = text.startsWith("-");
    String digits = minus || text.startsWith("+") ? text.substring(1) : text;
    BigInteger value;
    if (digits.startsWith("0b")) {
      value = new BigInteger(digits.substring(2), 2);
    } else if (digits.startsWith("0x")) {
      value = new BigInteger(digits.substring(2), 16);
    } else if (digits.contains(":")) {
      value = BigInteger.ZERO;
      for (String part : digits.split(":", -1)) {
        value = value.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
      }
    } else if (digits.startsWith("0") && digits.length() > 1) {
      value = new BigInteger(digits, 8);
    } else {
      value = new BigInteger(digits);
    }
    return minus ? value.negate() : value;
  }

  private static Object base60(String text) {
    boolean minus = text.startsWith("-");
    String digits = minus || text.startsWith("+") ? text.substring(1) : text;
    double value = 0;
    for (String part : digits.split(":", -1)) {
      value = value * 60 + Double.parseDouble(part);
    }
    return minus ? -value : value;
  }
}
