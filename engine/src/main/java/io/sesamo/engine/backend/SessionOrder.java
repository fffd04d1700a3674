package io.sesamo.engine.backend;

import java.util.Optional;

/**
 * A command that somebody runs inside a running task, beside the task's own.
 *
 * @param command as a shell takes it; not empty
 * @param window of the terminal that it gets; empty: it gets no terminal, but plain pipes
 */
public record SessionOrder(String command, Optional<Window> window) {

  /** What a person gets who names no command. */
  public static final String SHELL = "/bin/bash";

  /**
   * A terminal's size.
   *
   * @param rows 1 to 65535
   * @param columns 1 to 65535
   */
  public record Window(int rows, int columns) {

    private static final int MOST = 65_535;

    /** Brings what a client says into the range. */
    public Window {
      rows = Math.clamp(rows, 1, MOST);
      columns = Math.clamp(columns, 1, MOST);
    }
  }
}
