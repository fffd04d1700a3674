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

  /** The command line or a file is wrong. */
  public static final ExitCode WRONG = new ExitCode(2);

  /** What was named is not there. */
  public static final ExitCode NOT_FOUND = new ExitCode(3);

  /** It was understood, but may not or cannot be done. */
  public static final ExitCode REFUSED = new ExitCode(4);

  /** The server cannot be had now, or has too much to do: EX_TEMPFAIL of {@code sysexits.h}. */
  public static final ExitCode TRY_AGAIN = new ExitCode(75);

  /** Ctrl-C, and the workflow was left running; shells use this number too. */
  public static final ExitCode INTERRUPTED = new ExitCode(130);
}
