package io.sesamo.model.template;

import java.util.List;
import java.util.Optional;

/** The parts of a parsed template. Lines are those of the template, 1-based. */
sealed interface Node {

  /** Text that is copied. */
  record Text(String text, int line) implements Node {}

  /** Values that are printed. */
  record Output(List<Expression> values, int line) implements Node {}

  /** Branches of an {@code if}, and what stands under {@code else}. */
  record If(List<Branch> branches, List<Node> otherwise, int line) implements Node {}

  /** One branch of an {@code if}. */
  record Branch(Expression condition, List<Node> body) {}

  record For(
      Target target,
      Expression values,
      Optional<Expression> filter,
      boolean recursive,
      List<Node> body,
      List<Node> otherwise,
      int line)
      implements Node {}

  record Set(Target target, Expression value, int line) implements Node {}

  /** An assignment of rendered text, after filters if there are any. */
  record SetBlock(Target target, List<Filter> filters, List<Node> body, int line) implements Node {}

  record With(List<Target> targets, List<Expression> values, List<Node> body, int line)
      implements Node {}

  record MacroNode(String name, Signature signature, List<Node> body, int line) implements Node {}

  /** A call of a macro with a body that it may render as {@code caller()}. */
  record CallBlock(Signature signature, Expression.Call call, List<Node> body, int line)
      implements Node {}

  /** Text that is rendered and then filtered. */
  record FilterBlock(List<Filter> filters, List<Node> body, int line) implements Node {}

  /** A part that sees only the names of the template's top. */
  record Block(List<Node> body, boolean scoped, int line) implements Node {}

  record AutoEscape(Expression on, List<Node> body, int line) implements Node {}

  /** What cannot be done without other files; an error when it is reached. */
  record Unavailable(String words, int line) implements Node {}

  /** A macro's parameters; the last ones have defaults. */
  record Signature(List<String> names, List<Expression> defaults) {}

  /** Where a value is put. */
  sealed interface Target {

    /** The names that get values. */
    default List<String> names() {
      return switch (this) {
        case Name name -> List.of(name.name());
        case Field field -> List.of();
        case Parts parts -> parts.parts().stream().flatMap(part -> part.names().stream()).toList();
      };
    }

    record Name(String name) implements Target {}

    /** A field of a namespace. */
    record Field(String namespace, String name) implements Target {}

    record Parts(List<Target> parts) implements Target {}
  }

  /** A filter without what it filters. */
  record Filter(String name, CallArguments arguments) {}

  /**
   * What stands between the brackets of a call.
   *
   * @param list {@code *values}
   * @param map {@code **values}
   */
  record CallArguments(
      List<Expression> positional,
      List<Named> named,
      Optional<Expression> list,
      Optional<Expression> map) {
    static final CallArguments NONE =
        new CallArguments(List.of(), List.of(), Optional.empty(), Optional.empty());
  }

  record Named(String name, Expression value) {}

  /** An expression. */
  sealed interface Expression {

    /** A value written out. */
    record Literal(Object value) implements Expression {}

    record Name(String name) implements Expression {}

    record ListOf(List<Expression> items) implements Expression {}

    record TupleOf(List<Expression> items) implements Expression {}

    record MapOf(List<Expression> keys, List<Expression> values) implements Expression {}

    record Attribute(Expression target, String name) implements Expression {}

    record Index(Expression target, Expression key) implements Expression {}

    record Slice(
        Expression target,
        Optional<Expression> start,
        Optional<Expression> stop,
        Optional<Expression> step)
        implements Expression {}

    record Call(Expression target, CallArguments arguments) implements Expression {}

    record Filtered(Expression target, Filter filter) implements Expression {}

    record Test(Expression target, String name, CallArguments arguments, boolean negated)
        implements Expression {}

    record Unary(String operator, Expression operand) implements Expression {}

    record Binary(String operator, Expression left, Expression right) implements Expression {}

    /** A chain such as {@code 1 < x <= 5}. */
    record Comparison(Expression first, List<String> operators, List<Expression> others)
        implements Expression {}

    /** Values that are printed one after the other. */
    record Concatenation(List<Expression> parts) implements Expression {}

    record Choice(Expression condition, Expression yes, Optional<Expression> no)
        implements Expression {}
  }
}
