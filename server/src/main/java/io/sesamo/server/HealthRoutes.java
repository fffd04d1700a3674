package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.server.Gate.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a probe asks: does the process answer, and can it take work. Probes have no secret, so they
 * are told nothing beyond that.
 *
 * @param problems what keeps the server from taking work now; empty when nothing does
 */
record HealthRoutes(Supplier<List<Problem>> problems) {

  /**
   * Something that is not ready.
   *
   * @param part which part of the server
   * @param why in plain words
   */
  record Problem(String part, String why) {}

  /** The health of a server that has started. */
  static HealthRoutes of(ControlPlane plane) {
    return new HealthRoutes(() -> problems(plane));
  }

  /** All that a server answers while its database is away. */
  static List<Route> routesWithoutDatabase() {
    List<Route> routes = new ArrayList<>(new HealthRoutes(() -> List.of(lost())).routes());
    routes.add(Route.get("/<anything>", Action.SYSTEM_HEALTH, (c, p) -> refuse()));
    routes.add(Route.post("/<anything>", Action.SYSTEM_HEALTH, (c, p) -> refuse()));
    return routes;
  }

  private static Object refuse() {
    throw new ApiException(503, "DATABASE", "The database is away. Ask again in some seconds.");
  }

  List<Route> routes() {
    return List.of(
        Route.watch("/health/live", Action.SYSTEM_HEALTH, (c, p) -> Wire.map("live", true))
            .says("Tells that the process answers.")
            .gives(ServerSchemas.LIVE),
        Route.watch("/health/ready", Action.SYSTEM_HEALTH, this::ready)
            .says("Tells whether the server can take work, and what keeps it from that.")
            .gives(ServerSchemas.READY)
            .gives(503, ServerSchemas.READY));
  }

  private Object ready(Context context, Principal principal) {
    List<Problem> found = problems.get();
    if (found.isEmpty()) {
      return Wire.map("ready", true);
    }
    context.status(503);
    return Wire.map(
        "ready",
        false,
        "problems",
        found.stream().map(each -> Wire.map("part", each.part(), "why", each.why())).toList());
  }

  private static List<Problem> problems(ControlPlane plane) {
    Stream<Problem> database = plane.store().leads() ? Stream.empty() : Stream.of(lost());
    Stream<Problem> engine = plane.engine().decides() ? Stream.empty() : Stream.of(stopped());
    Stream<Problem> pools =
        plane.engine().pools().stream()
            .filter(pool -> pool.nodes().isEmpty())
            .map(pool -> new Problem("pool " + pool.name(), "It has no nodes."));
    return Stream.of(database, engine, pools).flatMap(each -> each).toList();
  }

  private static Problem stopped() {
    return new Problem(
        "engine",
        "It has stopped deciding after an error, of which the server's log tells. The server begins"
            + " anew in some seconds.");
  }

  /** The right to decide is a lock that goes with the connection: both are lost together. */
  private static Problem lost() {
    return new Problem(
        "database",
        "It does not answer, or the connection to it was lost, and with it the right to decide."
            + " The server connects anew as soon as it can.");
  }
}
