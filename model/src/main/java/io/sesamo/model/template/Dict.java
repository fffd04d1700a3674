package io.sesamo.model.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Python dictionary: it keeps the order of insertion, and keys that are equal in Python ({@code
 * 1}, {@code 1.0} and {@code True}) are one key.
 */
final class Dict {

  /** A key as it was first given, and its value. */
  record Entry(Object key, Object value) {}

  private final Map<Object, Entry> entries = new LinkedHashMap<>();

  static Dict of(Map<?, ?> values) {
    Dict dict = new Dict();
    values.forEach(dict::put);
    return dict;
  }

  Dict copy() {
    Dict copy = new Dict();
    copy.entries.putAll(entries);
    return copy;
  }

  Optional<Object> get(Object key) {
    return Optional.ofNullable(entries.get(hashed(key))).map(Entry::value);
  }

  boolean has(Object key) {
    return entries.containsKey(hashed(key));
  }

  void put(Object key, Object value) {
    entries.compute(hashed(key), (same, old) -> new Entry(old == null ? key : old.key(), value));
  }

  Optional<Object> remove(Object key) {
    return Optional.ofNullable(entries.remove(hashed(key))).map(Entry::value);
  }

  void clear() {
    entries.clear();
  }

  int size() {
    return entries.size();
  }

  List<Entry> entries() {
    return new ArrayList<>(entries.values());
  }

  List<Object> keys() {
    return new ArrayList<>(entries.values().stream().map(Entry::key).toList());
  }

  List<Object> values() {
    return new ArrayList<>(entries.values().stream().map(Entry::value).toList());
  }

  boolean sameAs(Dict other) {
    return size() == other.size()
        && entries.entrySet().stream()
            .allMatch(entry -> {
              Entry there = other.entries.get(entry.getKey());
              return there != null && Python.equal(entry.getValue().value(), there.value());
            });
  }

  /** One form for all keys that are equal. */
  private static Object hashed(Object key) {
    return switch (key) {
      case Boolean truth -> truth ? BigInteger.ONE : BigInteger.ZERO;
      case Double number when number == Math.rint(number) && !Double.isInfinite(number) ->
          new BigDecimal(number).toBigInteger();
      case Types.Tuple tuple -> new Types.Tuple(tuple.items().stream().map(Dict::hashed).toList());
      case Types.Markup markup -> markup.text();
      case List<?> list ->
          throw new TemplateException(0, "A value of type " + Python.type(list) + " is no key");
      case Dict dict ->
          throw new TemplateException(0, "A value of type " + Python.type(dict) + " is no key");
      case Types.Undefined undefined -> throw new TemplateException(0, undefined.words());
      default -> key;
    };
  }
}
