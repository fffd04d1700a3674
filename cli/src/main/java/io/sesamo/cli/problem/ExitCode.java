package io.sesamo.cli.problem;

/** How a command ended, for the shell. */
public enum ExitCode {
  DONE(0),
  /** The workflow that was followed failed or was cancelled; a comparison found differences. */
  WORKFLOW_FAILED(1),
  /** What was asked for is wrong, or cannot be done. */
  REFUSED(2),
  /** Ctrl-C, and the workflow was left running; shells use this number too. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
