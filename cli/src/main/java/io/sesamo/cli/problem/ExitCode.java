package io.sesamo.cli.problem;

/**
 * How a command ended, for the shell.
 *
 * @param number 0 to 255
 */
public record ExitCode(int number) {

  public static final ExitCode DONE = new ExitCode(0);

  /** The workflow that was followed failed or was cancelled; a comparison found differences. */
  public static final ExitCode WORKFLOW_FAILED = new ExitCode(1);

  /** What was asked for is wrong, or cannot be done. */
  public static final ExitCode REFUSED = new ExitCode(2);

  /** Ctrl-C, and the workflow was left running; shells use this number too. */
  public static final ExitCode INTERRUPTED = new ExitCode(130);
}
