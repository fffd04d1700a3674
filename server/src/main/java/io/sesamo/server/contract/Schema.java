package io.sesamo.server.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The shape of a JSON value. */
public sealed interface Schema {

  /** Any value. */
  record Any() implements Schema {}

  /** JSON's null. */
  record Null() implements Schema {}

  /**
   * A text.
   *
   * @param pattern that the whole of it matches, in the words that Java and ECMAScript share;
   *     empty: any
   * @param format one of JSON Schema's, for readers only; empty: none
   * @param least fewest characters
   * @param most most characters
   */
  record Text(String pattern, String format, int least, int most) implements Schema {

    /** On one line, and without what moves a terminal's cursor or turns the writing around. */
    private static final String LINE =
        "[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*";

    Text(String pattern, String format, int least) {
      this(pattern, format, least, Integer.MAX_VALUE);
    }

    boolean takes(String value) {
      return value.length() >= least
          && !tooLong(value)
          && (pattern.isEmpty() || Pattern.compile(pattern).matcher(value).matches());
    }

    private boolean tooLong(String value) {
      return value.codePointCount(0, value.length()) > most;
    }

    /** What a text that it does not take should do. */
    String wanted(String value) {
      if (tooLong(value)) {
        return "have at most " + most + " characters";
      }
      if (pattern.equals(LINE)) {
        return "be one line without control characters";
      }
      return pattern.isEmpty() ? "not be empty" : "match " + pattern;
    }
  }

  /** One of some words. */
  record Words(List<String> words) implements Schema {
    public Words {
      words = List.copyOf(words);
    }
  }

  /** A whole number between two, both included. */
  record Whole(long least, long most) implements Schema {}

  /** A number. */
  record Real() implements Schema {}

  /** True or false. */
  record Truth() implements Schema {}

  /** A list. */
  record Items(Schema of) implements Schema {}

  /** An object whose names are data. */
  record ByName(Schema of) implements Schema {}

  /** One of several shapes. */
  record Either(List<Schema> of) implements Schema {
    public Either {
      of = List.copyOf(of);
    }
  }

  /** Another shape, with words for a reader. */
  record Said(Schema of, String words) implements Schema {}

  /** One name of an object. */
  record Field(String name, Schema of, boolean required) {}

  /**
   * An object with names of its own.
   *
   * @param name of the shape, unlike that of any other
   * @param closed refuses every other name
   */
  record Fields(String name, List<Field> fields, boolean closed) implements Schema {
    public Fields {
      fields = List.copyOf(fields);
    }

    /** With a field that is always there. */
    public Fields has(String field, Schema of) {
      return with(new Field(field, of, true));
    }

    /** With a field that may be left out. */
    public Fields may(String field, Schema of) {
      return with(new Field(field, of, false));
    }

    /** With all fields of another. */
    public Fields all(Fields other) {
      Fields joined = this;
      for (Field field : other.fields) {
        joined = joined.with(field);
      }
      return joined;
    }

    /** Without a field. */
    public Fields without(String field) {
      return new Fields(
          name, fields.stream().filter(each -> !each.name().equals(field)).toList(), closed);
    }

    /** Without room for anything else. */
    public Fields only() {
      return new Fields(name, fields, true);
    }

    private Fields with(Field field) {
      List<Field> more = new ArrayList<>(fields);
      more.add(field);
      return new Fields(name, more, closed);
    }

    Optional<Field> field(String wanted) {
      return fields.stream().filter(field -> field.name().equals(wanted)).findFirst();
    }
  }

  /** The same, or null. */
  default Schema orNull() {
    return new Either(List.of(this, new Null()));
  }

  /** The same, with words for a reader. */
  default Schema says(String words) {
    return new Said(this, words);
  }

  static Schema any() {
    return new Any();
  }

  static Schema nothing() {
    return new Null();
  }

  static Schema text() {
    return new Text("", "", 0);
  }

  /** A text that is not empty. */
  static Schema word() {
    return new Text("", "", 1);
  }

  /** One line of words of a person, such as a reason, that others are shown. */
  static Schema line(int most) {
    return new Text(Text.LINE, "", 0, most);
  }

  static Schema text(String pattern) {
    return new Text(pattern, "", 0);
  }

  /** A time in UTC without a zone, as OSMO's client takes them: 2026-01-02T03:04:05.678901. */
  static Schema naiveTime() {
    return new Text("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]+([.][0-9]{1,6})?", "", 0)
        .says("A time in UTC, without a zone.");
  }

  /** A time with its zone: 2026-01-02T03:04:05Z. */
  static Schema time() {
    return new Text("", "date-time", 0);
  }

  static Schema day() {
    return new Text("[0-9]{4}-[0-9]{2}-[0-9]{2}", "date", 0);
  }

  static Schema words(String... words) {
    return new Words(List.of(words));
  }

  static <E extends Enum<E>> Schema words(Class<E> type) {
    return new Words(Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
  }

  static Schema whole(long least, long most) {
    return new Whole(least, most);
  }

  /** A whole number from 0 on. */
  static Schema count() {
    return new Whole(0, Long.MAX_VALUE);
  }

  static Schema number() {
    return new Real();
  }

  static Schema truth() {
    return new Truth();
  }

  static Schema list(Schema of) {
    return new Items(of);
  }

  static Schema texts() {
    return new Items(text());
  }

  static Schema byName(Schema of) {
    return new ByName(of);
  }

  static Schema either(Schema... of) {
    return new Either(List.of(of));
  }

  static Fields object(String name) {
    return new Fields(name, List.of(), false);
  }
}
