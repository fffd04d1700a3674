package io.sesamo.cli.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keys to streams into running tasks; each opens one.
 *
 * @param http the server
 */
public record StreamApi(Http http) {

  /** For a command, as a shell takes it. */
  public Json exec(String workflow, String task, String command) throws IOException {
    return http.post(
        path(workflow, "exec/task", task) + "?entry_command=" + Http.encode(command),
        new Json(Map.of()));
  }

  /** For ports; one answer for each, in their order. */
  public List<Json> forward(String workflow, String task, List<Integer> ports, boolean datagrams)
      throws IOException {
    String query =
        ports.stream().map(port -> "task_ports=" + port).collect(Collectors.joining("&"));
    return http.post(
            path(workflow, "portforward", task)
                + "?"
                + query
                + "&use_udp="
                + (datagrams ? "True" : "False"),
            new Json(Map.of()))
        .items();
  }

  private static String path(String workflow, String what, String task) {
    return "/api/workflow/" + Http.encode(workflow) + "/" + what + "/" + Http.encode(task);
  }
}
