package io.sesamo.model.template;

import io.sesamo.model.template.Types.Function;
import io.sesamo.model.template.Types.Undefined;
import java.math.BigInteger;
import java.util.Optional;

/** What {@code value.name} and {@code value[key]} stand for. */
final class Attributes {

  private final Methods methods;
  private final Remarks remarks;

  Attributes(Budget budget, Remarks remarks) {
    this.methods = new Methods(budget);
    this.remarks = remarks;
  }

  /** A value with attributes of its own. */
  interface Owner {
    Optional<Object> attribute(String name);
  }

  static Optional<Object> number(long value) {
    return Optional.of(BigInteger.valueOf(value));
  }

  /** {@code target.name}: a method or field, else the item of that name. */
  Object attribute(Object target, String name) {
    Optional<Object> found = own(target, name);
    if (target instanceof Dict dict) {
      Optional<Object> item = dict.get(name);
      if (found.isEmpty()) {
        found = item;
      } else if (item.isPresent()) {
        remarks.hidden(name);
      }
    }
    return found.orElseGet(() -> missing(target, name));
  }

  /** {@code target[key]}: an item, else the method or field of that name. */
  Object item(Object target, Object key) {
    Python.defined(target);
    Python.defined(key);
    Optional<Object> found =
        switch (target) {
          case Dict dict -> dict.get(key);
          case Types.Namespace namespace -> Optional.empty();
          default ->
              Python.isInteger(key) && hasPlaces(target)
                  ? Operators.at(target, Python.small(key))
                  : Optional.empty();
        };
    if (found.isEmpty() && Python.isText(key)) {
      found = own(target, Python.string(key));
    }
    return found.orElseGet(() -> missing(target, key));
  }

  private static boolean hasPlaces(Object target) {
    return target instanceof java.util.List<?>
        || target instanceof Types.Tuple
        || target instanceof Types.Range
        || target instanceof Types.Bytes
        || target instanceof Types.Group
        || Python.isText(target);
  }

  /** A method or field, and no item. */
  Optional<Object> own(Object target, String name) {
    Python.defined(target);
    if (target instanceof Undefined lenient) {
      throw new TemplateException(0, lenient.words());
    }
    return switch (target) {
      case Owner owner -> owner.attribute(name);
      case Types.Namespace namespace -> Optional.ofNullable(namespace.values().get(name));
      case Types.Group group ->
          switch (name) {
            case "grouper" -> Optional.of(group.grouper());
            case "list" -> Optional.of(group.list());
            default -> Optional.empty();
          };
      default -> methods.find(target, name);
    };
  }

  private static Object missing(Object target, Object key) {
    String owner =
        target instanceof Function ? "a function" : "a value of type " + Python.type(target);
    return new Undefined("There is no " + Python.representation(key) + " in " + owner, true);
  }
}
