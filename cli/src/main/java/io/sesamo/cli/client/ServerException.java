package io.sesamo.cli.client;

import java.util.List;

/** The server refused a request. */
public final class ServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<String> problems;

  ServerException(int status, String message, List<String> problems) {
    super(message);
    this.status = status;
    this.problems = List.copyOf(problems);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** Every problem that was found in a spec; empty for other refusals. */
  public List<String> problems() {
    return problems;
  }
}
