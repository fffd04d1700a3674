package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.engine.view.PoolView;
import io.sesamo.server.Gate.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The version, the profile, and the parts of OSMO's API that this server has nothing to say to. */
final class AccountRoutes {

  /** The release of OSMO whose API this is. */
  static final Map<String, String> VERSION =
      Map.of("major", "6", "minor", "4", "revision", "0", "hash", "");

  private static final Set<String> NOTIFICATIONS =
      Set.of("email_notification", "slack_notification");

  private final Engine engine;

  /** Users' choice of a pool, for as long as the server runs. */
  private final Map<String, String> poolByUser = new ConcurrentHashMap<>();

  AccountRoutes(Engine engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/version", (c, p) -> VERSION),
        Route.get("/client/version", (c, p) -> VERSION),
        Route.get("/health", (c, p) -> Map.of("status", "OK")),
        Route.get("/api/profile/settings", this::profile),
        Route.post("/api/profile/settings", this::setProfile),
        Route.get("/api/tag", (c, p) -> Map.of("tags", List.of())),
        Route.get("/api/users", (c, p) -> List.of(p.user())),
        Route.get("/api/app", (c, p) -> Wire.map("apps", List.of(), "more_entries", false)),
        Route.get("/api/auth/access_token", (c, p) -> List.of()),
        Route.get("/api/credentials", (c, p) -> Map.of("credentials", List.of())),
        Route.post("/api/credentials/{name}", (c, p) -> refuse("stores no credentials")),
        Route.post("/api/workflow/{id}/tag", (c, p) -> refuse("has no tags")));
  }

  private static Object refuse(String what) {
    throw ApiException.user("This server " + what + " yet.");
  }

  private Object profile(Context context, Principal principal) {
    List<String> pools = pools();
    String pool = poolByUser.getOrDefault(principal.user(), pools.getFirst());
    return Wire.map(
        "profile",
        Wire.map(
            "username",
            principal.user(),
            "email_notification",
            false,
            "slack_notification",
            false,
            "pool",
            pool),
        "roles",
        List.of("osmo-user"),
        "pools",
        pools,
        "token",
        null);
  }

  private Object setProfile(Context context, Principal principal) {
    JsonNode body = Wire.read(context.bodyAsBytes());
    JsonNode pool = body.path("pool");
    if (pool.isString()) {
      boolean known = pools().contains(pool.asString());
      if (!known) {
        throw ApiException.user("Pool " + pool.asString() + " not found.");
      }
      poolByUser.put(principal.user(), pool.asString());
    } else if (NOTIFICATIONS.stream().anyMatch(key -> body.path(key).asBoolean(false))) {
      throw ApiException.user("This server sends no notifications yet.");
    }
    return Route.Special.NOTHING;
  }

  /** Where there is a choice, any is the first of them: placement finds the best. */
  private List<String> pools() {
    List<String> pools = new ArrayList<>(engine.pools().stream().map(PoolView::name).toList());
    if (pools.size() > 1) {
      pools.addFirst(PoolLoad.ANY);
    }
    return pools;
  }
}
