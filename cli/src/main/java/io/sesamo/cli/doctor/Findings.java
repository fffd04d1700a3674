package io.sesamo.cli.doctor;

import io.sesamo.cli.doctor.Finding.State;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Wrapped;
import java.util.ArrayList;
import java.util.List;

/** Findings as lines of at most 80 columns. */
public final class Findings {

  private static final int COLUMNS = 80;
  private static final int STATE = 9;
  private static final int NAME = 16;

  private Findings() {}

  public static List<Line> lines(List<Finding> findings) {
    List<Line> lines = new ArrayList<>();
    for (Finding finding : findings) {
      Line head =
          state(finding.state()).pad(STATE).add(finding.name(), Style.STRONG).pad(STATE + NAME);
      List<String> texts = new ArrayList<>(wrapped(finding.found()));
      lines.add(head.add(texts.removeFirst()));
      texts.addAll(wrapped("for: " + finding.purpose()));
      if (!finding.advice().isEmpty()) {
        texts.addAll(wrapped("to get it: " + finding.advice()));
      }
      texts.forEach(text -> lines.add(Line.of(" ".repeat(STATE + NAME)).add(text, Style.FAINT)));
    }
    return lines;
  }

  private static List<String> wrapped(String text) {
    return Wrapped.lines(text, COLUMNS - STATE - NAME);
  }

  private static Line state(State state) {
    return switch (state) {
      case OK -> new Line().add("ok", Style.GOOD);
      case MISSING -> new Line().add("missing", Style.WAITING);
      case ESSENTIAL -> new Line().add("MISSING", Style.BAD);
    };
  }
}
