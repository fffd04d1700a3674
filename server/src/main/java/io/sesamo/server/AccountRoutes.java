package io.sesamo.server;

import java.util.List;
import java.util.Map;

/** What anybody may ask: the version, and whether the server answers. */
final class AccountRoutes {

  private AccountRoutes() {}

  /** The release of OSMO whose API this is. */
  static final Map<String, String> VERSION =
      Map.of("major", "6", "minor", "4", "revision", "0", "hash", "");

  static List<Route> routes() {
    return List.of(
        Route.get("/api/version", Action.SYSTEM_VERSION, (c, p) -> VERSION)
            .says("Tells the release of OSMO whose API this is.")
            .gives(ServerSchemas.VERSION),
        Route.get("/client/version", Action.SYSTEM_VERSION, (c, p) -> VERSION)
            .says("Tells the release of OSMO's client that this server goes with.")
            .gives(ServerSchemas.VERSION),
        Route.get("/health", Action.SYSTEM_HEALTH, (c, p) -> Map.of("status", "OK"))
            .says("Tells that the server answers.")
            .gives(ServerSchemas.STATUS));
  }
}
