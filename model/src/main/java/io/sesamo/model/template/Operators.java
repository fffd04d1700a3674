package io.sesamo.model.template;

import io.sesamo.model.template.Types.Bytes;
import io.sesamo.model.template.Types.Markup;
import io.sesamo.model.template.Types.Range;
import io.sesamo.model.template.Types.Tuple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Python's operators on two values. */
final class Operators {

  private static final int LARGEST_BITS = 1 << 16;

  private final Budget budget;

  Operators(Budget budget) {
    this.budget = budget;
  }

  Object apply(String operator, Object left, Object right) {
    Python.defined(left);
    Python.defined(right);
    return switch (operator) {
      case "+" -> plus(left, right);
      case "*" -> times(left, right);
      case "%" -> Python.isText(left) ? formatted(left, right) : arithmetic("%", left, right);
      default -> arithmetic(operator, left, right);
    };
  }

  boolean compare(String operator, Object left, Object right) {
    return switch (operator) {
      case "==" -> Python.equal(left, right);
      case "!=" -> !Python.equal(left, right);
      case "in" -> contains(right, left);
      case "not in" -> !contains(right, left);
      default -> ordered(operator, left, right);
    };
  }

  private static boolean ordered(String operator, Object left, Object right) {
    boolean nan =
        (left instanceof Double a && a.isNaN()) || (right instanceof Double b && b.isNaN());
    int order = Python.compare(left, right);
    return !nan
        && switch (operator) {
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          default -> order >= 0;
        };
  }

  boolean contains(Object container, Object item) {
    return switch (Python.defined(container)) {
      case String text -> text.contains(Python.string(item));
      case Markup markup -> markup.text().contains(Python.string(item));
      case Dict dict -> dict.has(item);
      case Types.SetOf set -> set.members().has(item);
      default -> {
        List<Object> items = Python.iterate(container);
        budget.makeItems(items.size()); // looking through them takes its time, too
        yield items.stream().anyMatch(each -> Python.equal(each, item));
      }
    };
  }

  private Object formatted(Object left, Object right) {
    String text = Formats.percent(Python.string(left), right);
    budget.make(text.length());
    return text;
  }

  private Object plus(Object left, Object right) {
    if (Python.isText(left) && Python.isText(right)) {
      String a = Python.string(left);
      String b = Python.string(right);
      budget.make((long) a.length() + b.length());
      if (left instanceof Markup || right instanceof Markup) {
        return new Markup(
            (left instanceof Markup ? a : Html.escape(a))
                + (right instanceof Markup ? b : Html.escape(b)));
      }
      return a + b;
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      return joined(a, b);
    }
    if (left instanceof Tuple a && right instanceof Tuple b) {
      return new Tuple(joined(a.items(), b.items()));
    }
    return arithmetic("+", left, right);
  }

  private List<Object> joined(List<?> left, List<?> right) {
    budget.makeItems((long) left.size() + right.size());
    List<Object> all = new ArrayList<>(left);
    all.addAll(right);
    return all;
  }

  private Object times(Object left, Object right) {
    if (Python.isInteger(left) && !Python.isNumber(right)) {
      return times(right, left);
    }
    if (!Python.isInteger(right)) {
      return arithmetic("*", left, right);
    }
    long count = Math.max(0, Python.small(right));
    return switch (left) {
      case String text -> {
        budget.make(count * text.length());
        yield text.repeat((int) count);
      }
      case Markup markup -> {
        budget.make(count * markup.text().length());
        yield new Markup(markup.text().repeat((int) count));
      }
      case List<?> items -> repeated(items, count);
      case Tuple tuple -> new Tuple(repeated(tuple.items(), count));
      default -> arithmetic("*", left, right);
    };
  }

  private List<Object> repeated(List<?> items, long count) {
    budget.makeItems(count * items.size());
    List<Object> all = new ArrayList<>();
    for (long i = items.isEmpty() ? 0 : count; i > 0; i--) {
      all.addAll(items);
    }
    return all;
  }

  private static Object arithmetic(String operator, Object left, Object right) {
    if (!Python.isNumber(left) || !Python.isNumber(right)) {
      throw new TemplateException(
          0,
          operator
              + " does not work on values of type "
              + Python.type(left)
              + " and "
              + Python.type(right));
    }
    boolean divides = operator.equals("/") || operator.equals("//") || operator.equals("%");
    if (divides && Python.number(right) == 0) {
      throw new TemplateException(0, "Division by zero");
    }
    boolean whole = Python.isInteger(left) && Python.isInteger(right);
    if (whole && !operator.equals("/")) {
      return bounded(integers(operator, Python.integer(left), Python.integer(right)));
    }
    double a = Python.number(left);
    double b = Python.number(right);
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      case "//" -> Math.floor(a / b);
      case "%" -> remainder(a, b);
      default -> power(a, b);
    };
  }

  private static double remainder(double a, double b) {
    double remainder = a % b;
    return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
  }

  private static double power(double base, double exponent) {
    if (base == 0 && exponent < 0) {
      throw new TemplateException(0, "Zero has no negative power");
    }
    double result = Math.pow(base, exponent);
    if (Double.isInfinite(result) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
      throw new TemplateException(0, "The power is too large a number");
    }
    return result;
  }

  private static Object bounded(Object value) {
    if (value instanceof BigInteger number && number.bitLength() > LARGEST_BITS) {
      throw new TemplateException(0, "A number is larger than " + LARGEST_BITS + " bits");
    }
    return value;
  }

  private static Object integers(String operator, BigInteger a, BigInteger b) {
    return switch (operator) {
      case "+" -> a.add(b);
      case "-" -> a.subtract(b);
      case "*" -> a.multiply(b);
      case "//" ->
          new BigDecimal(a).divide(new BigDecimal(b), 0, RoundingMode.FLOOR).toBigInteger();
      case "%" -> b.signum() > 0 ? a.mod(b) : a.negate().mod(b.negate()).negate();
      default -> power(a, b);
    };
  }

  private static Object power(BigInteger base, BigInteger exponent) {
    if (exponent.signum() < 0) {
      return power(base.doubleValue(), exponent.doubleValue());
    }
    boolean stays = base.abs().compareTo(BigInteger.ONE) <= 0;
    if (!stays
        && (exponent.bitLength() > 31
            || (long) base.bitLength() * exponent.longValue() > 2L * LARGEST_BITS)) {
      throw new TemplateException(0, "The power is too large a number");
    }
    return stays && exponent.bitLength() > 31
        ? base.pow(exponent.testBit(0) ? 1 : 2)
        : base.pow(exponent.intValue());
  }

  /** What stands at a place of a value with places; empty outside of it. */
  static java.util.Optional<Object> at(Object target, int index) {
    List<?> items =
        switch (target) {
          case List<?> list -> list;
          case Tuple tuple -> tuple.items();
          case Range range -> range.items();
          case String text -> Python.iterate(text);
          case Markup markup -> Python.iterate(markup);
          case Bytes bytes -> Python.iterate(bytes);
          case Types.Group group -> group.pair().items();
          default ->
              throw new TemplateException(
                  0, "A value of type " + Python.type(target) + " has no places");
        };
    int from = index < 0 ? index + items.size() : index;
    return from >= 0 && from < items.size()
        ? java.util.Optional.of(items.get(from))
        : java.util.Optional.empty();
  }

  /** {@code target[start:stop:step]}; null where a bound is left out. */
  static Object slice(
      Object target,
      @org.jspecify.annotations.Nullable Integer start,
      @org.jspecify.annotations.Nullable Integer stop,
      @org.jspecify.annotations.Nullable Integer step) {
    if (target instanceof Dict || target instanceof Types.SetOf) {
      throw new TemplateException(
          0, "A value of type " + Python.type(target) + " cannot be sliced");
    }
    List<Object> items = target instanceof Range range ? range.items() : Python.iterate(target);
    int by = step == null ? 1 : step;
    if (by == 0) {
      throw new TemplateException(0, "The step of a slice is 0");
    }
    int size = items.size();
    int from = bound(start, by > 0 ? 0 : size - 1, size, by);
    int to = bound(stop, by > 0 ? size : -1, size, by);
    if (target instanceof Range range) {
      long count = Math.max(0, Math.ceilDiv((long) to - from, by));
      return new Range(
          range.start() + from * range.step(),
          range.start() + to * range.step(),
          range.step() * by,
          (int) count);
    }
    List<Object> taken = new ArrayList<>();
    for (long i = from; by > 0 ? i < to : i > to; i += by) {
      taken.add(items.get((int) i));
    }
    return switch (target) {
      case String text -> String.join("", taken.stream().map(Object::toString).toList());
      case Markup markup ->
          new Markup(String.join("", taken.stream().map(Object::toString).toList()));
      case Tuple tuple -> new Tuple(taken);
      default -> taken;
    };
  }

  private static int bound(
      @org.jspecify.annotations.Nullable Integer given, int byDefault, int size, int step) {
    if (given == null) {
      return byDefault;
    }
    long from = given < 0 ? (long) given + size : given;
    return step > 0 ? Math.clamp(from, 0, size) : Math.clamp(from, -1, size - 1);
  }
}
