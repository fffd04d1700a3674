package io.sesamo.server;

import io.sesamo.server.oidc.Provider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
      Optional<Provider> provider,
      ServerFacts facts,
      InstantSource clock,
      Metrics metrics,
      WriteLog writes,
      StreamRoutes streams,
      Runnable stop) {
    WorkflowShapes shapes = new WorkflowShapes(facts.url(), clock);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new SubmitRoutes(plane.engine(), plane.store().apps(), shapes).routes());
    routes.addAll(new ListRoutes(plane.engine(), shapes, plane.configs()::tags).routes());
    routes.addAll(new AppRoutes(plane.store().apps(), people, clock).routes());
    routes.addAll(new WorkflowRoutes(plane.engine(), shapes).routes());
    routes.addAll(new PoolRoutes(plane.engine()).routes());
    routes.addAll(new ProfileRoutes(plane.engine(), people).routes());
    routes.addAll(new TokenRoutes(people, sessions, clock).routes());
    routes.addAll(new LoginRoutes(provider).routes());
    routes.addAll(new UserRoutes(people).routes());
    ConfigShapes settings = new ConfigShapes(facts, plane.configs(), clock);
    Configs configs = plane.configs();
    ConfigWrites changes = new ConfigWrites(plane.engine(), people, configs, settings);
    routes.addAll(new ConfigRoutes(plane.engine(), configs, settings).routes());
    routes.addAll(changes.routes());
    routes.addAll(new ConfigHistory(plane.store().fleet(), configs, changes).routes());
    routes.addAll(new CredentialRoutes(plane.vault()).routes());
    routes.addAll(new MeRoutes(people, facts.version()).routes());
    routes.addAll(AccountRoutes.routes());
    routes.addAll(streams.routes());
    routes.addAll(new SesamoRoutes(plane.engine(), facts, stop).routes());
    routes.addAll(new OutputRoutes(plane.engine()).routes());
    routes.addAll(new LawRoutes(plane.engine(), plane.law(), clock).routes());
    routes.addAll(new FleetRoutes(plane.engine()).routes());
    routes.addAll(new PlacementRoutes(plane.engine()).routes());
    routes.addAll(HealthRoutes.of(plane).routes());
    routes.addAll(new MetricRoutes(metrics, plane.engine()).routes());
    routes.addAll(new WriteRoutes(writes).routes());
    return new DocRoutes(routes).withOwn();
  }
}
