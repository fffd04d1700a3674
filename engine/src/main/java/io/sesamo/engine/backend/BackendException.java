package io.sesamo.engine.backend;

/** A backend could not do what it was asked; the message is for people. */
public final class BackendException extends RuntimeException {
  public BackendException(String message) {
    super(message);
  }

  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
