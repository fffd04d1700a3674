package io.sesamo.cli.command.law;

import io.sesamo.cli.command.law.TimelineCommand.Span;
import io.sesamo.law.Effect;
import io.sesamo.law.VerdictFacts;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Verdicts over the years as a picture: a bar of colours, and a line of words for each change. */
final class TimelinePicture {

  private static final int LEFT = 24;
  private static final int WIDTH = 920;
  private static final int BAR = 64;
  private static final int HEIGHT = 34;
  private static final int FIRST_LINE = 168;
  private static final int LINE = 42;
  private static final int LETTERS = 125;

  private TimelinePicture() {}

  static String of(String title, List<Span> spans, LocalDate today, String version) {
    LocalDate start = spans.getFirst().from();
    LocalDate last = spans.getLast().from();
    LocalDate end = (last.isAfter(today) ? last : today).plusMonths(4);
    double scale = WIDTH / (double) ChronoUnit.DAYS.between(start, end);
    Drawing drawing = new Drawing();
    drawing.text(LEFT, 32, "start", 16, title);
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      LocalDate until = i + 1 < spans.size() ? spans.get(i + 1).from() : end;
      double x = x(start, span.from(), scale);
      double width = x(start, until, scale) - x;
      Effect effect = span.verdict().effect();
      String tip =
          span.from() + ": " + effect.word() + ". " + VerdictFacts.sentence(span.verdict());
      drawing.box(x, BAR, width, HEIGHT, effect, tip);
      if (width > 16) {
        drawing.text(x + width / 2, BAR + 22, "middle", 13, String.valueOf(i + 1));
      }
    }
    years(drawing, start, end, scale);
    double now = x(start, today, scale);
    drawing.line(now, BAR - 10, now, BAR + HEIGHT + 4);
    drawing.text(now, BAR - 13, "middle", 11, today.toString());
    drawing.legend(LEFT, 128);
    int y = FIRST_LINE;
    for (int i = 0; i < spans.size(); i++) {
      y += words(drawing, spans.get(i), i + 1, y);
    }
    return drawing.finish(LEFT * 2 + WIDTH, y + 24, title, version);
  }

  private static double x(LocalDate start, LocalDate day, double scale) {
    return LEFT + ChronoUnit.DAYS.between(start, day) * scale;
  }

  private static void years(Drawing drawing, LocalDate start, LocalDate end, double scale) {
    for (int year = start.getYear(); year <= end.getYear(); year++) {
      LocalDate first = LocalDate.of(year, 1, 1);
      if (!first.isBefore(start) && first.isBefore(end)) {
        double x = x(start, first, scale);
        drawing.line(x, BAR + HEIGHT, x, BAR + HEIGHT + 5);
        drawing.text(x, BAR + HEIGHT + 18, "middle", 11, String.valueOf(year));
      }
    }
  }

  /** Writes what a span is about; returns its height. */
  private static int words(Drawing drawing, Span span, int number, int y) {
    Effect effect = span.verdict().effect();
    drawing.box(LEFT, y, 22, 18, effect, effect.word());
    drawing.text(LEFT + 11, y + 13, "middle", 12, String.valueOf(number));
    String rules = span.rules().isEmpty() ? "" : "  " + span.rules();
    drawing.text(
        LEFT + 32, y + 13, "start", 13, "from " + span.from() + "  " + effect.word() + rules);
    int line = 0;
    for (String part : wrapped(VerdictFacts.sentence(span.verdict()))) {
      line++;
      drawing.text(LEFT + 32, y + 13 + line * 16, "start", 12, part);
    }
    return LINE + (line - 1) * 16;
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() > LETTERS) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
