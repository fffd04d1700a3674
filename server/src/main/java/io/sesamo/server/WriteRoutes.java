package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.store.WriteRow;
import java.util.List;

/** Who changed what. */
record WriteRoutes(WriteLog writes) {

  private static final int MOST = 1000;
  private static final int BY_DEFAULT = 100;

  List<Route> routes() {
    return List.of(Route.get("/api/sesamo/v1/writes", Action.WRITES_READ, (c, p) -> list(c)));
  }

  private Object list(Context context) {
    Parameters query = new Parameters(context);
    int limit = query.number("limit").orElse(BY_DEFAULT);
    if (limit < 1 || limit > MOST) {
      throw ApiException.invalid("query", "limit", "Input should be from 1 to " + MOST);
    }
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
