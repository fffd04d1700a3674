package io.sesamo.server.oidc;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What a server knows of its provider.
 *
 * @param issuer as the provider writes it in tokens, without a slash at the end unless it has one
 * @param browserClient by which people sign in with a browser
 * @param deviceClient by which they sign in where no browser is
 * @param audience for whom a token may be
 * @param scopes that are asked for at signing in
 * @param user the claim with somebody's name; empty: {@code preferred_username}, else {@code email}
 *     if it is verified, else {@code sub}
 * @param groups the claim with what he belongs to; dots lead into objects
 * @param tenant the claim with for whom he works
 */
public record Settings(
    URI issuer,
    String browserClient,
    String deviceClient,
    Set<String> audience,
    String scopes,
    Optional<String> user,
    Optional<String> groups,
    Optional<String> tenant) {

  public Settings {
    audience = Set.copyOf(audience);
  }
}
