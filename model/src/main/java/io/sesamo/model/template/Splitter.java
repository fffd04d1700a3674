package io.sesamo.model.template;

import java.util.ArrayList;
import java.util.List;

/** Cuts a template into text, outputs and statements; comments go, {@code raw} becomes text. */
final class Splitter {

  private static final String RAW_END = "endraw";

  private final String source;
  private final List<Piece> pieces = new ArrayList<>();
  private int at;
  private int line = 1;
  private boolean stripNext;

  private Splitter(String source) {
    this.source = source;
  }

  static List<Piece> split(String source) {
    Splitter splitter = new Splitter(source);
    splitter.run();
    return splitter.pieces;
  }

  private void run() {
    while (at < source.length()) {
      int open = nextOpen(at);
      if (open < 0) {
        text(source.substring(at), false);
        return;
      }
      char kind = source.charAt(open + 1);
      char sign = open + 2 < source.length() ? source.charAt(open + 2) : ' ';
      text(source.substring(at, open), sign == '-');
      int codeStart = open + 2 + (sign == '-' || sign == '+' ? 1 : 0);
      tag(kind, open, codeStart);
    }
  }

  /** Position of the next opening brace pair from there; -1 when there is none. */
  private int nextOpen(int from) {
    for (int i = source.indexOf('{', from); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private void text(String text, boolean stripEnd) {
    String kept = stripNext ? text.stripLeading() : text;
    stripNext = false;
    if (stripEnd) {
      kept = kept.stripTrailing();
    }
    if (!kept.isEmpty()) {
      pieces.add(new Piece.Text(kept, line));
    }
    line += (int) text.chars().filter(c -> c == '\n').count();
  }

  private void tag(char kind, int open, int codeStart) {
    String close = kind == '{' ? "}}" : kind == '%' ? "%}" : "#}";
    int end = kind == '#' ? source.indexOf(close, codeStart) : endOfCode(codeStart, close);
    if (end < 0) {
      throw new TemplateException(
          line,
          kind == '#'
              ? "A comment that begins with {# has no end #}."
              : "What begins with " + source.substring(open, open + 2) + " has no " + close + ".");
    }
    boolean strip = end > codeStart && source.charAt(end - 1) == '-';
    boolean keep = kind != '{' && end > codeStart && source.charAt(end - 1) == '+';
    String code = source.substring(codeStart, strip || keep ? end - 1 : end);
    int tagLine = line;
    line += (int) source.substring(open, end).chars().filter(c -> c == '\n').count();
    at = end + 2;
    stripNext = strip;
    if (kind == '{') {
      pieces.add(new Piece.Output(code, tagLine));
    } else if (kind == '%') {
      if (code.strip().equals("raw")) {
        raw(tagLine);
      } else {
        pieces.add(new Piece.Statement(code.strip(), tagLine));
      }
    }
  }

  /** End of the code, not looking into quoted texts or brackets. */
  private int endOfCode(int from, String close) {
    int open = 0;
    char quote = 0;
    for (int i = from; i < source.length(); i++) {
      char c = source.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (open == 0 && source.startsWith(close, i)) {
        return i;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '{' || c == '(' || c == '[') {
        open++;
      } else if ((c == '}' || c == ')' || c == ']') && open > 0) {
        open--;
      }
    }
    return -1;
  }

  private void raw(int tagLine) {
    int from = at;
    for (int i = source.indexOf("{%", from); i >= 0; i = source.indexOf("{%", i + 2)) {
      int end = source.indexOf("%}", i + 2);
      if (end < 0) {
        break;
      }
      String inside = source.substring(i + 2, end);
      String word = inside.replace("-", " ").replace("+", " ").strip();
      if (word.equals(RAW_END)) {
        text(source.substring(from, i), inside.startsWith("-"));
        at = end + 2;
        stripNext = inside.endsWith("-");
        return;
      }
    }
    throw new TemplateException(tagLine, "A raw block has no {% endraw %}.");
  }
}
