package io.sesamo.model.spec;

/** The text of a regular expression in Python's syntax, and how far it is read. */
abstract sealed class RegexText permits PythonRegex {

  final String source;
  int at;

  RegexText(String source) {
    this.source = source;
  }

  final boolean more() {
    return at < source.length();
  }

  final boolean accept(String text) {
    if (source.startsWith(text, at)) {
      at += text.length();
      return true;
    }
    return false;
  }

  final char next(String missing) {
    if (!more()) {
      throw new IllegalArgumentException(missing);
    }
    return source.charAt(at++);
  }

  static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }

  /** The character that an escape stands for. */
  final int character(char c) {
    return switch (c) {
      case 'a' -> 7;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      case 'x' -> hexadecimal(2);
      case 'u' -> hexadecimal(4);
      case 'U' -> hexadecimal(8);
      case 'N' -> characterOfName();
      case '0' -> {
        int from = at;
        while (at < from + 2 && more() && isOctal(source.charAt(at))) {
          at++;
        }
        yield at == from ? 0 : Integer.parseInt(source.substring(from, at), 8);
      }
      default -> {
        if (c < 128 && Character.isLetterOrDigit(c)) {
          throw new IllegalArgumentException("there is no escape \\" + c);
        }
        at--;
        int point = source.codePointAt(at);
        at += Character.charCount(point);
        yield point;
      }
    };
  }

  final int characterOfName() {
    int end = source.indexOf('}', at);
    if (!accept("{") || end < 0) {
      throw new IllegalArgumentException("\\N lacks the {name} of a character");
    }
    String name = source.substring(at, end);
    at = end + 1;
    return Character.codePointOf(name); // which refuses what it does not know
  }

  final int hexadecimal(int digits) {
    int end = at + digits;
    if (end > source.length() || !source.substring(at, end).matches("[0-9a-fA-F]+")) {
      throw new IllegalArgumentException("an escape lacks its digits");
    }
    long point = Long.parseLong(source.substring(at, end), 16);
    if (point > Character.MAX_CODE_POINT) {
      throw new IllegalArgumentException("there is no such character");
    }
    at = end;
    return (int) point;
  }
}
