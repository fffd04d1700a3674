package io.sesamo.engine.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedded PostgreSQL cannot be used; the message says what, where and what to do. */
public final class PostgresException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A disk with fewer free bytes than one more segment of the write-ahead log takes. */
  private static final long FULL = 32_000_000;

  public PostgresException(String message) {
    super(message);
  }

  private PostgresException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What to tell a person when {@code place} could not be read or written. */
  static PostgresException about(Path place, IOException failure) {
    String reason = String.valueOf(failure.getMessage());
    if (failure instanceof AccessDeniedException) {
      return new PostgresException(
          "PostgreSQL cannot use %s: permission denied for %s. Give it back to yourself (chown, chmod u+rwX), or set SESAMO_HOME to another folder."
              .formatted(place, reason),
          failure);
    }
    if (isFull(place)) {
      return new PostgresException(
          "PostgreSQL cannot use %s: the disk is full. Make room there, or set SESAMO_HOME to a folder on another disk."
              .formatted(place),
          failure);
    }
    return new PostgresException(
        "PostgreSQL cannot use %s: %s. Set SESAMO_HOME to another folder if this one cannot be repaired."
            .formatted(place, reason),
        failure);
  }

  /** Programs say so in many ways, or cannot even write it into their log. */
  private static boolean isFull(Path place) {
    try {
      Path folder = Files.exists(place) ? place : place.resolveSibling(".");
      return Files.getFileStore(folder).getUsableSpace() < FULL;
    } catch (IOException unknown) {
      return false;
    }
  }
}
