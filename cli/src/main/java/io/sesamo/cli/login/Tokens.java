package io.sesamo.cli.login;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a provider has given, to be kept where nobody else reads it.
 *
 * @param idToken which the server is shown, as {@code Authorization: Bearer}
 * @param refreshToken which gets new ones; empty: sign in again at the end
 * @param end of the ID token
 * @param endpoint that gave them
 * @param client to which they were given
 */
public record Tokens(
    String idToken, Optional<String> refreshToken, Instant end, String endpoint, String client) {

  private static final Duration BEFORE_THE_END = Duration.ofSeconds(30);

  /** Whether they should be renewed before the next request. */
  public boolean stale(Instant now) {
    return !now.isBefore(end.minus(BEFORE_THE_END));
  }

  @Override
  public String toString() {
    return "tokens of " + client + " until " + end;
  }
}
