package io.sesamo.model.template;

import io.sesamo.model.template.Node.Expression;
import io.sesamo.model.template.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parses expressions with Jinja's precedence, loosest first. */
final class ExpressionParser {

  private static final int DEEPEST = 100;
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final List<Token> tokens;
  private final int line;
  private int at;
  private int depth;

  ExpressionParser(String code, int line) {
    this.tokens = Lexer.tokens(code, line);
    this.line = line;
  }

  static Expression parse(String code, int line) {
    ExpressionParser parser = new ExpressionParser(code, line);
    Expression expression = parser.expression();
    parser.end();
    return expression;
  }

  void end() {
    if (peek().kind() != Kind.END) {
      throw new TemplateException(line, "Unexpected " + peek().text() + " in an expression.");
    }
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  boolean accept(String sign) {
    if (peek().kind() != Kind.TEXT && peek().is(sign)) {
      at++;
      return true;
    }
    return false;
  }

  void expect(String sign) {
    if (!accept(sign)) {
      throw new TemplateException(
          line, "Expected " + sign + " but found " + peek().text() + " in an expression.");
    }
  }

  String name() {
    Token token = next();
    if (token.kind() != Kind.NAME) {
      throw new TemplateException(line, "Expected a name but found " + token.text() + ".");
    }
    return token.text();
  }

  Expression expression() {
    if (++depth > DEEPEST) {
      throw new TemplateException(line, "An expression is nested deeper than " + DEEPEST + ".");
    }
    Expression value = or();
    while (accept("if")) {
      Expression condition = or();
      Optional<Expression> no = accept("else") ? Optional.of(expression()) : Optional.empty();
      value = new Expression.Choice(condition, value, no);
    }
    depth--;
    return value;
  }

  /** An expression without a trailing {@code if}, for the values of a loop. */
  Expression or() {
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
    return accept("not") ? new Expression.Unary("not", not()) : comparison();
  }

  private Expression comparison() {
    Expression left = sum();
    Optional<Expression> chain = Optional.empty();
    while (true) {
      String operator;
      if (peek().kind() == Kind.SIGN && COMPARISONS.contains(peek().text())) {
        operator = next().text();
      } else if (peek().is("in")) {
        next();
        operator = "in";
      } else if (peek().is("not") && tokens.get(at + 1).is("in")) {
        at += 2;
        operator = "not in";
      } else {
        return chain.orElse(left);
      }
      Expression right = sum();
      Expression link = new Expression.Binary(operator, left, right);
      chain = Optional.of(chain.map(c -> both(c, link)).orElse(link));
      left = right;
    }
  }

  private static Expression both(Expression first, Expression second) {
    return new Expression.Binary("and", first, second);
  }

  private Expression sum() {
    Expression left = concat();
    while (peek().is("+") || peek().is("-")) {
      left = new Expression.Binary(next().text(), left, concat());
    }
    return left;
  }

  private Expression concat() {
    Expression left = product();
    while (accept("~")) {
      left = new Expression.Binary("~", left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = unary();
    while (peek().is("*") || peek().is("/") || peek().is("//") || peek().is("%")) {
      left = new Expression.Binary(next().text(), left, unary());
    }
    return left;
  }

  private Expression unary() {
    if (peek().is("-") || peek().is("+")) {
      return filters(new Expression.Unary(next().text(), power()));
    }
    return filters(power());
  }

  private Expression power() {
    Expression left = postfix(primary());
    while (accept("**")) {
      Expression right =
          peek().is("-")
              ? new Expression.Unary(next().text(), postfix(primary()))
              : postfix(primary());
      left = new Expression.Binary("**", left, right);
    }
    return left;
  }

  private Expression filters(Expression target) {
    Expression value = target;
    while (true) {
      if (accept("|")) {
        String name = name();
        Arguments arguments = accept("(") ? arguments() : Arguments.NONE;
        value = new Expression.Filter(value, name, arguments.plain(), arguments.named());
      } else if (accept("is")) {
        value = test(value);
      } else {
        return value;
      }
    }
  }

  private Expression test(Expression target) {
    boolean negated = accept("not");
    String name = name();
    List<Expression> arguments = List.of();
    if (accept("(")) {
      arguments = arguments().plain();
    } else if (startsValue(peek())) {
      arguments = List.of(postfix(primary()));
    }
    return new Expression.Test(target, name, arguments, negated);
  }

  private static boolean startsValue(Token token) {
    return switch (token.kind()) {
      case TEXT, INTEGER, DECIMAL -> true;
      case NAME -> !Set.of("and", "or", "not", "if", "else", "is", "in").contains(token.text());
      case SIGN -> token.text().equals("[") || token.text().equals("{");
      case END -> false;
    };
  }

  private Expression postfix(Expression target) {
    Expression value = target;
    while (true) {
      if (accept(".")) {
        Token token = next();
        value =
            token.kind() == Kind.INTEGER
                ? new Expression.Index(value, new Expression.Literal(new BigInteger(token.text())))
                : attribute(value, token);
      } else if (accept("[")) {
        value = subscript(value);
      } else if (accept("(")) {
        Arguments arguments = arguments();
        value = new Expression.Call(value, arguments.plain(), arguments.named());
      } else {
        return value;
      }
    }
  }

  private Expression attribute(Expression target, Token token) {
    if (token.kind() != Kind.NAME) {
      throw new TemplateException(line, "Expected a name after the dot, not " + token.text() + ".");
    }
    return new Expression.Attribute(target, token.text());
  }

  private Expression subscript(Expression target) {
    Optional<Expression> start = peek().is(":") ? Optional.empty() : Optional.of(expression());
    if (accept("]")) {
      return new Expression.Index(target, start.orElseThrow());
    }
    expect(":");
    Optional<Expression> stop =
        peek().is(":") || peek().is("]") ? Optional.empty() : Optional.of(expression());
    Optional<Expression> step =
        accept(":") && !peek().is("]") ? Optional.of(expression()) : Optional.empty();
    expect("]");
    return new Expression.Slice(target, start, stop, step);
  }

  /** What stands in the parentheses of a call. */
  private record Arguments(List<Expression> plain, Map<String, Expression> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());
  }

  private Arguments arguments() {
    List<Expression> plain = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    while (!accept(")")) {
      if (peek().kind() == Kind.NAME && tokens.get(at + 1).is("=")) {
        String name = name();
        expect("=");
        named.put(name, expression());
      } else {
        plain.add(expression());
      }
      if (!peek().is(")")) {
        expect(",");
      }
    }
    return new Arguments(plain, named);
  }

  private Expression primary() {
    Token token = next();
    return switch (token.kind()) {
      case INTEGER -> new Expression.Literal(new BigInteger(token.text()));
      case DECIMAL -> new Expression.Literal(Double.valueOf(token.text()));
      case TEXT -> text(token);
      case NAME -> named(token);
      case SIGN -> bracketed(token);
      case END -> throw new TemplateException(line, "An expression ends too early.");
    };
  }

  private Expression text(Token first) {
    StringBuilder text = new StringBuilder(first.text());
    while (peek().kind() == Kind.TEXT) {
      text.append(next().text());
    }
    return new Expression.Literal(text.toString());
  }

  private static Expression named(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expression.Literal(true);
      case "false", "False" -> new Expression.Literal(false);
      case "none", "None" -> new Expression.Literal(None.NONE);
      default -> new Expression.Name(token.text());
    };
  }

  private Expression bracketed(Token token) {
    return switch (token.text()) {
      case "(" -> parenthesis();
      case "[" -> new Expression.ListOf(items("]"));
      case "{" -> map();
      default ->
          throw new TemplateException(line, "Unexpected " + token.text() + " in an expression.");
    };
  }

  private Expression parenthesis() {
    List<Expression> items = new ArrayList<>();
    boolean tuple = peek().is(")");
    while (!accept(")")) {
      items.add(expression());
      if (!peek().is(")")) {
        expect(",");
        tuple = true;
      }
    }
    return tuple ? new Expression.ListOf(items) : items.getFirst();
  }

  private List<Expression> items(String close) {
    List<Expression> items = new ArrayList<>();
    while (!accept(close)) {
      items.add(expression());
      if (!peek().is(close)) {
        expect(",");
      }
    }
    return items;
  }

  private Expression map() {
    Map<Expression, Expression> items = new LinkedHashMap<>();
    while (!accept("}")) {
      Expression key = expression();
      expect(":");
      items.put(key, expression());
      if (!peek().is("}")) {
        expect(",");
      }
    }
    return new Expression.MapOf(items);
  }
}
