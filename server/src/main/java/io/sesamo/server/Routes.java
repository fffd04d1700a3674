package io.sesamo.server;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** All that a server answers to, in one table. */
final class Routes {

  private Routes() {}

  /**
   * The table.
   *
   * @param stop ends the server
   */
  static List<Route> of(
      ControlPlane plane,
      People people,
      Sessions sessions,
      ServerFacts facts,
      InstantSource clock,
      Metrics metrics,
      Runnable stop) {
    WorkflowShapes shapes = new WorkflowShapes(facts.url(), clock);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new WorkflowRoutes(plane.engine(), shapes).routes());
    routes.addAll(new PoolRoutes(plane.engine()).routes());
    routes.addAll(new ProfileRoutes(plane.engine(), people).routes());
    routes.addAll(new TokenRoutes(people, sessions, clock).routes());
    routes.addAll(new UserRoutes(people).routes());
    routes.addAll(AccountRoutes.routes());
    routes.addAll(new SesamoRoutes(plane.engine(), facts, stop).routes());
    routes.addAll(new LawRoutes(plane.engine(), plane.law(), clock).routes());
    routes.addAll(new FleetRoutes(plane.engine()).routes());
    routes.addAll(new PlacementRoutes(plane.engine()).routes());
    routes.addAll(HealthRoutes.of(plane).routes());
    routes.addAll(new MetricRoutes(metrics, plane.engine()).routes());
    return routes;
  }
}
