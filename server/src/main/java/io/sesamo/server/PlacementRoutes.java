package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.store.ExplanationJson;
import io.sesamo.engine.store.PlacementStore;
import io.sesamo.engine.store.UsageRow;
import io.sesamo.engine.view.GroupExplanation;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Param;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why groups are where they are, and what they took. */
final class PlacementRoutes {

  private final Engine engine;

  PlacementRoutes(Engine engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/sesamo/v1/workflow/{id}/explain", Action.WORKFLOW_READ, this::explain)
            .says("Tells why the groups of a workflow are where they are, or wait.")
            .query(Param.text("group").says("Only this one."))
            .gives(FleetSchemas.EXPLAINED),
        Route.get("/api/sesamo/v1/usage", Action.USAGE_READ, this::usage)
            .says("Sums up what groups have taken.")
            .query(FleetSchemas.USAGE_QUERY)
            .gives(FleetSchemas.USAGE));
  }

  private Object explain(Context context, Principal principal) {
    String id = Route.workflow(context);
    Optional<String> group = new Parameters(context).text("group");
    return Wire.map(
        "workflow",
        id,
        "groups",
        engine.explain(id, group, principal.scope()).stream().map(PlacementRoutes::group).toList());
  }

  private static Object group(GroupExplanation group) {
    Map<String, @Nullable Object> shape =
        Wire.map(
            "group", group.group(),
            "attempt", group.attempt(),
            "state", group.status().name(),
            "at", group.at().map(Instant::toString).orElse(null));
    group.place().ifPresent(place -> shape.put("placed", place(place, group.nodes())));
    shape.putAll(ExplanationJson.shape(group.explanation()));
    shape.put(
        "moves",
        group.moves().stream()
            .map(move -> Wire.map("at", move.at().toString(), "reason", move.reason()))
            .toList());
    return shape;
  }

  private static Object place(Place place, List<String> nodes) {
    return Wire.map(
        "pool", place.pool(),
        "site", place.site(),
        "nodes", nodes,
        "emulated", place.emulated());
  }

  private Object usage(Context context, Principal principal) {
    Parameters query = new Parameters(context);
    List<String> by =
        query.text("by").map(text -> List.of(text.split(",", -1))).orElse(List.of("tenant"));
    for (String key : by) {
      if (!PlacementStore.usageKeys().contains(key)) {
        throw ApiException.user(
            "by: usage cannot be summed up by '"
                + key
                + "'. There is "
                + String.join(", ", PlacementStore.usageKeys())
                + ".");
      }
    }
    Optional<Instant> since = query.time("since");
    return Wire.map(
        "by", by,
        "since", since.map(Instant::toString).orElse(null),
        "rows",
            engine.usage(by.stream().distinct().toList(), since, principal.scope()).stream()
                .map(PlacementRoutes::row)
                .toList());
  }

  private static Object row(UsageRow row) {
    Map<String, @Nullable Object> shape = Wire.map();
    shape.putAll(row.key());
    shape.put("attempts", row.attempts());
    shape.put("acceleratorHours", row.acceleratorHours());
    shape.put("energyKwh", row.energy());
    shape.put("carbonG", row.carbon());
    shape.put("priceUsd", row.price());
    shape.put("bytesMoved", row.bytes());
    shape.put("emulated", row.emulated());
    return shape;
  }
}
