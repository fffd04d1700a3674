package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.store.WriteRow;
import io.sesamo.server.contract.Param;
import java.util.List;

/** Who changed what. */
record WriteRoutes(WriteLog writes) {

  private static final int MOST = 1000;
  private static final int BY_DEFAULT = 100;

  List<Route> routes() {
    return List.of(Route.get("/api/sesamo/v1/writes", Action.WRITES_READ, (c, p) -> list(c))
            .says("Lists who has changed something, or was refused to, newest first.")
            .query(
                Param.text("user").says("Only by this one."),
                Param.whole("limit", 1, MOST).orElse(BY_DEFAULT))
            .gives(ServerSchemas.WRITES));
  }

  private Object list(Context context) {
    Parameters query = new Parameters(context);
    int limit = query.number("limit").orElse(BY_DEFAULT);
    return Wire.map(
        "writes", writes.read(query.text("user"), limit).stream().map(WriteRoutes::shape).toList());
  }

  private static Object shape(WriteRow row) {
    return Wire.map(
        "at", Wire.time(row.at()),
        "user", row.person(),
        "tenant", row.tenant(),
        "method", row.method(),
        "path", row.path(),
        "status", row.status(),
        "request", row.request());
  }
}
