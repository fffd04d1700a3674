package io.sesamo.engine.postgres;

/** The embedded PostgreSQL cannot be used; the message says why and what to do, for people. */
public final class PostgresException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PostgresException(String message) {
    super(message);
  }

  public PostgresException(String message, Throwable cause) {
    super(message, cause);
  }
}
