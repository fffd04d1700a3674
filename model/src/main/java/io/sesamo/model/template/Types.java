package io.sesamo.model.template;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Python's types that Java has no like of. The others stand for themselves: {@link None}, {@link
 * Boolean}, {@link BigInteger}, {@link Double}, {@link String}, {@link List} (which may be
 * changed), {@link Dict}, {@link java.time.LocalDate} and {@link java.time.temporal.Temporal}.
 */
final class Types {

  private Types() {}

  /** A list that cannot be changed and prints with round brackets. */
  record Tuple(List<Object> items) {
    static Tuple of(Object... items) {
      return new Tuple(List.of(items));
    }
  }

  /**
   * Bytes.
   *
   * @param latin1 a character for each, U+0000 to U+00FF
   */
  record Bytes(String latin1) {
    static Bytes of(byte[] value) {
      return new Bytes(new String(value, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    byte[] value() {
      return latin1.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
  }

  /** A set, in the order of its making. */
  record SetOf(Dict members) {}

  /** Whole numbers that follow each other by a step. */
  record Range(long start, long stop, long step, int size) {
    List<Object> items() {
      return new AbstractList<>() {
        @Override
        public Object get(int index) {
          return BigInteger.valueOf(start + index * step);
        }

        @Override
        public int size() {
          return size;
        }
      };
    }
  }

  /** Text that is HTML already. */
  record Markup(String text) {}

  /** What a lazy filter gives: items that are read once. */
  record Generator(List<Object> items) {}

  /**
   * A name, key or item without a value. It may be passed on and tested, and nothing else.
   *
   * @param strict false for what an inline {@code if} without {@code else} leaves, which prints as
   *     nothing
   */
  record Undefined(String words, boolean strict) {}

  /** What {@code keys()}, {@code values()} and {@code items()} of a map give. */
  record View(String name, List<Object> items) {}

  /** What {@code namespace()} makes: values that a loop's body can set. */
  record Namespace(Map<String, Object> values) {}

  /** A part of {@code groupby}: it prints, and is taken apart, as a pair. */
  record Group(Object grouper, List<Object> list) {
    Tuple pair() {
      return Tuple.of(grouper, list);
    }
  }

  /** What a call of a function was given. */
  record Arguments(List<Object> positional, Map<String, Object> named) {

    static Arguments of(Object... positional) {
      return new Arguments(List.of(positional), Map.of());
    }

    /**
     * The arguments in the order of a function's parameters.
     *
     * @param parameters names; one that ends with {@code ?} may be left out and is then null, one
     *     that begins with {@code *} can be given by name only
     */
    @org.jspecify.annotations.Nullable
    Object[] bind(String function, String... parameters) {
      @org.jspecify.annotations.Nullable Object[] values = new Object[parameters.length];
      int most = (int) java.util.Arrays.stream(parameters).filter(p -> !p.startsWith("*")).count();
      if (positional.size() > most) {
        throw new TemplateException(
            0, function + " takes at most " + most + " values but was given " + positional.size());
      }
      List<String> unknown = new ArrayList<>(named.keySet());
      for (int i = 0; i < parameters.length; i++) {
        String name = parameters[i].replace("*", "").replace("?", "");
        if (i < positional.size()) {
          values[i] = positional.get(i);
        } else if (named.containsKey(name)) {
          values[i] = named.get(name);
          unknown.remove(name);
        } else if (!parameters[i].contains("?")) {
          throw new TemplateException(0, function + " lacks its argument " + name);
        }
      }
      if (!unknown.isEmpty()) {
        throw new TemplateException(0, function + " has no argument " + unknown.getFirst());
      }
      return values;
    }
  }

  /** Something that prints in a way of its own. */
  interface Named {
    String shown();
  }

  /** Something that can be called. */
  @FunctionalInterface
  interface Function {
    Object call(Arguments arguments);
  }
}
