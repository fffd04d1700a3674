package io.sesamo.model.template;

import io.sesamo.model.template.Types.Bytes;
import io.sesamo.model.template.Types.Generator;
import io.sesamo.model.template.Types.Group;
import io.sesamo.model.template.Types.Markup;
import io.sesamo.model.template.Types.Range;
import io.sesamo.model.template.Types.SetOf;
import io.sesamo.model.template.Types.Tuple;
import io.sesamo.model.template.Types.Undefined;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** How Python compares values, takes them as true, and goes through them. */
final class Python {

  private Python() {}

  /** {@code str(value)}. */
  static String text(Object value) {
    return Printer.text(value);
  }

  /** {@code repr(value)}. */
  static String representation(Object value) {
    return Printer.representation(value);
  }

  /** Refuses a value that is none. */
  static Object defined(Object value) {
    if (value instanceof Undefined undefined && undefined.strict()) {
      throw new TemplateException(0, undefined.words());
    }
    return value;
  }

  static boolean truth(Object value) {
    return switch (defined(value)) {
      case None none -> false;
      case Boolean truth -> truth;
      case BigInteger number -> number.signum() != 0;
      case Double number -> number != 0;
      case String text -> !text.isEmpty();
      case Markup markup -> !markup.text().isEmpty();
      case Bytes bytes -> bytes.value().length > 0;
      case Undefined lenient -> false;
      case Generator generator -> true;
      default -> items(value).map(items -> !items.isEmpty()).orElse(true);
    };
  }

  /** The items of a value that has some: of a list, a text's characters, a map's keys. */
  static Optional<List<Object>> items(Object value) {
    return switch (defined(value)) {
      case List<?> items -> Optional.of(new ArrayList<>(items));
      case Tuple tuple -> Optional.of(tuple.items());
      case Dict dict -> Optional.of(dict.keys());
      case SetOf set -> Optional.of(set.members().keys());
      case Range range -> Optional.of(range.items());
      case Generator generator -> {
        // Read once: whoever comes second finds nothing.
        List<Object> items = new ArrayList<>(generator.items());
        generator.items().clear();
        yield Optional.of(items);
      }
      case Group group -> Optional.of(group.pair().items());
      case Types.View view -> Optional.of(view.items());
      case String text -> Optional.of(characters(text));
      case Markup markup -> Optional.of(characters(markup.text()));
      case Bytes bytes -> {
        List<Object> numbers = new ArrayList<>();
        for (byte b : bytes.value()) {
          numbers.add(BigInteger.valueOf(b & 0xff));
        }
        yield Optional.of(numbers);
      }
      case Undefined lenient -> Optional.of(List.of());
      default -> Optional.empty();
    };
  }

  /** How many items a value has. */
  static int length(Object value) {
    return isText(value)
        ? string(value).codePointCount(0, string(value).length())
        : iterate(value).size();
  }

  private static List<Object> characters(String text) {
    List<Object> characters = new ArrayList<>();
    text.codePoints().forEach(c -> characters.add(Character.toString(c)));
    return characters;
  }

  /** The items of a value that must have some. */
  static List<Object> iterate(Object value) {
    return items(value)
        .orElseThrow(
            () -> new TemplateException(0, "A value of type " + type(value) + " has no items"));
  }

  /** True for whole numbers, which truths are too. */
  static boolean isInteger(Object value) {
    return value instanceof BigInteger || value instanceof Boolean;
  }

  static boolean isNumber(Object value) {
    return isInteger(value) || value instanceof Double;
  }

  static boolean isText(Object value) {
    return value instanceof String || value instanceof Markup;
  }

  /** A value that must be a whole number. */
  static BigInteger integer(Object value) {
    return switch (defined(value)) {
      case BigInteger number -> number;
      case Boolean truth -> truth ? BigInteger.ONE : BigInteger.ZERO;
      default ->
          throw new TemplateException(
              0, "A value of type " + type(value) + " stands where a whole number must");
    };
  }

  /** A value that must be a whole number of a size that fits an array. */
  static int small(Object value) {
    BigInteger number = integer(value);
    return number.bitLength() < 31
        ? number.intValue()
        : number.signum() < 0 ? -Integer.MAX_VALUE : Integer.MAX_VALUE;
  }

  static double number(Object value) {
    return value instanceof Double number ? number : integer(value).doubleValue();
  }

  /** A value that must be a text. */
  static String string(Object value) {
    return switch (defined(value)) {
      case String text -> text;
      case Markup markup -> markup.text();
      default ->
          throw new TemplateException(
              0, "A value of type " + type(value) + " stands where a text must");
    };
  }

  static boolean equal(Object left, Object right) {
    defined(left);
    defined(right);
    if (isNumber(left) && isNumber(right)) {
      return (isInteger(left) && isInteger(right))
          ? integer(left).equals(integer(right))
          : number(left) == number(right);
    }
    if (isText(left) && isText(right)) {
      return string(left).equals(string(right));
    }
    return switch (left) {
      case List<?> a -> right instanceof List<?> b && sameItems(a, b);
      case Tuple a -> right instanceof Tuple b && sameItems(a.items(), b.items());
      case Dict a -> right instanceof Dict b && a.sameAs(b);
      case SetOf a -> right instanceof SetOf b && a.members().sameAs(b.members());
      case Range a -> right instanceof Range b && a.items().equals(b.items());
      case Undefined lenient -> right instanceof Undefined;
      default -> left.equals(right);
    };
  }

  private static boolean sameItems(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    Iterator<?> others = right.iterator();
    return left.stream().allMatch(item -> equal(item, others.next()));
  }

  /** Order of two values; below 0 when the left one comes first. */
  static int compare(Object left, Object right) {
    defined(left);
    defined(right);
    if (isInteger(left) && isInteger(right)) {
      return integer(left).compareTo(integer(right));
    }
    if (isNumber(left) && isNumber(right)) {
      return Double.compare(number(left), number(right));
    }
    if (isText(left) && isText(right)) {
      return compareTexts(string(left), string(right));
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      return compareItems(a, b);
    }
    if (left instanceof Tuple a && right instanceof Tuple b) {
      return compareItems(a.items(), b.items());
    }
    return switch (left) {
      case LocalDate a when right instanceof LocalDate b -> a.compareTo(b);
      case LocalDateTime a when right instanceof LocalDateTime b -> a.compareTo(b);
      case OffsetDateTime a when right instanceof OffsetDateTime b ->
          a.toInstant().compareTo(b.toInstant());
      default ->
          throw new TemplateException(
              0, "Values of type " + type(left) + " and " + type(right) + " have no order");
    };
  }

  /** By code points, as Python does; Java's own order differs beyond the basic plane. */
  static int compareTexts(String left, String right) {
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    return java.util.Arrays.compare(a, b);
  }

  private static int compareItems(List<?> left, List<?> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      if (!equal(left.get(i), right.get(i))) {
        return compare(left.get(i), right.get(i));
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  /** What Python calls the value's type. */
  static String type(Object value) {
    return switch (value) {
      case None none -> "NoneType";
      case Boolean truth -> "bool";
      case BigInteger number -> "int";
      case Double number -> "float";
      case String text -> "str";
      case Markup markup -> "Markup";
      case Bytes bytes -> "bytes";
      case Dict dict -> "dict";
      case List<?> list -> "list";
      case Tuple tuple -> "tuple";
      case SetOf set -> "set";
      case Range range -> "range";
      case LocalDate date -> "date";
      case LocalDateTime time -> "datetime";
      case OffsetDateTime time -> "datetime";
      case Types.Function function -> "function";
      case Undefined undefined -> "Undefined";
      default -> "object";
    };
  }
}
