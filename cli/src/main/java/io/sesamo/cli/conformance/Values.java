package io.sesamo.cli.conformance;

import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares two YAML texts by the values that they hold. */
final class Values {

  private Values() {}

  /**
   * The first difference, in words; empty when the values are equal.
   *
   * @param labels given beside the file, which OSMO writes into its text
   */
  static Optional<String> difference(String ours, String theirs, Map<String, String> labels) {
    try {
      Object here = read(ours);
      if (!labels.isEmpty() && here instanceof Map<?, ?> root) {
        here = labelled(root, labels);
      }
      return difference("", here, read(theirs));
    } catch (YamlException e) {
      return Optional.of(e.problem().toString());
    }
  }

  private static Object labelled(Map<?, ?> root, Map<String, String> labels) {
    Map<Object, @Nullable Object> copy = new LinkedHashMap<>(root);
    if (root.get("workflow") instanceof Map<?, ?> workflow) {
      Map<Object, @Nullable Object> inner = new LinkedHashMap<>(workflow);
      Map<Object, @Nullable Object> all = new TreeMap<>();
      if (workflow.get("labels") instanceof Map<?, ?> own) {
        all.putAll(own);
      }
      all.putAll(labels);
      inner.put("labels", all);
      copy.put("workflow", inner);
    }
    return copy;
  }

  private static Object read(String yaml) throws YamlException {
    return values(YamlReader.read("text", 1, yaml, new ArrayList<>()));
  }

  private static Object values(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar.value();
      case YamlNode.Sequence sequence -> sequence.items().stream().map(Values::values).toList();
      case YamlNode.Mapping mapping -> {
        Map<String, Object> values = new TreeMap<>();
        mapping.entries().forEach((key, value) -> values.put(key, values(value)));
        yield values;
      }
    };
  }

  private static Optional<String> difference(
      String at, @Nullable Object ours, @Nullable Object theirs) {
    if (ours instanceof Map<?, ?> map && theirs instanceof Map<?, ?> other) {
      for (Object key : map.keySet()) {
        Optional<String> found = difference(at + "." + key, map.get(key), other.get(key));
        if (found.isPresent()) {
          return found;
        }
      }
      return map.size() == other.size() ? Optional.empty() : Optional.of(at + " lacks a key");
    }
    if (ours instanceof List<?> items
        && theirs instanceof List<?> others
        && items.size() == others.size()) {
      for (int i = 0; i < items.size(); i++) {
        Optional<String> found = difference(at + "[" + i + "]", items.get(i), others.get(i));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    boolean equal =
        (ours instanceof String text && theirs instanceof String other)
            ? Texts.equal(text, other)
            : Objects.equals(ours, theirs);
    return equal ? Optional.empty() : Optional.of(at + " is " + ours + ", OSMO's " + theirs);
  }
}
