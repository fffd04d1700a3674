package io.sesamo.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A line of words, some of them set off; it knows how wide it is. */
public final class Line {

  /** Words in one style. */
  private record Part(String text, Optional<Style> style) {}

  private final List<Part> parts = new ArrayList<>();
  private int width;

  public static Line of(String text) {
    return new Line().add(text);
  }

  public Line add(String text) {
    return add(text, Optional.empty());
  }

  public Line add(String text, Style style) {
    return add(text, Optional.of(style));
  }

  private Line add(String text, Optional<Style> style) {
    String harmless = Harmless.line(text);
    parts.add(new Part(harmless, style));
    width += Widths.of(harmless);
    return this;
  }

  /** Adds another line's words. */
  public Line add(Line other) {
    parts.addAll(other.parts);
    width += other.width;
    return this;
  }

  /** Fills up with spaces to so many columns. */
  public Line pad(int columns) {
    return columns > width ? add(" ".repeat(columns - width)) : this;
  }

  /** In columns. */
  public int width() {
    return width;
  }

  /**
   * The line as text.
   *
   * @param columns where it is cut, with a sign that it was; 0: nowhere
   */
  public String render(int columns, boolean colours) {
    StringBuilder text = new StringBuilder();
    int left = columns == 0 || width <= columns ? Integer.MAX_VALUE : columns - 1;
    for (Part part : parts) {
      String shown = Widths.cut(part.text(), left);
      left -= Widths.of(shown);
      text.append(
          colours && part.style().isPresent() && !shown.isBlank()
              ? part.style().get().apply(shown)
              : shown);
      if (shown.length() < part.text().length()) {
        return text.append('…').toString();
      }
    }
    return text.toString().stripTrailing();
  }

  @Override
  public String toString() {
    return render(0, false);
  }
}
