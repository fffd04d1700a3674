package io.sesamo.model.template;

import io.sesamo.model.template.Types.Arguments;
import io.sesamo.model.template.Types.Function;
import io.sesamo.model.template.Types.Markup;
import io.sesamo.model.template.Types.Undefined;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/** Jinja's tests, that is, what may stand behind {@code is}. */
final class Tests {

  static final Set<String> NAMES =
      Set.of(
          "boolean",
          "callable",
          "defined",
          "divisibleby",
          "eq",
          "equalto",
          "escaped",
          "even",
          "false",
          "filter",
          "float",
          "ge",
          "greaterthan",
          "gt",
          "in",
          "integer",
          "iterable",
          "le",
          "lessthan",
          "lower",
          "lt",
          "mapping",
          "ne",
          "none",
          "number",
          "odd",
          "sameas",
          "sequence",
          "string",
          "test",
          "true",
          "undefined",
          "upper",
          "==",
          "!=",
          "<",
          "<=",
          ">",
          ">=");

  private Tests() {}

  static boolean holds(Operators operators, String name, Object value, Arguments arguments) {
    return switch (name) {
      case "defined" -> none(name, arguments) && !(value instanceof Undefined);
      case "undefined" -> none(name, arguments) && value instanceof Undefined;
      case "none" -> none(name, arguments) && value == None.NONE;
      case "string" -> none(name, arguments) && Python.isText(value);
      case "number" -> none(name, arguments) && Python.isNumber(value);
      case "integer" -> none(name, arguments) && value instanceof BigInteger;
      case "float" -> none(name, arguments) && value instanceof Double;
      case "boolean" -> none(name, arguments) && value instanceof Boolean;
      case "true" -> none(name, arguments) && Boolean.TRUE.equals(value);
      case "false" -> none(name, arguments) && Boolean.FALSE.equals(value);
      case "mapping" -> none(name, arguments) && value instanceof Dict;
      case "callable" ->
          none(name, arguments) && (value instanceof Function || value instanceof Undefined);
      case "escaped" -> none(name, arguments) && value instanceof Markup;
      case "iterable" -> none(name, arguments) && hasItems(Python.defined(value));
      case "sequence" ->
          none(name, arguments)
              && !(value instanceof Undefined undefined && undefined.strict())
              && hasItems(value)
              && !(value instanceof Types.SetOf)
              && !(value instanceof Types.Generator);
      case "upper" -> none(name, arguments) && cased(Python.text(value), true);
      case "lower" -> none(name, arguments) && cased(Python.text(value), false);
      case "odd" -> none(name, arguments) && remainder(value, BigInteger.TWO).equals(1.0);
      case "even" -> none(name, arguments) && remainder(value, BigInteger.TWO).equals(0.0);
      case "divisibleby" -> remainder(value, one(name, arguments)).equals(0.0);
      case "filter" ->
          none(name, arguments) && Filters.NAMES.contains(String.valueOf(Python.defined(value)));
      case "test" -> none(name, arguments) && NAMES.contains(String.valueOf(Python.defined(value)));
      case "sameas" -> same(value, one(name, arguments));
      case "in" -> operators.contains(one(name, arguments), value);
      default -> compared(name, value, one(name, arguments));
    };
  }

  private static boolean none(String name, Arguments arguments) {
    arguments.bind("The test " + name);
    return true;
  }

  private static Object one(String name, Arguments arguments) {
    return Optional.ofNullable(arguments.bind("The test " + name, "other")[0]).orElse(None.NONE);
  }

  private static boolean hasItems(Object value) {
    return switch (value) {
      case Undefined lenient -> true;
      case Types.Generator generator -> true;
      default -> Python.items(value).isPresent();
    };
  }

  private static Double remainder(Object value, Object by) {
    if (Python.number(by) == 0) {
      throw new TemplateException(0, "Division by zero");
    }
    if (value instanceof Double number) {
      double remainder = number % Python.number(by);
      return remainder < 0 ? remainder + Math.abs(Python.number(by)) : remainder;
    }
    return Python.integer(value).mod(Python.integer(by).abs()).doubleValue();
  }

  private static boolean same(Object left, Object right) {
    return switch (left) {
      case Boolean truth -> right instanceof Boolean other && truth.equals(other);
      case BigInteger number -> right instanceof BigInteger other && number.equals(other);
      case String text -> right instanceof String other && text.equals(other);
      default -> isOne(left, right);
    };
  }

  @SuppressWarnings("ReferenceEquality") // that is what the test sameas asks for
  private static boolean isOne(Object left, Object right) {
    return left == right;
  }

  private static boolean compared(String name, Object left, Object right) {
    return switch (name) {
      case "eq", "equalto", "==" -> Python.equal(left, right);
      case "ne", "!=" -> !Python.equal(left, right);
      case "lt", "lessthan", "<" -> Python.compare(left, right) < 0;
      case "le", "<=" -> Python.compare(left, right) <= 0;
      case "gt", "greaterthan", ">" -> Python.compare(left, right) > 0;
      default -> Python.compare(left, right) >= 0;
    };
  }

  /** Python's {@code isupper} and {@code islower}: some letter has a case, and none the other. */
  static boolean cased(String text, boolean upper) {
    boolean some = false;
    for (int c : text.codePoints().toArray()) {
      if (upper
          ? Character.isLowerCase(c) || Character.isTitleCase(c)
          : Character.isUpperCase(c) || Character.isTitleCase(c)) {
        return false;
      }
      some |= upper ? Character.isUpperCase(c) : Character.isLowerCase(c);
    }
    return some;
  }
}
