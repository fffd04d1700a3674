package io.sesamo.model.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Values as Python has them: {@link BigInteger}, {@link Double}, {@link Boolean}, {@link String},
 * {@link List}, {@link Map} and {@link None}; how they print, compare and count as true.
 */
final class Python {

  private Python() {}

  /** {@code str(value)}. */
  static String text(Object value) {
    return value instanceof String text ? text : representation(value);
  }

  /** {@code repr(value)}. */
  static String representation(Object value) {
    StringBuilder out = new StringBuilder();
    represent(value, out);
    return out.toString();
  }

  private static void represent(Object value, StringBuilder out) {
    switch (value) {
      case None none -> out.append("None");
      case Boolean truth -> out.append(truth ? "True" : "False");
      case Double number -> out.append(decimal(number));
      case String text -> quote(text, out);
      case Map<?, ?> map -> {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
          Map.Entry<?, ?> entry = entries.next();
          represent(entry.getKey(), out);
          out.append(": ");
          represent(entry.getValue(), out);
          out.append(entries.hasNext() ? ", " : "");
        }
        out.append('}');
      }
      case Collection<?> items -> {
        out.append('[');
        Iterator<?> each = items.iterator();
        while (each.hasNext()) {
          represent(each.next(), out);
          out.append(each.hasNext() ? ", " : "");
        }
        out.append(']');
      }
      default -> out.append(value);
    }
  }

  /** A float as Python prints it: the shortest digits, an exponent only far from 1. */
  static String decimal(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = digits.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String unscaled = digits.unscaledValue().abs().toString();
    String mantissa =
        unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
    String size = String.valueOf(Math.abs(exponent));
    return (number < 0 ? "-" : "")
        + mantissa
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (size.length() == 1 ? "0" + size : size);
  }

  private static void quote(String text, StringBuilder out) {
    char quote = (text.contains("'") && !text.contains("\"")) ? '"' : '\'';
    out.append(quote);
    text.chars()
        .forEach(c -> {
          switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
              if (c == quote) {
                out.append('\\').append((char) c);
              } else if (c < ' ' || c == 0x7f) {
                out.append("\\x").append(String.format("%02x", c));
              } else {
                out.append((char) c);
              }
            }
          }
        });
    out.append(quote);
  }

  static boolean truth(Object value) {
    return switch (value) {
      case None none -> false;
      case Boolean truth -> truth;
      case BigInteger number -> number.signum() != 0;
      case Double number -> number != 0;
      case String text -> !text.isEmpty();
      case Collection<?> items -> !items.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> true;
    };
  }

  /** True for whole numbers, which bools are too. */
  static boolean isInteger(Object value) {
    return value instanceof BigInteger || value instanceof Boolean;
  }

  static boolean isNumber(Object value) {
    return isInteger(value) || value instanceof Double;
  }

  static BigInteger integer(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? BigInteger.ONE : BigInteger.ZERO;
    }
    return (BigInteger) value;
  }

  static double number(Object value) {
    return value instanceof Double number ? number : integer(value).doubleValue();
  }

  static boolean equal(Object left, Object right) {
    if (isNumber(left) && isNumber(right)) {
      return (isInteger(left) && isInteger(right))
          ? integer(left).equals(integer(right))
          : number(left) == number(right);
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      if (a.size() != b.size()) {
        return false;
      }
      for (int i = 0; i < a.size(); i++) {
        if (!equal(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    return left.equals(right);
  }

  /** What Python calls the value's type. */
  static String type(Object value) {
    return switch (value) {
      case None none -> "NoneType";
      case Boolean truth -> "bool";
      case BigInteger number -> "int";
      case Double number -> "float";
      case String text -> "str";
      case Map<?, ?> map -> "dict";
      case Collection<?> items -> "list";
      default -> "object";
    };
  }
}
