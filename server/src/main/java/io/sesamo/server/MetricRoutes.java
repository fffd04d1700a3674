package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.server.Gate.Principal;
import java.io.IOException;
import java.util.List;

/** What Prometheus asks for. */
record MetricRoutes(Metrics metrics, Engine engine) {

  List<Route> routes() {
    return List.of(Route.watch("/metrics", Action.METRICS_READ, this::metrics));
  }

  private Object metrics(Context context, Principal principal) throws IOException {
    context.contentType(Metrics.contentType());
    context.result(metrics.text(engine.load()));
    return Route.Special.SENT;
  }
}
