package io.sesamo.model.fleet;

import io.sesamo.model.Problem;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Null;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * A map of the file with the fields that it may have. What is wrong is noted, and then as if it
 * were not there.
 *
 * @param owner what it is, for messages, as in "a site"
 */
record Entry(String owner, Mapping map, List<Problem> problems) {

  Entry(String owner, Mapping map, Set<String> known, List<Problem> problems) {
    this(owner, map, problems);
    map.keys()
        .forEach((field, key) -> {
          if (!known.contains(field)) {
            String fields = String.join(", ", known.stream().sorted().toList());
            error(key, owner + " has no field '" + field + "'.", "There are " + fields + ".");
          }
        });
  }

  void error(YamlNode at, String message, String advice) {
    problems.add(Problem.error(at.where(), message, advice));
  }

  Optional<YamlNode> node(String field) {
    return Optional.ofNullable(map.entries().get(field))
        .filter(node -> !(node instanceof Scalar scalar && scalar.value() == Null.NULL));
  }

  void need(String field) {
    if (node(field).isEmpty()) {
      error(map, owner + " needs the field '" + field + "'.", "");
    }
  }

  private Optional<Scalar> scalar(String field, String form) {
    Optional<YamlNode> node = node(field);
    if (node.isPresent() && !(node.get() instanceof Scalar)) {
      error(node.get(), "'" + field + "' of " + owner + " must be " + form + ".", "");
    }
    return node.flatMap(
        found -> found instanceof Scalar scalar ? Optional.of(scalar) : Optional.empty());
  }

  Optional<String> text(String field) {
    return scalar(field, "a text").map(Scalar::text).filter(text -> !text.isBlank());
  }

  Optional<Boolean> truth(String field) {
    Optional<Scalar> scalar = scalar(field, "true or false");
    if (scalar.isPresent() && !(scalar.get().value() instanceof Boolean)) {
      error(scalar.get(), "'" + field + "' of " + owner + " must be true or false.", "");
    }
    return scalar.flatMap(
        found -> found.value() instanceof Boolean truth ? Optional.of(truth) : Optional.empty());
  }

  /** A share in percent. */
  OptionalDouble percent(String field) {
    Optional<Scalar> scalar = scalar(field, "a number from 0 to 100");
    if (scalar.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (scalar.get().value() instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= 100) {
      return OptionalDouble.of(number.doubleValue());
    }
    error(scalar.get(), "'" + field + "' of " + owner + " must be a number from 0 to 100.", "");
    return OptionalDouble.empty();
  }

  Optional<String> oneOf(String field, List<String> words) {
    Optional<Scalar> scalar = scalar(field, "a text");
    if (scalar.isPresent() && !words.contains(scalar.get().text())) {
      error(
          scalar.get(),
          "'" + field + "' of " + owner + " cannot be '" + scalar.get().text() + "'.",
          "Write " + String.join(" or ", words) + ".");
      return Optional.empty();
    }
    return scalar.map(Scalar::text);
  }

  Optional<String> country(String field, Catalog catalog) {
    Optional<Scalar> scalar = scalar(field, "a country");
    if (scalar.filter(found -> found.value() instanceof Boolean).isPresent()) {
      String text = scalar.get().text();
      error(scalar.get(), "YAML reads " + text + " as yes or no.", "Write \"" + text + "\".");
      return Optional.empty();
    }
    return known(
        field,
        "country",
        code -> Optional.of(code).filter(catalog.countries()::containsKey),
        "Use two capital letters (ISO 3166-1), such as FR or JP.");
  }

  /** Something that the catalogue has under that id. */
  <T> Optional<T> known(
      String field, String kind, Function<String, Optional<T>> find, String advice) {
    Optional<Scalar> scalar = scalar(field, "a text");
    Optional<T> found = scalar.flatMap(text -> find.apply(text.text()));
    if (scalar.isPresent() && found.isEmpty()) {
      error(
          scalar.get(), "The catalogue has no " + kind + " '" + scalar.get().text() + "'.", advice);
    }
    return found;
  }

  /** The maps of a list. */
  List<Mapping> maps(String field) {
    Optional<YamlNode> node = node(field);
    if (node.isEmpty()) {
      return List.of();
    }
    if (!(node.get() instanceof Sequence list)) {
      error(node.get(), "'" + field + "' of " + owner + " must be a list of maps.", "");
      return List.of();
    }
    list.items().stream()
        .filter(item -> !(item instanceof Mapping))
        .forEach(item -> error(item, "'" + field + "' of " + owner + " is a list of maps.", ""));
    return list.items().stream()
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .toList();
  }

  Optional<Mapping> section(String field) {
    Optional<YamlNode> node = node(field);
    if (node.isPresent() && !(node.get() instanceof Mapping)) {
      error(node.get(), "'" + field + "' of " + owner + " must be a map.", "");
    }
    return node.flatMap(
        found -> found instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty());
  }
}
