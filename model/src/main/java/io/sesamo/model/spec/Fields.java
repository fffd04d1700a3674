package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of one map of the spec: read one by one with the coercions of OSMO's models, every
 * mistake noted with its place. What was not read in the end is unknown.
 */
final class Fields {

  private final String what;
  private final Mapping mapping;
  private final List<Problem> problems;

  /**
   * The fields of a map.
   *
   * @param what the thing for messages, such as {@code task train}
   * @param allowed every known field
   */
  Fields(String what, Mapping mapping, Set<String> allowed, List<Problem> problems) {
    this.what = what;
    this.mapping = mapping;
    this.problems = problems;
    mapping
        .entries()
        .forEach((key, value) -> {
          if (!allowed.contains(key)) {
            error(
                value.where(),
                "There is no field " + key + " in " + what + ".",
                Names.nearest(key, allowed).map(name -> "Did you mean " + name + "?").orElse(""));
          }
        });
  }

  Location where() {
    return mapping.where();
  }

  Location where(String field) {
    return Optional.ofNullable(mapping.entries().get(field))
        .map(YamlNode::where)
        .orElse(mapping.where());
  }

  void error(Location place, String message, String advice) {
    problems.add(Problem.error(place, message, advice));
  }

  void error(String field, String message) {
    error(where(field), message, "");
  }

  void warn(String field, String message) {
    problems.add(Problem.warning(where(field), message, ""));
  }

  boolean has(String field) {
    return mapping.entries().containsKey(field);
  }

  Optional<YamlNode> node(String field) {
    return Optional.ofNullable(mapping.entries().get(field));
  }

  /** A text; whole numbers and decimals count as their text. */
  Optional<String> text(String field) {
    return node(field).flatMap(node -> text(field, node, false));
  }

  /** A text that must be there. */
  String required(String field) {
    if (!has(field)) {
      error(mapping.where(), "The field " + field + " is missing in " + what + ".", "");
    }
    return text(field).orElse("");
  }

  private Optional<String> text(String field, YamlNode node, boolean boolsToo) {
    if (node instanceof Scalar scalar) {
      switch (scalar.value()) {
        case String text -> {
          return checked(text, node);
        }
        case BigInteger number -> {
          return Optional.of(number.toString());
        }
        case Double number -> {
          return Optional.of(Names.pythonText(number));
        }
        case Boolean truth when boolsToo -> {
          return Optional.of(truth ? "True" : "False");
        }
        default -> {}
      }
    }
    error(
        node.where(), "The field " + field + " of " + what + " must be text.", "Put it in quotes.");
    return Optional.empty();
  }

  private Optional<String> checked(String text, YamlNode node) {
    if (text.indexOf('\0') >= 0) {
      error(node.where(), "A text holds a NUL character, which no program can be given.", "");
    }
    return Optional.of(text);
  }

  boolean truth(String field, boolean byDefault) {
    Optional<YamlNode> node = node(field);
    if (node.isEmpty()) {
      return byDefault;
    }
    if (node.get() instanceof Scalar scalar) {
      if (scalar.value() instanceof Boolean truth) {
        return truth;
      }
      switch (scalar.text().toLowerCase(java.util.Locale.ROOT)) {
        case "true", "t", "yes", "y", "on", "1" -> {
          return true;
        }
        case "false", "f", "no", "n", "off", "0" -> {
          return false;
        }
        default -> {}
      }
    }
    error(field, "The field " + field + " of " + what + " must be true or false.");
    return byDefault;
  }

  /** A whole number of at least 0. */
  int count(String field) {
    Optional<YamlNode> node = node(field);
    if (node.isEmpty()) {
      return 0;
    }
    Optional<BigInteger> number =
        node.get() instanceof Scalar scalar ? Names.wholeNumber(scalar) : Optional.empty();
    if (number.isEmpty()) {
      error(field, "The field " + field + " of " + what + " must be a whole number.");
      return 0;
    }
    if (number.get().signum() < 0 || number.get().bitLength() > 30) {
      error(field, "The field " + field + " of " + what + " must be from 0 to 1,000,000,000.");
      return 0;
    }
    return number.get().intValue();
  }

  /** The items of a list; empty when the field is not there. */
  List<YamlNode> list(String field) {
    return switch (node(field).orElse(new Sequence(List.of(), mapping.where()))) {
      case Sequence sequence -> sequence.items();
      case Scalar scalar -> notA(field, "list");
      case Mapping other -> notA(field, "list");
    };
  }

  private List<YamlNode> notA(String field, String shape) {
    error(field, "The field " + field + " of " + what + " must be a " + shape + ".");
    return List.of();
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (YamlNode item : list(field)) {
      text(field, item, false).ifPresent(texts::add);
    }
    return texts;
  }

  /** The maps of a list. */
  List<Mapping> maps(String field) {
    List<Mapping> maps = new ArrayList<>();
    for (YamlNode item : list(field)) {
      if (item instanceof Mapping map) {
        maps.add(map);
      } else {
        error(item.where(), "An entry of " + field + " of " + what + " must be a map.", "");
      }
    }
    return maps;
  }

  Map<String, YamlNode> entries(String field) {
    return switch (node(field).orElse(new Mapping(Map.of(), mapping.where()))) {
      case Mapping map -> map.entries();
      case Scalar scalar -> {
        notA(field, "map");
        yield Map.of();
      }
      case Sequence sequence -> {
        notA(field, "map");
        yield Map.of();
      }
    };
  }

  /** A map of texts. */
  Map<String, String> textMap(String field, boolean boolsToo) {
    Map<String, String> texts = new LinkedHashMap<>();
    entries(field)
        .forEach(
            (key, value) -> text(field, value, boolsToo).ifPresent(text -> texts.put(key, text)));
    return texts;
  }
}
