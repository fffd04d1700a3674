package io.sesamo.server;

import java.util.List;
import java.util.Map;

/** The version, and the parts of OSMO's API that this server has nothing to say to. */
final class AccountRoutes {

  private AccountRoutes() {}

  /** The release of OSMO whose API this is. */
  static final Map<String, String> VERSION =
      Map.of("major", "6", "minor", "4", "revision", "0", "hash", "");

  static List<Route> routes() {
    return List.of(
        Route.get("/api/version", Action.SYSTEM_VERSION, (c, p) -> VERSION),
        Route.get("/client/version", Action.SYSTEM_VERSION, (c, p) -> VERSION),
        Route.get("/health", Action.SYSTEM_HEALTH, (c, p) -> Map.of("status", "OK")),
        Route.get("/api/tag", Action.WORKFLOW_LIST, (c, p) -> Map.of("tags", List.of())),
        Route.get(
            "/api/app",
            Action.APP_READ,
            (c, p) -> Wire.map("apps", List.of(), "more_entries", false)),
        Route.get(
            "/api/credentials",
            Action.CREDENTIALS_READ,
            (c, p) -> Map.of("credentials", List.of())),
        Route.post(
            "/api/credentials/{name}",
            Action.CREDENTIALS_CREATE,
            (c, p) -> refuse("stores no credentials")),
        Route.post(
            "/api/workflow/{id}/tag", Action.WORKFLOW_UPDATE, (c, p) -> refuse("has no tags")));
  }

  private static Object refuse(String what) {
    throw ApiException.user("This server " + what + " yet.");
  }
}
