package io.sesamo.cli.terminal;

import io.sesamo.cli.terminal.Terminal.Window;
import java.io.PrintStream;
import java.util.List;

/**
 * Lines at the bottom of a terminal that are drawn again in place. No line is wider than the
 * window, or the terminal would break it in two and the count of lines would be wrong. Not
 * thread-safe.
 */
public final class LiveScreen {

  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream output;
  private final boolean colours;
  private int drawn;

  public LiveScreen(PrintStream output, boolean colours) {
    this.output = output;
    this.colours = colours;
  }

  /** Puts these lines in the place of the former ones. */
  public void draw(List<Line> lines, Window window) {
    StringBuilder text = new StringBuilder();
    int most = Math.max(1, window.rows() - 1);
    List<Line> shown = lines.size() > most ? lines.subList(0, most) : lines;
    if (drawn > 0) {
      text.append("\r\u001b[" + drawn + "A");
    }
    for (Line line : shown) {
      text.append(line.render(window.columns(), colours)).append(CLEAR_LINE).append('\n');
    }
    output.print(text.append(CLEAR_BELOW));
    output.flush();
    drawn = shown.size();
  }

  /** Leaves what is drawn where it is, and goes on below it. */
  public void leave() {
    drawn = 0;
  }
}
