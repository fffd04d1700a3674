package io.sesamo.model.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Python's methods of texts and maps that workflow templates use. */
final class Methods {

  private Methods() {}

  static Object call(Evaluator evaluator, Object target, String name, List<Object> arguments) {
    return switch (target) {
      case String text -> ofText(evaluator, text, name, arguments);
      case Map<?, ?> map -> ofMap(evaluator, map, name, arguments);
      default -> throw unknown(evaluator, target, name);
    };
  }

  private static TemplateException unknown(Evaluator evaluator, Object target, String name) {
    return evaluator.error(
        "A value of type " + Python.type(target) + " has no method " + name + ".");
  }

  private static String text(Evaluator evaluator, List<Object> arguments, int index) {
    if (index < arguments.size() && arguments.get(index) instanceof String text) {
      return text;
    }
    throw evaluator.error("A method lacks its argument " + (index + 1) + ", a text.");
  }

  private static Object ofText(
      Evaluator evaluator, String text, String name, List<Object> arguments) {
    return switch (name) {
      case "upper" -> text.toUpperCase(java.util.Locale.ROOT);
      case "lower" -> text.toLowerCase(java.util.Locale.ROOT);
      case "capitalize" -> Filters.capitalize(text);
      case "strip" ->
          arguments.isEmpty() ? text.strip() : strip(text, text(evaluator, arguments, 0));
      case "lstrip" -> text.stripLeading();
      case "rstrip" -> text.stripTrailing();
      case "startswith" -> text.startsWith(text(evaluator, arguments, 0));
      case "endswith" -> text.endsWith(text(evaluator, arguments, 0));
      case "replace" ->
          Filters.replace(
              evaluator, text, text(evaluator, arguments, 0), text(evaluator, arguments, 1));
      case "split" -> split(text, arguments);
      case "join" ->
          String.join(
              text, evaluator.iterate(arguments.getFirst()).stream().map(Python::text).toList());
      case "isdigit" -> !text.isEmpty() && text.chars().allMatch(Character::isDigit);
      default -> throw unknown(evaluator, text, name);
    };
  }

  private static String strip(String text, String signs) {
    int start = 0;
    int end = text.length();
    while (start < end && signs.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && signs.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }

  private static List<Object> split(String text, List<Object> arguments) {
    if (arguments.isEmpty() || arguments.getFirst() == None.NONE) {
      String stripped = text.strip();
      return stripped.isEmpty() ? List.of() : new ArrayList<>(List.of(stripped.split("\\s+")));
    }
    String separator = Python.text(arguments.getFirst());
    return new ArrayList<>(List.of(text.split(Pattern.quote(separator), -1)));
  }

  private static Object ofMap(
      Evaluator evaluator, Map<?, ?> map, String name, List<Object> arguments) {
    return switch (name) {
      case "keys" -> new ArrayList<Object>(map.keySet());
      case "values" -> new ArrayList<Object>(map.values());
      case "items" -> {
        List<Object> items = new ArrayList<>();
        map.forEach((key, value) -> items.add(List.of(key, value)));
        yield items;
      }
      case "get" -> {
        Object found = map.get(arguments.getFirst());
        yield found != null ? found : arguments.size() > 1 ? arguments.get(1) : None.NONE;
      }
      default -> throw unknown(evaluator, map, name);
    };
  }
}
