package io.sesamo.cli.command.law;

import io.sesamo.law.Effect;
import io.sesamo.law.VerdictFacts;
import java.util.Locale;

/** An SVG picture in the making; positions and sizes in pixels. */
final class Drawing {

  private static final int LEGEND_ENTRY = 92;

  private final StringBuilder out = new StringBuilder();

  /** The colour of a verdict; light enough for dark letters, and apart for the colour-blind. */
  static String colour(Effect effect) {
    return switch (effect) {
      case ALLOW -> "#cfe8d5";
      case NOTIFY -> "#bcd7f0";
      case REVIEW -> "#fbe6a2";
      case LICENCE -> "#f5b678";
      case DENY -> "#e2737a";
    };
  }

  void box(double x, double y, double width, double height, Effect effect, String tip) {
    out.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s</title></rect>%n",
            x,
            y,
            width,
            height,
            colour(effect),
            escaped(tip)));
  }

  void text(double x, double y, String anchor, int size, String words) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">%s</text>%n",
            x,
            y,
            anchor,
            size,
            escaped(words)));
  }

  /** Words that rise to the right. */
  void slanted(double x, double y, String words) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text transform=\"translate(%.1f %.1f) rotate(-60)\" font-size=\"11\">%s</text>%n",
            x,
            y,
            escaped(words)));
  }

  void line(double x1, double y1, double x2, double y2) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#99a\"/>%n",
            x1,
            y1,
            x2,
            y2));
  }

  /** What the colours mean. */
  void legend(double x, double y) {
    double left = x;
    for (Effect effect : Effect.values()) {
      box(left, y, 16, 16, effect, effect.word());
      text(left + 8, y + 12, "middle", 11, MatrixCommand.letter(effect));
      text(left + 22, y + 13, "start", 12, effect.word());
      left += LEGEND_ENTRY;
    }
  }

  /** The whole picture. */
  String finish(int width, int height, String title, String version) {
    String head =
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
        role="img" font-family="sans-serif" fill="#223"><title>%s</title>
        <rect width="100%%" height="100%%" fill="#fff"/>
        """
            .formatted(width, height, width, height, escaped(title));
    text(16, height - 10, "start", 11, VerdictFacts.NOTICE + " Catalogue " + version + ".");
    return head + out + "</svg>\n";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
