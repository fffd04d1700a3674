package io.sesamo.server;

/** The server cannot start; the message says why and what to do. */
final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean badInput;

  /** An option or a file is wrong. */
  StartException(String message) {
    this(message, true);
  }

  private StartException(String message, boolean badInput) {
    super(message);
    this.badInput = badInput;
  }

  /** Nothing is wrong with what was given, but this machine does not let it start now. */
  static StartException hindered(String message) {
    return new StartException(message, false);
  }

  /** Whether an option or a file is wrong. */
  boolean isBadInput() {
    return badInput;
  }
}
