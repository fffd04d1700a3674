package io.sesamo.model.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of a parsed template. */
sealed interface Node {

  /** Text that is copied. */
  record Text(String text) implements Node {}

  /** A value that is printed. */
  record Output(Expression value, int line) implements Node {}

  /** Branches of an {@code if}, and what stands under {@code else}. */
  record If(List<Branch> branches, List<Node> otherwise, int line) implements Node {}

  /** One branch of an {@code if}. */
  record Branch(Expression condition, List<Node> body) {}

  /** A loop. */
  record For(
      List<String> names,
      Expression values,
      Optional<Expression> filter,
      List<Node> body,
      List<Node> otherwise,
      int line)
      implements Node {}

  /** An assignment. */
  record Set(String name, Expression value, int line) implements Node {}

  /** An expression with the line it stands on. */
  sealed interface Expression {

    /** A value written out. */
    record Literal(Object value) implements Expression {}

    record Name(String name) implements Expression {}

    record ListOf(List<Expression> items) implements Expression {}

    record MapOf(Map<Expression, Expression> items) implements Expression {}

    record Attribute(Expression target, String name) implements Expression {}

    record Index(Expression target, Expression key) implements Expression {}

    record Slice(
        Expression target,
        Optional<Expression> start,
        Optional<Expression> stop,
        Optional<Expression> step)
        implements Expression {}

    record Call(Expression target, List<Expression> arguments, Map<String, Expression> named)
        implements Expression {}

    record Filter(
        Expression target, String name, List<Expression> arguments, Map<String, Expression> named)
        implements Expression {}

    record Test(Expression target, String name, List<Expression> arguments, boolean negated)
        implements Expression {}

    record Unary(String operator, Expression operand) implements Expression {}

    record Binary(String operator, Expression left, Expression right) implements Expression {}

    record Choice(Expression condition, Expression yes, Optional<Expression> no)
        implements Expression {}
  }
}
