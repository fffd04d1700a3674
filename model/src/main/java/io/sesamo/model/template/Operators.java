package io.sesamo.model.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Python's operators on two values. */
final class Operators {

  private static final int LARGEST_POWER = 4096;

  private Operators() {}

  static Object apply(Evaluator evaluator, String operator, Object left, Object right) {
    return switch (operator) {
      case "==" -> Python.equal(left, right);
      case "!=" -> !Python.equal(left, right);
      case "<" -> compare(evaluator, left, right) < 0;
      case "<=" -> compare(evaluator, left, right) <= 0;
      case ">" -> compare(evaluator, left, right) > 0;
      case ">=" -> compare(evaluator, left, right) >= 0;
      case "in" -> contains(evaluator, right, left);
      case "not in" -> !contains(evaluator, right, left);
      case "~" -> join(evaluator, Python.text(left), Python.text(right));
      case "+" -> plus(evaluator, left, right);
      case "*" -> times(evaluator, left, right);
      default -> arithmetic(evaluator, operator, left, right);
    };
  }

  static int compare(Evaluator evaluator, Object left, Object right) {
    if (Python.isInteger(left) && Python.isInteger(right)) {
      return Python.integer(left).compareTo(Python.integer(right));
    }
    if (Python.isNumber(left) && Python.isNumber(right)) {
      return Double.compare(Python.number(left), Python.number(right));
    }
    if (left instanceof String a && right instanceof String b) {
      return a.compareTo(b);
    }
    throw evaluator.error(
        "Values of type " + Python.type(left) + " and " + Python.type(right) + " have no order.");
  }

  static boolean contains(Evaluator evaluator, Object container, Object item) {
    return switch (container) {
      case String text when item instanceof String part -> text.contains(part);
      case Collection<?> items -> items.stream().anyMatch(each -> Python.equal(each, item));
      case Map<?, ?> map -> map.containsKey(item);
      default ->
          throw evaluator.error("in does not work on a value of type " + Python.type(container));
    };
  }

  private static String join(Evaluator evaluator, String left, String right) {
    evaluator.budget().make((long) left.length() + right.length(), evaluator.line());
    return left + right;
  }

  private static Object plus(Evaluator evaluator, Object left, Object right) {
    if (left instanceof String a && right instanceof String b) {
      return join(evaluator, a, b);
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      evaluator.budget().make((long) a.size() + b.size(), evaluator.line());
      List<Object> all = new ArrayList<>(a);
      all.addAll(b);
      return all;
    }
    return arithmetic(evaluator, "+", left, right);
  }

  private static Object times(Evaluator evaluator, Object left, Object right) {
    if (Python.isInteger(left) && !Python.isNumber(right)) {
      return times(evaluator, right, left);
    }
    if (Python.isInteger(right) && left instanceof String text) {
      return text.repeat(count(evaluator, text.length(), right));
    }
    if (Python.isInteger(right) && left instanceof List<?> items) {
      List<Object> all = new ArrayList<>();
      for (int i = count(evaluator, items.size(), right); i > 0; i--) {
        all.addAll(items);
      }
      return all;
    }
    return arithmetic(evaluator, "*", left, right);
  }

  private static int count(Evaluator evaluator, int size, Object times) {
    BigInteger asked = Python.integer(times).max(BigInteger.ZERO);
    BigInteger made = asked.multiply(BigInteger.valueOf(Math.max(1, size)));
    evaluator
        .budget()
        .make(made.min(BigInteger.valueOf(Long.MAX_VALUE / 4)).longValue(), evaluator.line());
    return asked.intValue();
  }

  private static Object arithmetic(
      Evaluator evaluator, String operator, Object left, Object right) {
    if (!Python.isNumber(left) || !Python.isNumber(right)) {
      throw evaluator.error(
          operator
              + " does not work on values of type "
              + Python.type(left)
              + " and "
              + Python.type(right));
    }
    boolean divides = operator.equals("/") || operator.equals("//") || operator.equals("%");
    if (divides && Python.number(right) == 0) {
      throw evaluator.error("division by zero");
    }
    boolean whole = Python.isInteger(left) && Python.isInteger(right);
    if (whole && !operator.equals("/")) {
      return integers(evaluator, operator, Python.integer(left), Python.integer(right));
    }
    double a = Python.number(left);
    double b = Python.number(right);
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      case "//" -> Math.floor(a / b);
      case "%" -> a - Math.floor(a / b) * b;
      default -> Math.pow(a, b);
    };
  }

  private static Object integers(Evaluator evaluator, String operator, BigInteger a, BigInteger b) {
    return switch (operator) {
      case "+" -> a.add(b);
      case "-" -> a.subtract(b);
      case "*" -> a.multiply(b);
      case "//" ->
          new BigDecimal(a).divide(new BigDecimal(b), 0, RoundingMode.FLOOR).toBigInteger();
      case "%" -> b.signum() > 0 ? a.mod(b) : a.negate().mod(b.negate()).negate();
      default -> power(evaluator, a, b);
    };
  }

  private static Object power(Evaluator evaluator, BigInteger base, BigInteger exponent) {
    if (exponent.signum() < 0) {
      return Math.pow(base.doubleValue(), exponent.doubleValue());
    }
    if (exponent.bitLength() > 31
        || (long) base.bitLength() * exponent.longValue() > LARGEST_POWER) {
      throw evaluator.error("The power is too large a number.");
    }
    return base.pow(exponent.intValue());
  }
}
