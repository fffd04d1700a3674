package io.sesamo.server;

import static io.sesamo.server.contract.Schema.object;
import static io.sesamo.server.contract.Schema.text;

import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema.Fields;
import java.util.List;

/** What the routes that open ways into running tasks take and give. */
final class StreamSchemas {

  private StreamSchemas() {}

  /** Where a client goes on, by a WebSocket. */
  static final Fields ROUTER =
      object("RouterResponse")
          .has("router_address", text())
          .has("key", text().says("Names the way, in the WebSocket's path."))
          .has("cookie", text());

  static final Param COMMAND = Param.text("entry_command").need().says("What to run there.");

  private static final int MOST_PORT = 65_535;

  static final List<Param> PORTS =
      List.of(
          Param.wholes("task_ports", 1, MOST_PORT).says("The task's ports."),
          Param.truth("use_udp", false));

  static final Param PORT = Param.whole("task_port", 1, MOST_PORT).need().says("The task's port.");
}
