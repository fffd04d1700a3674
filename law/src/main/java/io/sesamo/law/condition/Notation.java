package io.sesamo.law.condition;

import io.sesamo.law.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes terms down and reads them again, so that a condition that was checked once need not be
 * checked at every start: words in brackets, the kind first.
 */
final class Notation {

  private final String text;
  private int at;

  private Notation(String text) {
    this.text = text;
  }

  /** The term as one line. */
  static String write(Term term) {
    return switch (term) {
      case Terms.Constant constant -> "(const " + value(constant.constant()) + ")";
      case Terms.Asked asked -> "(fact " + quoted(asked.fact().path()) + ")";
      case Terms.Item item -> "(item)";
      case Terms.Known known -> "(known " + write(known.term()) + ")";
      case Terms.Not not -> "(not " + write(not.term()) + ")";
      case Terms.Junction junction ->
          (junction.decisive() ? "(or " : "(and ")
              + write(junction.left())
              + write(junction.right())
              + ")";
      case Terms.Choice choice ->
          "(if " + write(choice.test()) + write(choice.yes()) + write(choice.no()) + ")";
      case Terms.Binary binary ->
          "(call "
              + quoted(binary.operation().function())
              + write(binary.left())
              + write(binary.right())
              + ")";
      case Terms.InGroup in -> "(group " + quoted(in.group()) + write(in.country()) + ")";
      case Terms.Each each ->
          (each.decisive() ? "(exists " : "(all ") + write(each.list()) + write(each.body()) + ")";
    };
  }

  private static String value(Object value) {
    if (value instanceof List<?> list) {
      StringBuilder items = new StringBuilder("list");
      list.forEach(item -> items.append(' ').append(value(item)));
      return items.toString();
    }
    return value instanceof String text ? quoted(text) : value.toString();
  }

  private static String quoted(String text) {
    return "'"
        + text.replace("\\", "\\\\").replace("'", "\\q").replace("\n", "\\n").replace("\r", "\\r")
        + "'";
  }

  /**
   * The term that a line stands for.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Term read(String line) {
    Notation notation = new Notation(line);
    Term term;
    try {
      term = notation.term();
    } catch (StackOverflowError tooDeep) {
      throw notation.wrong();
    }
    if (notation.at != line.length()) {
      throw notation.wrong();
    }
    return term;
  }

  private Term term() {
    expect('(');
    String kind = word();
    if (peek() == ' ') {
      at++;
    }
    Term term =
        switch (kind) {
          case "const" -> new Terms.Constant(constant());
          case "fact" -> new Terms.Asked(Fact.of(string()).orElseThrow(this::wrong));
          case "item" -> new Terms.Item();
          case "known" -> new Terms.Known(term());
          case "not" -> new Terms.Not(term());
          case "or" -> new Terms.Junction(term(), term(), true);
          case "and" -> new Terms.Junction(term(), term(), false);
          case "if" -> new Terms.Choice(term(), term(), term());
          case "call" -> call();
          case "group" -> group();
          case "exists" -> new Terms.Each(term(), term(), true);
          case "all" -> new Terms.Each(term(), term(), false);
          default -> throw wrong();
        };
    expect(')');
    return term;
  }

  private Term call() {
    Operation operation = Operation.named(string()).orElseThrow(this::wrong);
    return new Terms.Binary(term(), term(), operation);
  }

  private Term group() {
    String name = string();
    return new Terms.InGroup(term(), name, Members.NONE);
  }

  private Object constant() {
    if (!text.startsWith("list", at)) {
      return scalar();
    }
    at += "list".length();
    List<Object> items = new ArrayList<>();
    while (peek() == ' ') {
      at++;
      items.add(scalar());
    }
    return List.copyOf(items);
  }

  private Object scalar() {
    if (peek() == '\'') {
      return string();
    }
    String word = word();
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> Double.valueOf(word);
    };
  }

  /** Up to a blank or a bracket. */
  private String word() {
    int begin = at;
    while (at < text.length() && "() ".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(begin, at);
  }

  private String string() {
    expect('\'');
    StringBuilder string = new StringBuilder();
    while (peek() != '\'') {
      char next = peek();
      at++;
      if (next == '\\') {
        next =
            switch (peek()) {
              case 'q' -> '\'';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> '\\';
            };
        at++;
      }
      string.append(next);
    }
    at++;
    return string.toString();
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw wrong();
    }
    at++;
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("no term at " + at + ": " + text);
  }
}
