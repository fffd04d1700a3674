package io.sesamo.server.oidc;

/** A token proves nothing; the message says why, in plain words. */
public final class NotBelievedException extends Exception {

  private static final long serialVersionUID = 1L;

  NotBelievedException(String message) {
    super(message);
  }
}
