package io.sesamo.server;

import java.io.IOException;

/**
 * How people prove who they are to a server, as its home and its operator say.
 *
 * @param secret what the owner of the home can read
 * @param sessionKey what the server signs sessions with
 * @param devAuth whether a user name alone is enough
 * @param owner the user that a request with the secret and without a name is taken for
 * @param roles by the home's file
 */
record Access(String secret, String sessionKey, boolean devAuth, String owner, Roles roles) {

  static Access of(ServerHome home, boolean devAuth, String owner) throws IOException {
    return new Access(
        home.secret(), home.sessionKey(), devAuth, owner, Roles.read(home.rolesFile(), owner));
  }
}
