package io.sesamo.cli.terminal;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a command writes to. Standard output carries what was asked for, standard error what is
 * remarked about it.
 *
 * @param interactive whether a person reads it and can answer
 * @param colours whether colours are shown
 * @param window asks for the size of the window
 */
public record Terminal(
    PrintStream output,
    PrintStream errors,
    boolean interactive,
    boolean colours,
    Supplier<Window> window) {

  /**
   * A window's size.
   *
   * @param columns 0: lines are not cut
   */
  public record Window(int columns, int rows) {}

  /** Nobody takes what is written any more, as in {@code sesamo logs | head}. */
  public static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  public void print(Line line) {
    println(line.render(0, colours));
  }

  private void println(String text) {
    output.println(text);
    if (output.checkError()) {
      throw new ClosedException();
    }
  }

  public void print(List<Line> lines) {
    lines.forEach(this::print);
  }

  public void print(String text) {
    println(interactive ? Harmless.line(text) : text);
  }

  /** Writes a remark to standard error. */
  public void remark(String text) {
    errors.println(String.join("\n", text.lines().map(Harmless::line).toList()));
  }
}
