package io.sesamo.model.fleet;

import io.sesamo.model.Problem;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.Country;
import io.sesamo.model.spec.Labels;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Null;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A map of the file with the fields that it may have. What is wrong is noted, and then as if it
 * were not there.
 *
 * @param owner what it is, for messages, as in "a site"
 */
record Entry(String owner, Mapping map, List<Problem> problems) {

  /** What names of pools, platforms and nodes are made of. */
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  static final String NAME_ADVICE = "Use letters, digits, ., - and _, at most 63 of them.";

  Entry(String owner, Mapping map, Set<String> known, List<Problem> problems) {
    this(owner, map, problems);
    map.keys()
        .forEach((field, key) -> {
          if (!known.contains(field)) {
            String guess = Guess.of(field, known);
            String fields = String.join(", ", known.stream().sorted().toList());
            error(
                key,
                owner + " has no field '" + field + "'.",
                guess.isEmpty() ? "There are " + fields + "." : guess);
          }
        });
  }

  /** The same map, called by its name from now on. */
  Entry named(String name) {
    return new Entry(name, map, problems);
  }

  /** A map within it. */
  Entry part(String name, Mapping part, Set<String> known) {
    return new Entry(name, part, known, problems);
  }

  /** The map in a field. */
  Optional<Entry> part(String field, Set<String> known) {
    return section(field).map(part -> part("'" + field + "'", part, known));
  }

  void error(YamlNode at, String message, String advice) {
    problems.add(Problem.error(at.where(), message, advice));
  }

  Optional<YamlNode> node(String field) {
    return Optional.ofNullable(map.entries().get(field))
        .filter(node -> !(node instanceof Scalar scalar && scalar.value() == Null.NULL));
  }

  void need(String field) {
    need(field, "");
  }

  void need(String field, String advice) {
    if (node(field).isEmpty()) {
      error(map, owner + " needs the field '" + field + "'.", advice);
    }
  }

  /** What is wrong with a field's value. */
  void wrong(String field, String message, String advice) {
    error(node(field).orElse(map), "'" + field + "' of " + owner + " " + message, advice);
  }

  void warn(String field, String message, String advice) {
    YamlNode at = node(field).orElse(map);
    problems.add(Problem.warning(at.where(), message, advice));
  }

  Optional<Scalar> scalar(String field, String form) {
    Optional<YamlNode> node = node(field);
    if (node.isPresent() && !(node.get() instanceof Scalar)) {
      error(node.get(), "'" + field + "' of " + owner + " must be " + form + ".", "");
    }
    return node.flatMap(
        found -> found instanceof Scalar scalar ? Optional.of(scalar) : Optional.empty());
  }

  /** A text; a number counts as one. Empty ones are as if they were not there. */
  Optional<String> text(String field) {
    Optional<Scalar> scalar = scalar(field, "a text");
    boolean text =
        scalar
            .filter(found -> !(found.value() instanceof String || found.value() instanceof Number))
            .isEmpty();
    if (!text) {
      scalar.ifPresent(found ->
          error(
              found,
              "YAML reads " + found.text() + " as something else than a text.",
              "Write \"" + found.text() + "\"."));
      return Optional.empty();
    }
    return scalar.map(Scalar::text).filter(words -> !words.isBlank());
  }

  Optional<Boolean> truth(String field) {
    Optional<Scalar> scalar = scalar(field, "true or false");
    if (scalar.isPresent() && !(scalar.get().value() instanceof Boolean)) {
      error(scalar.get(), "'" + field + "' of " + owner + " must be true or false.", "");
    }
    return scalar.flatMap(
        found -> found.value() instanceof Boolean truth ? Optional.of(truth) : Optional.empty());
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
            catalog.countries(),
            Country::name,
            "Use two capital letters (ISO 3166-1), such as FR or JP.")
        .map(Country::code);
  }

  /**
   * Something that the catalogue has under that id.
   *
   * @param name by which people know one
   * @param advice where nothing like it is known
   */
  <T> Optional<T> known(
      String field, String kind, Map<String, T> all, Function<T, String> name, String advice) {
    Optional<Scalar> scalar = scalar(field, "a text");
    Optional<T> found = scalar.flatMap(text -> Optional.ofNullable(all.get(text.text())));
    if (scalar.isPresent() && found.isEmpty()) {
      String wrong = scalar.get().text();
      Map<String, String> names = new LinkedHashMap<>();
      all.forEach((id, one) -> names.put(id, name.apply(one)));
      String guess = Guess.of(wrong, names);
      error(
          scalar.get(),
          "The catalogue has no " + kind + " '" + wrong + "'.",
          guess.isEmpty() ? advice : guess);
    }
    return found;
  }

  /** A name that must be there, and that can stand in commands and paths. */
  Optional<String> name() {
    need("name");
    Optional<String> name = text("name");
    if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      wrong("name", "cannot be '" + name.get() + "'.", NAME_ADVICE);
      return Optional.empty();
    }
    return name;
  }

  /** Refuses a list without anything in it, which may stand for all as well as for nothing. */
  void filled(String field, String advice) {
    if (node(field).orElse(map) instanceof Sequence list && list.items().isEmpty()) {
      wrong(field, "is an empty list.", advice);
    }
  }

  /** Texts and where they stand; no map or list is one. */
  List<Scalar> texts(String field) {
    Optional<YamlNode> node = node(field);
    List<Scalar> found = new ArrayList<>();
    if (node.isPresent() && !(node.get() instanceof Sequence)) {
      wrong(field, "must be a list of names.", "Write it in brackets, as in [a, b].");
    }
    if (node.isPresent() && node.get() instanceof Sequence list) {
      for (YamlNode item : list.items()) {
        if (item instanceof Scalar scalar && scalar.value() instanceof String) {
          found.add(scalar);
        } else {
          error(item, "'" + field + "' of " + owner + " is a list of names.", "");
        }
      }
    }
    return found;
  }

  /** Labels in Kubernetes' syntax. Numbers and truths count as their texts. */
  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    section("labels")
        .map(Mapping::entries)
        .orElse(Map.of())
        .forEach((key, node) -> {
          String value =
              node instanceof Scalar scalar && scalar.value() != Null.NULL ? scalar.text() : "";
          Optional<String> problem = Labels.problem(key + "=" + value);
          if (problem.isPresent()) {
            error(node, problem.get(), "Use letters, digits, ., - and _, at most 63 of them.");
          }
          labels.put(key, value);
        });
    return labels;
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
