package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.template.Numbers;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
    this(what, mapping, problems);
    mapping
        .entries()
        .forEach((key, value) -> {
          if (!allowed.contains(key) || !isText(key)) {
            error(
                where(key, value),
                "There is no field '" + key + "' in " + what + ".",
                Names.nearest(key, allowed).map(name -> "Did you mean " + name + "?").orElse(""));
          }
        });
  }

  private Fields(String what, Mapping mapping, List<Problem> problems) {
    this.what = what;
    this.mapping = mapping;
    this.problems = problems;
  }

  /** The fields of a map whose keys are its author's own. */
  static Fields free(String what, Mapping mapping, List<Problem> problems) {
    return new Fields(what, mapping, problems);
  }

  /** The thing, at the beginning of a sentence. */
  String what() {
    return what.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + what.substring(1);
  }

  Location where() {
    return mapping.where();
  }

  private Location where(String key, YamlNode value) {
    return Optional.ofNullable(mapping.keys().get(key)).map(YamlNode::where).orElse(value.where());
  }

  private boolean isText(String key) {
    Scalar written = mapping.keys().get(key);
    return written == null || written.value() instanceof String;
  }

  /** The same fields without those that say null, which count as not given. */
  Fields withoutNulls(Set<String> mayBeNull) {
    Map<String, YamlNode> entries = new LinkedHashMap<>(mapping.entries());
    entries
        .entrySet()
        .removeIf(entry -> mayBeNull.contains(entry.getKey()) && isNull(entry.getValue()));
    Mapping given = new Mapping(entries, mapping.keys(), mapping.set(), mapping.where());
    return new Fields(what, given, problems);
  }

  private static boolean isNull(YamlNode node) {
    return node instanceof Scalar scalar && scalar.value() == YamlNode.Null.NULL;
  }

  Location where(String field) {
    return Optional.ofNullable(mapping.entries().get(field))
        .map(YamlNode::where)
        .orElse(mapping.where());
  }

  void add(Problem problem) {
    problems.add(problem);
  }

  void error(Location place, String message, String advice) {
    problems.add(Problem.error(place, message, advice));
  }

  void error(String field, String message) {
    error(where(field), message, "");
  }

  /** Refuses what OSMO takes. */
  void stricter(String field, String message, String advice) {
    problems.add(Problem.stricter(where(field), message, advice));
  }

  /** Warns of the whole map. */
  void warnHere(String message, String advice) {
    problems.add(Problem.warning(mapping.where(), message, advice));
  }

  void warn(String field, String message) {
    warn(field, message, "");
  }

  void warn(String field, String message, String advice) {
    problems.add(Problem.warning(where(field), message, advice));
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

  /** A text that must be there, and nothing that merely looks like one. */
  String requiredText(String field) {
    return has(field) ? strictText(field).orElse("") : required(field);
  }

  /** A text; numbers and truths count as Python's text of them. */
  Optional<String> textOrTruth(String field) {
    return node(field).flatMap(node -> text(field, node, true));
  }

  /** A text that must be there. */
  String required(String field) {
    if (!has(field)) {
      error(mapping.where(), "The field '" + field + "' is missing in " + what + ".", "");
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
          return printed(field, scalar, number.toString());
        }
        case Double number -> {
          return printed(field, scalar, Numbers.text(number));
        }
        case YamlNode.Binary binary -> {
          Optional<String> text = decoded(binary);
          if (text.isPresent()) {
            return checked(text.get(), node);
          }
        }
        case Boolean truth when boolsToo -> {
          return printed(field, scalar, truth ? "True" : "False");
        }
        default -> {}
      }
    }
    error(
        node.where(),
        "The field '" + field + "' of " + what + " must be text.",
        node instanceof Scalar scalar && !scalar.text().isEmpty()
            ? "Put it in quotes: \"" + scalar.text() + "\"."
            : "");
    return Optional.empty();
  }

  /** A value that YAML took for a number or a truth, as the text that Python makes of it. */
  private Optional<String> printed(String field, Scalar scalar, String text) {
    if (!text.equals(scalar.text())) {
      problems.add(
          Problem.warning(
              scalar.where(),
              "In '%s' of %s, %s is read as %s.".formatted(field, what, scalar.text(), text),
              "Put it in quotes if it is meant as it stands."));
    }
    return Optional.of(text);
  }

  private static Optional<String> decoded(YamlNode.Binary binary) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(binary.bytes())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** A text, and nothing that merely looks like one. */
  Optional<String> strictText(String field) {
    Optional<YamlNode> node = node(field);
    boolean number =
        node.isPresent()
            && node.get() instanceof Scalar scalar
            && (scalar.value() instanceof BigInteger || scalar.value() instanceof Double);
    if (number) {
      error(field, "The field '" + field + "' of " + what + " must be text, not a number.");
      return Optional.empty();
    }
    return text(field);
  }

  private Optional<String> checked(String text, YamlNode node) {
    if (text.indexOf('\0') >= 0) {
      problems.add(
          Problem.stricter(
              node.where(), "A text holds a NUL character, which no program can be given.", ""));
    }
    return Optional.of(text);
  }

  boolean truth(String field, boolean byDefault) {
    Optional<YamlNode> node = node(field);
    if (node.isEmpty()) {
      return byDefault;
    }
    if (node.get() instanceof Scalar scalar) {
      Optional<Boolean> truth = truth(scalar);
      if (truth.isPresent()) {
        return truth.get();
      }
    }
    error(field, "The field '" + field + "' of " + what + " must be true or false.");
    return byDefault;
  }

  /** As OSMO's models take it: also 0, 1 and some words. */
  private static Optional<Boolean> truth(Scalar scalar) {
    return switch (scalar.value()) {
      case Boolean truth -> Optional.of(truth);
      case BigInteger number when number.signum() == 0 -> Optional.of(false);
      case BigInteger number when number.equals(BigInteger.ONE) -> Optional.of(true);
      case Double number when number == 0 || number == 1 -> Optional.of(number == 1);
      case String text ->
          switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> Optional.of(true);
            case "false", "f", "no", "n", "off", "0" -> Optional.of(false);
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  /** A whole number of at least 0; empty when the field is not there, or wrong. */
  Optional<Integer> count(String field) {
    Optional<YamlNode> node = node(field);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    Optional<BigInteger> number =
        node.get() instanceof Scalar scalar ? Names.wholeNumber(scalar) : Optional.empty();
    String name = "The field '" + field + "' of " + what;
    if (number.isEmpty()) {
      boolean truth = node.get() instanceof Scalar scalar && scalar.value() instanceof Boolean;
      problems.add(
          truth
              ? Problem.stricter(where(field), name + " must be a number, not yes or no.", "")
              : Problem.error(where(field), name + " must be a whole number.", ""));
      return Optional.empty();
    }
    if (number.get().signum() < 0 || number.get().bitLength() > 30) {
      stricter(field, name + " must be from 0 to 1,000,000,000.", "");
      return Optional.empty();
    }
    if (node.get() instanceof Scalar scalar && scalar.text().indexOf(':') >= 0) {
      String words = name + " is no clock: " + scalar.text() + " would be read as " + number.get();
      stricter(field, words + ".", "");
      return Optional.empty();
    }
    return Optional.of(number.get().intValue());
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
    error(field, "The field '" + field + "' of " + what + " must be a " + shape + ".");
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
        error(item.where(), "An entry of '" + field + "' of " + what + " must be a map.", "");
      }
    }
    return maps;
  }

  Map<String, YamlNode> entries(String field) {
    return switch (node(field).orElse(Mapping.empty(mapping.where()))) {
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

  /** Refuses names in a map that are numbers or truths in YAML. */
  void textKeys(String field) {
    if (node(field).isPresent() && node(field).get() instanceof Mapping map) {
      free("'" + field + "'", map, problems).textKeys();
    }
  }

  /** Refuses names in this map that are numbers or truths in YAML. */
  void textKeys() {
    mapping
        .keys()
        .forEach((text, key) -> {
          if (!(key.value() instanceof String)) {
            error(
                key.where(),
                "The name " + text + " in " + what + " must be text.",
                "Put it in quotes.");
          }
        });
  }

  /** A map of texts. */
  Map<String, String> textMap(String field, boolean boolsToo) {
    Map<String, String> texts = new LinkedHashMap<>();
    textKeys(field);
    entries(field)
        .forEach(
            (key, value) -> text(field, value, boolsToo).ifPresent(text -> texts.put(key, text)));
    return texts;
  }

  /** A map of texts, and of nothing that merely looks like one. */
  Map<String, String> strictTextMap(String field) {
    Map<String, String> texts = new LinkedHashMap<>();
    textKeys(field);
    entries(field)
        .forEach((key, value) -> {
          if (value instanceof Scalar scalar && scalar.value() instanceof String text) {
            texts.put(key, text);
          } else {
            error(
                value.where(),
                "The value of '" + key + "' in '" + field + "' must be text.",
                value instanceof Scalar scalar ? "Write \"" + scalar.text() + "\"." : "");
          }
        });
    return texts;
  }
}
