package io.sesamo.engine.store;

import java.time.Instant;
import java.util.List;

/**
 * An access token.
 *
 * @param person whose it is
 * @param hash SHA-256 of the token, hexadecimal: the token itself is nowhere
 * @param roles that whoever shows it has, of those that the person has at that time
 */
public record TokenRow(
    String person,
    String name,
    String hash,
    String description,
    List<String> roles,
    Instant createdAt,
    String createdBy,
    Instant expiresAt) {

  public TokenRow {
    roles = List.copyOf(roles);
  }
}
