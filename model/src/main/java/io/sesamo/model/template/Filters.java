package io.sesamo.model.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Jinja's filters that workflow templates use. */
final class Filters {

  private Filters() {}

  static Object apply(
      Evaluator evaluator,
      String name,
      Object value,
      List<Object> arguments,
      Map<String, Object> named) {
    return switch (name) {
      case "upper" -> Python.text(value).toUpperCase(Locale.ROOT);
      case "lower" -> Python.text(value).toLowerCase(Locale.ROOT);
      case "capitalize" -> capitalize(Python.text(value));
      case "trim" -> Python.text(value).strip();
      case "string" -> Python.text(value);
      case "int" -> integer(value, arguments);
      case "float" -> decimal(value);
      case "abs" ->
          value instanceof Double number ? (Object) Math.abs(number) : Python.integer(value).abs();
      case "round" -> round(Python.number(value), arguments);
      case "length", "count" -> BigInteger.valueOf(evaluator.iterate(value).size());
      case "list" -> new ArrayList<>(evaluator.iterate(value));
      case "first" -> end(evaluator, value, true);
      case "last" -> end(evaluator, value, false);
      case "join" -> join(evaluator, value, arguments);
      case "replace" ->
          replace(
              evaluator,
              Python.text(value),
              Python.text(arguments.get(0)),
              Python.text(arguments.get(1)));
      case "sort" -> sort(evaluator, value, named);
      case "reverse" -> reverse(evaluator, value);
      case "unique" -> evaluator.iterate(value).stream().distinct().toList();
      case "sum" -> sum(evaluator, value);
      case "min" -> sort(evaluator, value, Map.of()).getFirst();
      case "max" -> sort(evaluator, value, Map.of()).getLast();
      case "tojson" -> Json.write(value);
      case "indent" -> indent(Python.text(value), arguments);
      case "items" -> Methods.call(evaluator, value, "items", List.of());
      default -> throw evaluator.error("There is no filter named " + name + ".");
    };
  }

  static String capitalize(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  static String replace(Evaluator evaluator, String text, String old, String fresh) {
    long most = (long) text.length() + (text.length() + 1L) * fresh.length();
    evaluator.budget().make(most, evaluator.line());
    return text.replace(old, fresh);
  }

  private static Object integer(Object value, List<Object> arguments) {
    Object otherwise = arguments.isEmpty() ? BigInteger.ZERO : arguments.getFirst();
    if (Python.isInteger(value)) {
      return Python.integer(value);
    }
    try {
      String text = Python.text(value).strip();
      return text.matches("[+-]?[0-9]{1,300}")
          ? new BigInteger(text)
          : BigDecimal.valueOf(Double.parseDouble(text)).toBigInteger();
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static Object decimal(Object value) {
    try {
      return Python.isNumber(value)
          ? Python.number(value)
          : Double.parseDouble(Python.text(value).strip());
    } catch (NumberFormatException e) {
      return 0.0;
    }
  }

  private static Object round(double value, List<Object> arguments) {
    int digits = arguments.isEmpty() ? 0 : Python.integer(arguments.getFirst()).intValue();
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
  }

  private static Object end(Evaluator evaluator, Object value, boolean first) {
    List<Object> items = List.copyOf(evaluator.iterate(value));
    if (items.isEmpty()) {
      throw evaluator.error("There is no item in an empty list.");
    }
    return first ? items.getFirst() : items.getLast();
  }

  private static String join(Evaluator evaluator, Object value, List<Object> arguments) {
    String separator = arguments.isEmpty() ? "" : Python.text(arguments.getFirst());
    String joined =
        String.join(separator, evaluator.iterate(value).stream().map(Python::text).toList());
    evaluator.budget().make(joined.length(), evaluator.line());
    return joined;
  }

  private static List<Object> sort(Evaluator evaluator, Object value, Map<String, Object> named) {
    List<Object> items = new ArrayList<>(evaluator.iterate(value));
    if (items.isEmpty() && named.isEmpty()) {
      return items;
    }
    items.sort((a, b) -> Operators.compare(evaluator, a, b));
    if (Python.truth(named.getOrDefault("reverse", false))) {
      Collections.reverse(items);
    }
    return items;
  }

  private static Object reverse(Evaluator evaluator, Object value) {
    if (value instanceof String text) {
      return new StringBuilder(text).reverse().toString();
    }
    List<Object> items = new ArrayList<>(evaluator.iterate(value));
    Collections.reverse(items);
    return items;
  }

  private static Object sum(Evaluator evaluator, Object value) {
    Object total = BigInteger.ZERO;
    for (Object item : evaluator.iterate(value)) {
      total = Operators.apply(evaluator, "+", total, item);
    }
    return total;
  }

  private static String indent(String text, List<Object> arguments) {
    int width = arguments.isEmpty() ? 4 : Python.integer(arguments.getFirst()).intValue();
    return text.replace("\n", "\n" + " ".repeat(Math.clamp(width, 0, 200)));
  }
}
