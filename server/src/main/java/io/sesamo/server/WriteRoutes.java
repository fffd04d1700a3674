package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.store.WriteRow;
import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import java.util.List;

/** Who changed what. */
record WriteRoutes(WriteLog writes) {

  private static final int BY_DEFAULT = 100;

  private static final Schema WRITE =
      Schema.object("Write")
          .has("at", Schema.naiveTime())
          .has("user", Schema.text())
          .has("tenant", Schema.text())
          .has("method", Schema.text())
          .has("path", Schema.text())
          .has("status", Schema.count())
          .has("request", Schema.text());

  List<Route> routes() {
    return List.of(
        Route.get("/api/sesamo/v1/writes", Action.WRITES_READ, (c, p) -> list(c))
            .says("Who changed what, newest first.")
            .query(
                Param.text("user").says("By this user alone."),
                Param.whole("limit", 1, 1000).orElse(BY_DEFAULT))
            .gives(Schema.object("Writes").has("writes", Schema.list(WRITE))));
  }

  private Object list(Context context) {
    Parameters query = new Parameters(context);
    return Wire.map(
        "writes",
        writes.read(query.text("user"), query.number("limit").orElse(BY_DEFAULT)).stream()
            .map(WriteRoutes::shape)
            .toList());
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
