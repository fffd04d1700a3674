package io.sesamo.server;

import io.sesamo.server.oidc.Caller;
import io.sesamo.server.oidc.NotBelievedException;
import io.sesamo.server.oidc.Provider;
import io.sesamo.server.oidc.ProviderAwayException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * People whom a provider vouches for. Whoever is seen for the first time becomes known, and works
 * for the tenant that the provider says; his groups give him roles as long as his token lasts.
 *
 * @param roles by group
 * @param owner of the home, whose name nobody gets by the provider: roles go with it
 */
record OidcPeople(Provider provider, Map<String, Set<Role>> roles, People people, String owner) {

  private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

  /** Somebody, and all the roles that he has now. */
  record Seen(String name, Set<Role> roles) {
    Seen {
      roles = Set.copyOf(roles);
    }
  }

  /**
   * Who shows a token of the provider.
   *
   * @throws ApiException 401 when it proves nothing, 403 when he may not be let in, 503 when the
   *     provider is away
   */
  Seen see(String token) {
    Caller caller;
    try {
      caller = provider.verify(token);
    } catch (NotBelievedException e) {
      throw new ApiException(
          401,
          "USER",
          "The identity provider's token is not believed: " + e.getMessage() + ". Sign in again.");
    } catch (ProviderAwayException e) {
      throw away();
    }
    if (caller.name().equals(owner)) {
      throw new ApiException(
          403,
          "USER",
          "The name "
              + owner
              + " is that of the account that runs the server, so nobody signs in by it. The"
              + " operator chooses another claim for names with userClaim in oidc.yaml.");
    }
    makeKnown(caller);
    Set<Role> all = new HashSet<>();
    all.addAll(people.given(caller.name()));
    roles.forEach((group, given) -> {
      if (group.equals(OidcFile.EVERYBODY) || caller.groups().contains(group)) {
        all.addAll(given);
      }
    });
    return new Seen(caller.name(), all);
  }

  /** What is answered while the provider is away. */
  static ApiException away() {
    return new ApiException(
            503, "USER", "The identity provider cannot be asked now. Try again in some seconds.")
        .after(TRY_AGAIN);
  }

  private void makeKnown(Caller caller) {
    Optional<String> claim = provider.settings().tenant();
    if (claim.isEmpty()) {
      if (people.person(caller.name()).isEmpty()) {
        people.change(caller.name(), provider.settings().issuer().toString(), same -> same);
      }
      return;
    }
    String tenant =
        caller
            .tenant()
            .filter(Names::isTenant)
            .orElseThrow(() ->
                new ApiException(
                    403,
                    "USER",
                    "The identity provider does not say for whom "
                        + caller.name()
                        + " works, in the claim "
                        + claim.get()
                        + "; a tenant is of the form robots or robots/arms."));
    if (people.person(caller.name()).filter(known -> known.tenant().equals(tenant)).isEmpty()) {
      people.change(
          caller.name(),
          provider.settings().issuer().toString(),
          person -> person.withTenant(tenant));
    }
  }
}
