package io.sesamo.server;

import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Schema;
import java.util.List;

/**
 * Who the server takes a caller for.
 *
 * @param version of the server
 */
record MeRoutes(People people, String version) {

  private static final Schema ME =
      Schema.object("Me")
          .has("user", Schema.text())
          .has("tenant", Schema.text())
          .has("roles", Schema.texts())
          .has(
              "token",
              Schema.object("OwnToken")
                  .has("name", Schema.text())
                  .has("expires_at", Schema.naiveTime())
                  .orNull())
          .has("version", Schema.text());

  List<Route> routes() {
    return List.of(
        Route.get("/api/sesamo/v1/me", Action.PROFILE_READ, (c, p) -> me(p))
            .says("Who the server takes the caller for.")
            .gives(ME));
  }

  private Object me(Principal principal) {
    return Wire.map(
        "user",
        principal.user(),
        "tenant",
        people.tenant(principal.user()),
        "roles",
        principal.roles().stream().map(Role::word).sorted().toList(),
        "token",
        principal
            .token()
            .map(
                token -> Wire.map("name", token.name(), "expires_at", Wire.time(token.expiresAt())))
            .orElse(null),
        "version",
        version);
  }
}
