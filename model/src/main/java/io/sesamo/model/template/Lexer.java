package io.sesamo.model.template;

import io.sesamo.model.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into words. */
final class Lexer {

  private static final List<String> SIGNS =
      List.of(
          "**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")",
          "[", "]", "{", "}", ",", ":", ".", "|");

  private final String code;
  private final int line;
  private int at;

  private Lexer(String code, int line) {
    this.code = code;
    this.line = line;
  }

  static List<Token> tokens(String code, int line) {
    Lexer lexer = new Lexer(code, line);
    List<Token> tokens = new ArrayList<>();
    for (Token token = lexer.next(); token.kind() != Kind.END; token = lexer.next()) {
      tokens.add(token);
    }
    tokens.add(new Token(Kind.END, "the end"));
    return tokens;
  }

  private Token next() {
    while (at < code.length() && Character.isWhitespace(code.charAt(at))) {
      at++;
    }
    if (at == code.length()) {
      return new Token(Kind.END, "");
    }
    char c = code.charAt(at);
    if (Character.isJavaIdentifierStart(c) && c != '$') {
      return name();
    }
    if (c >= '0' && c <= '9') {
      return number();
    }
    if (c == '\'' || c == '"') {
      return text(c);
    }
    for (String sign : SIGNS) {
      if (code.startsWith(sign, at)) {
        at += sign.length();
        return new Token(Kind.SIGN, sign);
      }
    }
    throw new TemplateException(line, "The sign " + c + " does not belong in an expression.");
  }

  private Token name() {
    int start = at;
    while (at < code.length()
        && Character.isJavaIdentifierPart(code.charAt(at))
        && code.charAt(at) != '$') {
      at++;
    }
    return new Token(Kind.NAME, code.substring(start, at));
  }

  private Token number() {
    int start = at;
    digits();
    Kind kind = Kind.INTEGER;
    if (at + 1 < code.length() && code.charAt(at) == '.' && isDigit(at + 1)) {
      kind = Kind.DECIMAL;
      at++;
      digits();
    }
    if (at < code.length() && (code.charAt(at) == 'e' || code.charAt(at) == 'E')) {
      int sign = at + 1 < code.length() && "+-".indexOf(code.charAt(at + 1)) >= 0 ? 1 : 0;
      if (isDigit(at + 1 + sign)) {
        kind = Kind.DECIMAL;
        at += 1 + sign;
        digits();
      }
    }
    return new Token(kind, code.substring(start, at).replace("_", ""));
  }

  private boolean isDigit(int position) {
    return position < code.length() && code.charAt(position) >= '0' && code.charAt(position) <= '9';
  }

  private void digits() {
    while (isDigit(at) || (at < code.length() && code.charAt(at) == '_' && isDigit(at + 1))) {
      at++;
    }
  }

  private Token text(char quote) {
    StringBuilder text = new StringBuilder();
    for (at++; at < code.length(); at++) {
      char c = code.charAt(at);
      if (c == quote) {
        at++;
        return new Token(Kind.TEXT, text.toString());
      }
      if (c == '\\' && at + 1 < code.length()) {
        at++;
        text.append(escape(code.charAt(at)));
      } else {
        text.append(c);
      }
    }
    throw new TemplateException(line, "A text that begins with " + quote + " does not end.");
  }

  private static String escape(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case '\\', '\'', '"' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }
}
