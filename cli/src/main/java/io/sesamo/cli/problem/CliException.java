package io.sesamo.cli.problem;

import java.util.List;

/** A command cannot do what was asked; the message is for people and says what to do. */
public final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient List<String> problems;

  private CliException(ExitCode exitCode, String message, List<String> problems) {
    super(message);
    this.exitCode = exitCode;
    this.problems = List.copyOf(problems);
  }

  /** What was asked for is wrong, or the machine cannot do it. */
  public static CliException refused(String message) {
    return new CliException(ExitCode.REFUSED, message, List.of());
  }

  /**
   * A file is wrong.
   *
   * @param problems one line each, with the place in the file
   */
  public static CliException refused(String message, List<String> problems) {
    return new CliException(ExitCode.REFUSED, message, problems);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** Every problem that was found in a file; empty for other refusals. */
  public List<String> problems() {
    return problems;
  }
}
