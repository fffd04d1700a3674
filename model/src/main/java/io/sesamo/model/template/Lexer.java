package io.sesamo.model.template;

import io.sesamo.model.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts an expression into words, as Jinja's lexer does. */
final class Lexer {

  private static final List<String> SIGNS =
      List.of(
          "**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")",
          "[", "]", "{", "}", ",", ":", ".", "|", ";");

  private static final Pattern DECIMAL =
      Pattern.compile(
          "([0-9]+_)*+[0-9]++((\\.([0-9]+_)*+[0-9]++)?[eE][+-]?([0-9]+_)*+[0-9]++|\\.([0-9]+_)*+[0-9]++)");
  private static final Pattern INTEGER =
      Pattern.compile(
          "0[bB](_?[01])++|0[oO](_?[0-7])++|0[xX](_?[0-9a-fA-F])++|[1-9](_?[0-9])*+|0(_?0)*+");

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
    int c = code.codePointAt(at);
    if (c == '_' || Character.isUnicodeIdentifierStart(c)) {
      return name();
    }
    if (c >= '0' && c <= '9') {
      return number();
    }
    if (c == '\'' || c == '"') {
      return text((char) c);
    }
    for (String sign : SIGNS) {
      if (code.startsWith(sign, at)) {
        at += sign.length();
        return new Token(Kind.SIGN, sign);
      }
    }
    throw new TemplateException(
        line, "The sign " + Character.toString(c) + " does not belong in an expression");
  }

  private Token name() {
    int start = at;
    while (at < code.length() && Character.isUnicodeIdentifierPart(code.codePointAt(at))) {
      at += Character.charCount(code.codePointAt(at));
    }
    return new Token(Kind.NAME, code.substring(start, at));
  }

  private Token number() {
    boolean afterDot = at > 0 && code.charAt(at - 1) == '.';
    Matcher decimal = DECIMAL.matcher(code).region(at, code.length());
    if (!afterDot && decimal.lookingAt()) {
      at = decimal.end();
      return new Token(Kind.DECIMAL, decimal.group().replace("_", ""));
    }
    Matcher integer = INTEGER.matcher(code).region(at, code.length());
    if (!integer.lookingAt()) {
      throw new TemplateException(line, "A number is not written rightly");
    }
    at = integer.end();
    return new Token(Kind.INTEGER, integer.group().replace("_", ""));
  }

  private Token text(char quote) {
    int start = at + 1;
    for (at = start; at < code.length(); at++) {
      char c = code.charAt(at);
      if (c == quote) {
        at++;
        return new Token(Kind.TEXT, unescape(code.substring(start, at - 1)));
      }
      if (c == '\\') {
        at++;
      }
    }
    throw new TemplateException(line, "A text that begins with " + quote + " does not end");
  }

  /** Python's escapes; those that it does not know stay as they are. */
  private String unescape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char kind = text.charAt(++i);
      switch (kind) {
        case '\n' -> {}
        case '\\', '\'', '"' -> out.append(kind);
        case 'a' -> out.append('\u0007');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'v' -> out.append('\u000b');
        case 'x' -> i = hexadecimal(text, i, 2, out);
        case 'u' -> i = hexadecimal(text, i, 4, out);
        case 'U' -> i = hexadecimal(text, i, 8, out);
        case 'N' -> i = named(text, i, out);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> i = octal(text, i, out);
        default -> out.append('\\').append(kind);
      }
    }
    return out.toString();
  }

  private int hexadecimal(String text, int at, int digits, StringBuilder out) {
    int end = at + 1 + digits;
    if (end > text.length() || !text.substring(at + 1, end).matches("[0-9a-fA-F]+")) {
      throw new TemplateException(line, "An escape \\" + text.charAt(at) + " lacks its digits");
    }
    long point = Long.parseLong(text.substring(at + 1, end), 16);
    if (point > Character.MAX_CODE_POINT) {
      throw new TemplateException(line, "There is no character " + text.substring(at + 1, end));
    }
    out.appendCodePoint((int) point);
    return end - 1;
  }

  private int named(String text, int at, StringBuilder out) {
    int end = text.indexOf('}', at);
    if (end < 0 || at + 1 >= text.length() || text.charAt(at + 1) != '{') {
      throw new TemplateException(line, "An escape \\N lacks its name in braces");
    }
    try {
      out.appendCodePoint(Character.codePointOf(text.substring(at + 2, end)));
    } catch (IllegalArgumentException unknown) {
      throw new TemplateException(
          line, "There is no character named " + text.substring(at + 2, end));
    }
    return end;
  }

  private static int octal(String text, int at, StringBuilder out) {
    int end = at;
    while (end < text.length()
        && end < at + 3
        && text.charAt(end) >= '0'
        && text.charAt(end) <= '7') {
      end++;
    }
    out.appendCodePoint(Integer.parseInt(text.substring(at, end), 8));
    return end - 1;
  }
}
