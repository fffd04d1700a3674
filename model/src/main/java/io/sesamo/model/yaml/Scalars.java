package io.sesamo.model.yaml;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
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

  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "([0-9]{4})-(?=[0-9]{2}-[0-9]{2}$|[^ \\tTt]+[ \\tTt])([0-9]{1,2})-([0-9]{1,2})"
              + "(?:(?:[Tt]|[ \\t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]*))?"
              + "(?:[ \\t]*(Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?)?");

  private Scalars() {}

  /**
   * What a plain text without a tag means.
   *
   * @throws IllegalArgumentException when it looks like something that it cannot be
   */
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
      case "=" -> throw new IllegalArgumentException("a lone = has a meaning of its own in YAML");
      case "<<" -> throw new IllegalArgumentException("<< stands for a merge, and only as a key");
      default -> TIMESTAMP.matcher(text).matches() ? timestamp(text) : text;
    };
  }

  /**
   * What a text with a tag means; empty for an unknown tag.
   *
   * @throws IllegalArgumentException when the text is not of the tag's kind
   */
  static Optional<Object> tagged(String tag, String text) {
    String plain = text.replace("_", "");
    return switch (tag) {
      case "tag:yaml.org,2002:str", "!" -> Optional.of(text);
      case "tag:yaml.org,2002:null" -> Optional.of(YamlNode.Null.NULL);
      case "tag:yaml.org,2002:bool" -> {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        if (!TRUE.contains(lower) && !FALSE.contains(lower)) {
          throw new IllegalArgumentException("it is neither true nor false");
        }
        yield Optional.of(TRUE.contains(lower));
      }
      case "tag:yaml.org,2002:int" -> Optional.of(integer(plain));
      case "tag:yaml.org,2002:float" ->
          Optional.of(
              switch (plain.toLowerCase(java.util.Locale.ROOT)) {
                case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
                case "-.inf" -> Double.NEGATIVE_INFINITY;
                case ".nan" -> Double.NaN;
                default -> plain.contains(":") ? base60(plain) : (Object) Double.valueOf(plain);
              });
      case "tag:yaml.org,2002:binary" ->
          Optional.of(
              new YamlNode.Binary(
                  new String(
                      Base64.getMimeDecoder().decode(padded(text.replaceAll("\\s", ""))),
                      StandardCharsets.ISO_8859_1)));
      case "tag:yaml.org,2002:timestamp" -> {
        if (!TIMESTAMP.matcher(text).matches()) {
          throw new IllegalArgumentException("it is not a date");
        }
        yield Optional.of(timestamp(text));
      }
      default -> Optional.empty();
    };
  }

  /** Python wants all the padding that there must be, and ASCII. */
  private static String padded(String base64) {
    if (base64.length() % 4 != 0 || base64.chars().anyMatch(c -> c > 0x7f)) {
      throw new IllegalArgumentException("it is no base64");
    }
    return base64;
  }

  /** A date, or a date with a time. */
  private static Object timestamp(String text) {
    Matcher parts = TIMESTAMP.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("it is not a date");
    }
    try {
      LocalDate date = LocalDate.of(part(parts, 1), part(parts, 2), part(parts, 3));
      if (parts.group(4) == null) {
        return date;
      }
      String fraction = parts.group(7) == null ? "" : parts.group(7);
      int micros = Integer.parseInt((fraction + "000000").substring(0, 6));
      LocalDateTime time =
          date.atTime(part(parts, 4), part(parts, 5), part(parts, 6), micros * 1000);
      if (parts.group(8) == null) {
        return time;
      }
      if (parts.group(8).equals("Z")) {
        return time.atOffset(ZoneOffset.UTC);
      }
      int minutes = part(parts, 10) * 60 + (parts.group(11) == null ? 0 : part(parts, 11));
      int sign = parts.group(9).equals("-") ? -1 : 1;
      return time.atOffset(ZoneOffset.ofTotalSeconds(sign * minutes * 60));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("there is no such date", e);
    }
  }

  private static int part(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
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
