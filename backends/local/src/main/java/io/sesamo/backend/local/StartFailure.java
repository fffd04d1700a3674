package io.sesamo.backend.local;

/** A task could not be made ready; the message is for its author. */
final class StartFailure extends Exception {

  private static final long serialVersionUID = 1;

  private final int exitCode;

  /** {@code exitCode} is one of {@link io.sesamo.engine.backend.ExitCodes}. */
  StartFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
