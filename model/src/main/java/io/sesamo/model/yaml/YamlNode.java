package io.sesamo.model.yaml;

import io.sesamo.model.Location;
import java.util.List;
import java.util.Map;

/** A value of a YAML text and where it stands. */
public sealed interface YamlNode {

  Location where();

  /**
   * A single value.
   *
   * @param value {@link String}, {@link java.math.BigInteger}, {@link Double}, {@link Boolean} or
   *     {@link Null}
   * @param text as written
   */
  record Scalar(Object value, String text, Location where) implements YamlNode {}

  /** A list. */
  record Sequence(List<YamlNode> items, Location where) implements YamlNode {}

  /** A map; keys as text, in the order of the file. */
  record Mapping(Map<String, YamlNode> entries, Location where) implements YamlNode {}

  /** YAML's null. */
  enum Null {
    NULL
  }
}
