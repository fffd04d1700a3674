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
   * @param value {@link String}, {@link java.math.BigInteger}, {@link Double}, {@link Boolean},
   *     {@link Null}, {@link Binary}, {@link java.time.LocalDate}, {@link java.time.LocalDateTime}
   *     or {@link java.time.OffsetDateTime}
   * @param text as written
   */
  record Scalar(Object value, String text, Location where) implements YamlNode {}

  /**
   * A list.
   *
   * @param pair whether it is a key and its value, in what YAML calls an ordered map
   */
  record Sequence(List<YamlNode> items, boolean pair, Location where) implements YamlNode {
    public Sequence(List<YamlNode> items, Location where) {
      this(items, false, where);
    }
  }

  /**
   * A map, in the order of the file.
   *
   * @param entries values by the text of their keys
   * @param keys the keys by their texts
   * @param set whether it stands for the set of its keys
   */
  record Mapping(
      Map<String, YamlNode> entries, Map<String, Scalar> keys, boolean set, Location where)
      implements YamlNode {

    /** A map without entries. */
    public static Mapping empty(Location where) {
      return new Mapping(Map.of(), Map.of(), false, where);
    }
  }

  /**
   * Bytes.
   *
   * @param latin1 a character for each, U+0000 to U+00FF
   */
  record Binary(String latin1) {
    public byte[] bytes() {
      return latin1.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
  }

  /** YAML's null. */
  enum Null {
    NULL
  }
}
