package io.sesamo.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines. */
public final class Wrapped {

  private Wrapped() {}

  /** Lines of at most so many columns, broken between words; a longer word is cut. */
  public static List<String> lines(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String left = word;
      if (!line.isEmpty() && line.length() + 1 + left.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      while (left.length() > columns) {
        lines.add(left.substring(0, columns));
        left = left.substring(columns);
      }
      line.append(line.isEmpty() ? "" : " ").append(left);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Parts in lines of at most so many columns, broken between parts; a wider part stands alone. */
  public static List<Line> parts(List<Line> parts, String indent, int columns) {
    List<Line> lines = new ArrayList<>();
    for (Line part : parts) {
      if (lines.isEmpty()) {
        lines.add(new Line().add(part));
      } else if (lines.getLast().width() + indent.length() + part.width() <= columns) {
        lines.getLast().add(indent).add(part);
      } else {
        lines.add(Line.of(indent).add(part));
      }
    }
    return lines;
  }
}
