package io.sesamo.server.oidc;

/** The provider cannot be asked now; the message is for the server's log. */
public final class ProviderAwayException extends Exception {

  private static final long serialVersionUID = 1L;

  ProviderAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
