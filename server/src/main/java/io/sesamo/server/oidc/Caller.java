package io.sesamo.server.oidc;

import java.util.Optional;
import java.util.Set;

/**
 * Somebody whom the provider vouches for.
 *
 * @param groups to which he belongs
 * @param tenant for whom he works; empty: the token does not say it
 */
public record Caller(String name, Set<String> groups, Optional<String> tenant) {
  public Caller {
    groups = Set.copyOf(groups);
  }
}
