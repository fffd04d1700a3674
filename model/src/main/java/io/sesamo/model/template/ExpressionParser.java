package io.sesamo.model.template;

import io.sesamo.model.template.Node.CallArguments;
import io.sesamo.model.template.Node.Expression;
import io.sesamo.model.template.Node.Filter;
import io.sesamo.model.template.Node.Named;
import io.sesamo.model.template.Node.Target;
import io.sesamo.model.template.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Parses expressions with Jinja's precedence, loosest first. */
final class ExpressionParser extends TokenReader {

  private static final int DEEPEST = 250;
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> CONSTANTS =
      Set.of("true", "false", "none", "True", "False", "None");

  private int depth;

  ExpressionParser(String code, int line) {
    super(code, line);
  }

  /** A name that a value may be given to. */
  String freshName() {
    String name = name();
    if (CONSTANTS.contains(name)) {
      throw error("No value can be given to " + name);
    }
    return name;
  }

  /** What stands on the left of {@code in} or {@code =}: names, in brackets or not. */
  Target target() {
    List<Target> parts = new ArrayList<>(List.of(onePart()));
    boolean several = false;
    while (accept(",")) {
      several = true;
      if (is("in") || is("=") || is(")") || atEnd()) {
        break;
      }
      parts.add(onePart());
    }
    return several ? new Target.Parts(parts) : parts.getFirst();
  }

  private Target onePart() {
    if (accept("(")) {
      Target inner = target();
      expect(")");
      return inner;
    }
    String name = freshName();
    return accept(".") ? new Target.Field(name, name()) : new Target.Name(name);
  }

  /**
   * One expression, or several with commas between, which make a tuple.
   *
   * @param choices whether {@code a if b} is one, and not the beginning of a loop's filter
   */
  Expression tuple(boolean choices) {
    List<Expression> items = new ArrayList<>();
    boolean comma = false;
    while (!atEnd() && !is(")") && !is("recursive")) {
      items.add(choices ? expression() : or());
      if (!accept(",")) {
        return comma ? new Expression.TupleOf(items) : items.getFirst();
      }
      comma = true;
    }
    if (items.isEmpty()) {
      throw error("Expected an expression but found " + peek().text());
    }
    return new Expression.TupleOf(items);
  }

  Expression expression() {
    if (++depth > DEEPEST) {
      throw error("The expression is nested too deeply");
    }
    Expression value = or();
    while (accept("if")) {
      Expression condition = or();
      Optional<Expression> otherwise =
          accept("else") ? Optional.of(expression()) : Optional.empty();
      value = new Expression.Choice(condition, value, otherwise);
    }
    depth--;
    return value;
  }

  private Expression or() {
    Expression left = and();
    while (accept("or")) {
      left = new Expression.Binary("or", left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (accept("and")) {
      left = new Expression.Binary("and", left, not());
    }
    return left;
  }

  private Expression not() {
    if (!accept("not")) {
      return comparison();
    }
    if (++depth > DEEPEST) {
      throw error("The expression is nested too deeply");
    }
    Expression operand = not();
    depth--;
    return new Expression.Unary("not", operand);
  }

  private Expression comparison() {
    Expression first = sum();
    List<String> operators = new ArrayList<>();
    List<Expression> others = new ArrayList<>();
    while (true) {
      Token token = peek();
      if (token.kind() == Kind.SIGN && COMPARISONS.contains(token.text())) {
        operators.add(next().text());
      } else if (accept("in")) {
        operators.add("in");
      } else if (is("not") && second().is("in")) {
        next();
        next();
        operators.add("not in");
      } else {
        break;
      }
      others.add(sum());
    }
    return operators.isEmpty() ? first : new Expression.Comparison(first, operators, others);
  }

  private Expression sum() {
    Expression left = concatenation();
    while (is("+") || is("-")) {
      left = new Expression.Binary(next().text(), left, concatenation());
    }
    return left;
  }

  private Expression concatenation() {
    List<Expression> parts = new ArrayList<>();
    do {
      parts.add(product());
    } while (accept("~"));
    return parts.size() == 1 ? parts.getFirst() : new Expression.Concatenation(parts);
  }

  private Expression product() {
    Expression left = power();
    while (is("*") || is("/") || is("//") || is("%")) {
      left = new Expression.Binary(next().text(), left, power());
    }
    return left;
  }

  /** Powers group to the left, unlike Python's. */
  private Expression power() {
    Expression left = unary(true);
    while (accept("**")) {
      left = new Expression.Binary("**", left, unary(true));
    }
    return left;
  }

  private Expression unary(boolean filters) {
    if (++depth > DEEPEST) {
      throw error("The expression is nested too deeply");
    }
    Expression value;
    if (is("-") || is("+")) {
      value = new Expression.Unary(next().text(), unary(false));
    } else {
      value = primary();
    }
    value = postfix(value);
    depth--;
    return filters ? filtersAndTests(value) : value;
  }

  private Expression primary() {
    Token token = next();
    return switch (token.kind()) {
      case NAME -> nameOrConstant(token.text());
      case TEXT -> {
        StringBuilder text = new StringBuilder(token.text());
        while (peek().kind() == Kind.TEXT) {
          text.append(next().text());
        }
        yield new Expression.Literal(text.toString());
      }
      case INTEGER -> new Expression.Literal(integer(token.text()));
      case DECIMAL -> new Expression.Literal(Double.parseDouble(token.text()));
      case SIGN ->
          switch (token.text()) {
            case "(" -> {
              Expression inner =
                  is(")") ? new Expression.TupleOf(List.of()) : nested(() -> tuple(true));
              expect(")");
              yield inner;
            }
            case "[" -> new Expression.ListOf(nested(() -> upTo("]")));
            case "{" -> nested(this::map);
            default -> throw error("Unexpected " + token.text() + " in an expression");
          };
      case END -> throw error("Expected an expression but found its end");
    };
  }

  private <T> T nested(java.util.function.Supplier<T> parse) {
    if (++depth > DEEPEST) {
      throw error("The expression is nested too deeply");
    }
    T parsed = parse.get();
    depth--;
    return parsed;
  }

  private static Expression nameOrConstant(String name) {
    return switch (name) {
      case "true", "True" -> new Expression.Literal(true);
      case "false", "False" -> new Expression.Literal(false);
      case "none", "None" -> new Expression.Literal(None.NONE);
      default -> new Expression.Name(name);
    };
  }

  private static BigInteger integer(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return switch (lower.length() > 1 ? lower.charAt(1) : ' ') {
      case 'x' -> new BigInteger(lower.substring(2), 16);
      case 'o' -> new BigInteger(lower.substring(2), 8);
      case 'b' -> new BigInteger(lower.substring(2), 2);
      default -> new BigInteger(lower);
    };
  }

  private List<Expression> upTo(String close) {
    List<Expression> items = new ArrayList<>();
    while (!accept(close)) {
      if (!items.isEmpty()) {
        expect(",");
        if (accept(close)) {
          break;
        }
      }
      items.add(expression());
    }
    return items;
  }

  private Expression map() {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!accept("}")) {
      if (!keys.isEmpty()) {
        expect(",");
        if (accept("}")) {
          break;
        }
      }
      keys.add(expression());
      expect(":");
      values.add(expression());
    }
    return new Expression.MapOf(keys, values);
  }

  private Expression postfix(Expression start) {
    Expression value = start;
    while (true) {
      if (accept(".")) {
        value = member(value);
      } else if (accept("[")) {
        value = subscript(value);
      } else if (is("(")) {
        value = new Expression.Call(value, arguments());
      } else {
        return value;
      }
    }
  }

  private Expression member(Expression target) {
    Token token = next();
    return switch (token.kind()) {
      case NAME -> new Expression.Attribute(target, token.text());
      case INTEGER -> new Expression.Index(target, new Expression.Literal(integer(token.text())));
      default -> throw error("Expected a name or number after a dot but found " + token.text());
    };
  }

  private Expression subscript(Expression target) {
    List<Expression> keys = new ArrayList<>();
    while (true) {
      Optional<Expression> start = is(":") ? Optional.empty() : Optional.of(expression());
      if (keys.isEmpty() && accept(":")) {
        Optional<Expression> stop =
            is(":") || is("]") ? Optional.empty() : Optional.of(expression());
        Optional<Expression> step =
            accept(":") && !is("]") ? Optional.of(expression()) : Optional.empty();
        expect("]");
        return new Expression.Slice(target, start, stop, step);
      }
      keys.add(start.orElseThrow(() -> error("Unexpected : in an expression")));
      if (accept("]")) {
        break;
      }
      expect(",");
    }
    return new Expression.Index(
        target, keys.size() == 1 ? keys.getFirst() : new Expression.TupleOf(keys));
  }

  private CallArguments arguments() {
    expect("(");
    List<Expression> positional = new ArrayList<>();
    List<Named> named = new ArrayList<>();
    Optional<Expression> list = Optional.empty();
    Optional<Expression> map = Optional.empty();
    boolean first = true;
    while (!accept(")")) {
      if (!first) {
        expect(",");
        if (accept(")")) {
          break;
        }
      }
      first = false;
      if (accept("*")) {
        list = Optional.of(expression());
      } else if (accept("**")) {
        map = Optional.of(expression());
      } else if (peek().kind() == Kind.NAME && second().is("=")) {
        String name = name();
        expect("=");
        if (named.stream().anyMatch(other -> other.name().equals(name))) {
          throw error("The argument " + name + " is given twice");
        }
        named.add(new Named(name, expression()));
      } else {
        if (!named.isEmpty()) {
          throw error("A value without a name follows one with a name");
        }
        positional.add(expression());
      }
    }
    return new CallArguments(positional, named, list, map);
  }

  private Expression filtersAndTests(Expression start) {
    Expression value = start;
    while (true) {
      if (accept("|")) {
        value = new Expression.Filtered(value, filter());
      } else if (accept("is")) {
        value = test(value);
      } else if (is("(")) {
        value = new Expression.Call(value, arguments());
      } else {
        return value;
      }
    }
  }

  /** Filters one after the other, with bars between. */
  List<Filter> filters() {
    List<Filter> filters = new ArrayList<>();
    do {
      filters.add(filter());
    } while (accept("|"));
    return filters;
  }

  private Filter filter() {
    StringBuilder name = new StringBuilder(name());
    while (accept(".")) {
      name.append('.').append(name());
    }
    CallArguments arguments = is("(") ? arguments() : CallArguments.NONE;
    if (!Filters.NAMES.contains(name.toString())) {
      throw error("There is no filter named " + name);
    }
    return new Filter(name.toString(), arguments);
  }

  private Expression test(Expression target) {
    boolean negated = accept("not");
    StringBuilder name = new StringBuilder(name());
    while (accept(".")) {
      name.append('.').append(name());
    }
    CallArguments arguments = CallArguments.NONE;
    if (is("(")) {
      arguments = arguments();
    } else if (beginsArgument()) {
      if (is("is")) {
        throw error("Tests cannot be chained with is");
      }
      Expression argument = postfix(primary());
      arguments =
          new CallArguments(List.of(argument), List.of(), Optional.empty(), Optional.empty());
    }
    if (!Tests.NAMES.contains(name.toString())) {
      throw error("There is no test named " + name);
    }
    return new Expression.Test(target, name.toString(), arguments, negated);
  }

  private boolean beginsArgument() {
    Token token = peek();
    return switch (token.kind()) {
      case NAME -> !token.is("else") && !token.is("or") && !token.is("and");
      case TEXT, INTEGER, DECIMAL -> true;
      case SIGN -> token.is("(") || token.is("[") || token.is("{");
      case END -> false;
    };
  }

  /** A macro's parameters in brackets. */
  Node.Signature signature() {
    expect("(");
    List<String> names = new ArrayList<>();
    List<Expression> defaults = new ArrayList<>();
    while (!accept(")")) {
      if (!names.isEmpty()) {
        expect(",");
      }
      String name = freshName();
      if (names.contains(name)) {
        throw error("Two parameters are named " + name);
      }
      names.add(name);
      if (accept("=")) {
        defaults.add(expression());
      } else if (!defaults.isEmpty()) {
        throw error("A parameter without a default follows one with a default");
      }
    }
    return new Node.Signature(names, defaults);
  }
}
