package io.sesamo.server;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How people prove who they are to a server, as its home and its operator say.
 *
 * @param secret what the owner of the home can read
 * @param sessionKey what the server signs sessions with
 * @param devAuth whether a user name alone is enough
 * @param owner the user that a request with the secret and without a name is taken for
 * @param roles by the home's file
 * @param limits how often they may ask
 * @param oidc a provider that vouches for people
 */
record Access(
    String secret,
    String sessionKey,
    boolean devAuth,
    String owner,
    Roles roles,
    Limits limits,
    Optional<OidcFile> oidc) {

  /** What is said where a user name alone is enough. */
  static final String ANYBODY =
      "--dev-auth: anybody on this machine may be anybody, by a name alone. Not for shared machines.";

  static Access of(ServerHome home, Options options, String owner, InstantSource clock)
      throws IOException {
    return new Access(
        home.secret(),
        home.sessionKey(),
        options.devAuth(),
        owner,
        Roles.read(home.rolesFile(), owner),
        Limits.of(options.rate(), clock),
        OidcFile.read(home.oidcFile()));
  }
}
