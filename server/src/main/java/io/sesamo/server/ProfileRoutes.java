package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.store.PersonRow;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.engine.view.PoolView;
import io.sesamo.engine.view.TenantScope;
import io.sesamo.server.Gate.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What somebody has set for himself: the pool that his workflows go to. */
record ProfileRoutes(Engine engine, People people) {

  private static final Set<String> NOTIFICATIONS =
      Set.of("email_notification", "slack_notification");

  List<Route> routes() {
    return List.of(
        Route.get("/api/profile/settings", Action.PROFILE_READ, this::profile),
        Route.post("/api/profile/settings", Action.PROFILE_UPDATE, this::setProfile));
  }

  private Object profile(Context context, Principal principal) {
    List<String> pools = pools(principal.scope());
    String pool =
        people
            .person(principal.user())
            .flatMap(PersonRow::pool)
            .filter(pools::contains)
            .orElse(pools.isEmpty() ? null : pools.getFirst());
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
        principal.roles().stream().map(Role::word).sorted().toList(),
        "pools",
        pools,
        "token",
        principal
            .token()
            .map(
                token -> Wire.map("name", token.name(), "expires_at", Wire.time(token.expiresAt())))
            .orElse(null));
  }

  private Object setProfile(Context context, Principal principal) {
    JsonNode body = Wire.read(context.bodyAsBytes());
    JsonNode pool = body.path("pool");
    if (pool.isString()) {
      if (!pools(principal.scope()).contains(pool.asString())) {
        throw ApiException.user("Pool " + pool.asString() + " not found.");
      }
      people.change(principal.user(), principal.user(), person -> person.withPool(pool.asString()));
    } else if (NOTIFICATIONS.stream().anyMatch(key -> body.path(key).asBoolean(false))) {
      throw ApiException.user("This server sends no notifications.");
    }
    return Route.Special.NOTHING;
  }

  /** Where there is a choice, any is the first of them: placement finds the best. */
  private List<String> pools(TenantScope scope) {
    List<String> pools = new ArrayList<>(engine.pools(scope).stream().map(PoolView::name).toList());
    if (pools.size() > 1) {
      pools.addFirst(PoolLoad.ANY);
    }
    return pools;
  }
}
