package io.sesamo.server;

import java.util.List;
import java.util.Map;

/** The version, and the parts of OSMO's API that this server has nothing to say to. */
final class AccountRoutes {

  private AccountRoutes() {}

  /** The release of OSMO whose API this is. */
  private static final Map<String, String> VERSION =
      Map.of("major", "6", "minor", "4", "revision", "0", "hash", "");

  static List<Route> routes() {
    return List.of(
        Route.get("/api/version", Action.SYSTEM_VERSION, (c, p) -> VERSION)
            .says("Tells the release of OSMO whose API this is.")
            .gives(ServerSchemas.VERSION),
        Route.get("/client/version", Action.SYSTEM_VERSION, (c, p) -> VERSION)
            .says("Tells the release of OSMO's client that this server goes with.")
            .gives(ServerSchemas.VERSION),
        Route.get("/health", Action.SYSTEM_HEALTH, (c, p) -> Map.of("status", "OK"))
            .says("Tells that the server answers.")
            .gives(ServerSchemas.STATUS),
        Route.get("/api/router/version", Action.SYSTEM_VERSION, (c, p) -> VERSION)
            .says("Tells the release of OSMO's router that this server goes with.")
            .gives(ServerSchemas.VERSION),
        Route.get("/api/plugins/configs", Action.WORKFLOW_RSYNC, (c, p) -> plugins())
            .says("Tells how files may be copied from and to tasks.")
            .gives(ServerSchemas.PLUGINS),
        Route.post(
            "/api/workflow/{id}/exec/task/{task}",
            Action.WORKFLOW_EXEC,
            (c, p) -> refuse("opens no shells in tasks")),
        Route.post(
            "/api/workflow/{id}/exec/group/{group}",
            Action.WORKFLOW_EXEC,
            (c, p) -> refuse("opens no shells in tasks")),
        Route.post(
            "/api/workflow/{id}/portforward/{task}",
            Action.WORKFLOW_PORT_FORWARD,
            (c, p) -> refuse("forwards no ports")),
        Route.post(
            "/api/workflow/{id}/webserver/{task}",
            Action.WORKFLOW_PORT_FORWARD,
            (c, p) -> refuse("forwards no ports")),
        Route.post(
            "/api/workflow/{id}/rsync/task/{task}",
            Action.WORKFLOW_RSYNC,
            (c, p) -> refuse("copies no files by rsync")));
  }

  private static Object refuse(String what) {
    throw ApiException.user("This server " + what + " yet.");
  }

  private static Object plugins() {
    return Map.of(
        "rsync",
        Wire.map(
            "enabled",
            false,
            "enable_telemetry",
            false,
            "read_bandwidth_limit",
            2621440,
            "write_bandwidth_limit",
            2621440,
            "allowed_paths",
            Map.of(),
            "daemon_debounce_delay",
            30.0,
            "daemon_poll_interval",
            120.0,
            "daemon_reconcile_interval",
            60.0,
            "client_upload_rate_limit",
            2097152));
  }
}
