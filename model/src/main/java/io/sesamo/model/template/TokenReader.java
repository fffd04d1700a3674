package io.sesamo.model.template;

import io.sesamo.model.template.Token.Kind;
import java.util.List;

/** Goes through the words of one expression or statement. */
abstract sealed class TokenReader permits ExpressionParser {

  private final List<Token> tokens;
  private final int line;
  private int at;

  TokenReader(String code, int line) {
    this.tokens = Lexer.tokens(code, line);
    this.line = line;
  }

  final int line() {
    return line;
  }

  final void end() {
    if (peek().kind() != Kind.END) {
      throw error("Unexpected " + peek().text() + " in an expression");
    }
  }

  final TemplateException error(String words) {
    return new TemplateException(line, words);
  }

  final Token peek() {
    return tokens.get(at);
  }

  final Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  final boolean atEnd() {
    return peek().kind() == Kind.END;
  }

  final boolean is(String word) {
    return peek().kind() != Kind.TEXT && peek().is(word);
  }

  final boolean accept(String word) {
    if (is(word)) {
      at++;
      return true;
    }
    return false;
  }

  final void expect(String word) {
    if (!accept(word)) {
      throw error("Expected " + word + " but found " + peek().text());
    }
  }

  final String name() {
    if (peek().kind() != Kind.NAME) {
      throw error("Expected a name but found " + peek().text());
    }
    return next().text();
  }

  /** The word after the next one. */
  final Token second() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }
}
