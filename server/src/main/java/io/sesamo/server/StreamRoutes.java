package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.TaskAccess;
import io.sesamo.engine.backend.BackendException;
import io.sesamo.engine.backend.SessionOrder;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.view.GroupView;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shells in running tasks, their ports and their files, as OSMO's client asks for them: a request
 * gets a key, which opens a WebSocket.
 */
final class StreamRoutes {

  /** As OSMO has it for one request. */
  private static final int MOST_PORTS = 30;

  private static final int HIGHEST_PORT = 65_535;

  /** The task has ended. */
  private static final int GONE = 410;

  /** The task does not run yet. */
  private static final int TOO_EARLY = 425;

  private static final Param COMMAND =
      Param.text("entry_command").orElse(SessionOrder.SHELL).says("Run by a shell.");

  private final Engine engine;
  private final String router;
  private final Tickets<Stream> tickets;

  /**
   * One socket to be opened.
   *
   * @param task of the workflow
   */
  record Stream(String workflow, String task, Errand errand) {}

  /** {@code url}: of this server, as its clients see it. */
  StreamRoutes(Engine engine, String url, InstantSource clock) {
    this.engine = engine;
    this.router = url.replaceFirst("^http", "ws"); // https becomes wss
    this.tickets = new Tickets<>(clock);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/router/version", Action.SYSTEM_VERSION, (c, p) -> AccountRoutes.VERSION)
            .says("Tells the release of OSMO's router that this server goes with.")
            .gives(ServerSchemas.VERSION),
        Route.get(
                "/api/plugins/configs",
                Action.WORKFLOW_RSYNC,
                (c, p) -> Map.of("rsync", Rsyncs.config()))
            .says("Tells how files may be copied from and to tasks.")
            .gives(ServerSchemas.PLUGINS),
        Route.post("/api/workflow/{id}/exec/task/{task}", Action.WORKFLOW_EXEC, this::exec)
            .says("Asks for a shell, or another command, in a running task.")
            .query(COMMAND)
            .gives(ServerSchemas.ROUTER)
            .refuses(GONE)
            .refuses(TOO_EARLY),
        Route.post("/api/workflow/{id}/exec/group/{group}", Action.WORKFLOW_EXEC, this::execGroup)
            .says("Asks for a command in every task of a group, by the task's name.")
            .query(COMMAND)
            .gives(Schema.byName(ServerSchemas.ROUTER))
            .refuses(GONE)
            .refuses(TOO_EARLY),
        Route.post(
                "/api/workflow/{id}/portforward/{task}",
                Action.WORKFLOW_PORT_FORWARD,
                this::forward)
            .says("Asks for ports of a running task, one answer for each.")
            .query(
                Param.wholes("task_ports", 1, HIGHEST_PORT).need(),
                Param.truth("use_udp", false).says("Datagrams instead of connections."))
            .gives(Schema.list(ServerSchemas.ROUTER))
            .refuses(GONE)
            .refuses(TOO_EARLY),
        Route.post(
                "/api/workflow/{id}/webserver/{task}",
                Action.WORKFLOW_PORT_FORWARD,
                this::webserver)
            .says("Asks for a web server in a running task.")
            .query(Param.whole("task_port", 1, HIGHEST_PORT).need())
            .gives(ServerSchemas.ROUTER)
            .refuses(GONE)
            .refuses(TOO_EARLY),
        Route.post("/api/workflow/{id}/rsync/task/{task}", Action.WORKFLOW_RSYNC, this::rsync)
            .says("Asks for an rsync daemon over the files of a running task.")
            .gives(ServerSchemas.ROUTER)
            .refuses(GONE)
            .refuses(TOO_EARLY));
  }

  List<SocketRoute> sockets() {
    Tunnels tunnels = new Tunnels(engine, tickets);
    return List.of(
        socket("exec", Action.WORKFLOW_EXEC, tunnels),
        socket("portforward", Action.WORKFLOW_PORT_FORWARD, tunnels),
        socket("rsync", Action.WORKFLOW_RSYNC, tunnels));
  }

  private static SocketRoute socket(String kind, Action action, Tunnels tunnels) {
    return new SocketRoute(
        "/api/router/" + kind + "/{workflow}/client/{key}",
        action,
        (principal, path) -> tunnels.open(principal, kind, path));
  }

  private Object exec(Context context, Principal principal) {
    String id = Route.workflow(context);
    String task = running(id, context.pathParam("task"));
    return ticket(principal, new Stream(id, task, new Errand.Exec(command(context), false)));
  }

  private static String command(Context context) {
    return new Parameters(context).text("entry_command").orElse(SessionOrder.SHELL);
  }

  private Object execGroup(Context context, Principal principal) {
    WorkflowView workflow = engine.workflow(Route.workflow(context));
    String name = context.pathParam("group");
    GroupView group =
        workflow.groups().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(() -> missing("Group " + name, workflow.id()));
    Map<String, @Nullable Object> answers = new LinkedHashMap<>();
    Set<String> tasks = new LinkedHashSet<>();
    group.tasks().forEach(task -> tasks.add(task.name()));
    for (String task : tasks) {
      Errand errand = new Errand.Exec(command(context), true);
      answers.put(
          task, ticket(principal, new Stream(workflow.id(), running(workflow.id(), task), errand)));
    }
    return answers;
  }

  private Object forward(Context context, Principal principal) {
    String id = Route.workflow(context);
    String task = running(id, context.pathParam("task"));
    Parameters parameters = new Parameters(context);
    boolean datagrams = parameters.truth("use_udp", false);
    List<String> ports = parameters.texts("task_ports");
    if (ports.isEmpty() || ports.size() > MOST_PORTS) {
      throw ApiException.user("Between 1 and " + MOST_PORTS + " task_ports can be forwarded.");
    }
    List<Object> answers = new ArrayList<>();
    for (String text : ports) {
      int port = port("task_ports", text);
      Errand errand =
          datagrams ? new Errand.Datagrams(port) : new Errand.Control(new Errand.Connection(port));
      answers.add(ticket(principal, new Stream(id, task, errand)));
    }
    return answers;
  }

  /** A web server is a port like any other: its client opens a connection for each request. */
  private Object webserver(Context context, Principal principal) {
    String id = Route.workflow(context);
    String task = running(id, context.pathParam("task"));
    String text =
        new Parameters(context)
            .text("task_port")
            .orElseThrow(() -> ApiException.invalid("query", "task_port", "Field required"));
    Errand errand = new Errand.Control(new Errand.Connection(port("task_port", text)));
    return ticket(principal, new Stream(id, task, errand));
  }

  private Object rsync(Context context, Principal principal) {
    String id = Route.workflow(context);
    String task = running(id, context.pathParam("task"));
    if (!Rsyncs.installed(engine.access(), id, task)) {
      throw new ApiException(
          403,
          "USER",
          "Files cannot be copied by rsync: the program rsync is not installed where task "
              + task
              + " runs.");
    }
    return ticket(principal, new Stream(id, task, new Errand.Control(new Errand.Rsync())));
  }

  private static int port(String name, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= HIGHEST_PORT) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      throw ApiException.invalid("query", name, "Input should be a valid integer");
    }
    throw ApiException.invalid("query", name, "Input should be a port from 1 to " + HIGHEST_PORT);
  }

  private Map<String, @Nullable Object> ticket(Principal principal, Stream stream) {
    String key = tickets.issue(principal.user(), stream);
    return Wire.map("router_address", router, "key", key, "cookie", "");
  }

  /** The task's name, if it runs now. */
  private String running(String id, String name) {
    TaskAccess access = engine.access();
    Optional<TaskView> task = access.task(id, name);
    TaskView found = task.orElseThrow(() -> missing("Task " + name, id));
    if (found.endTime().isPresent() || found.storingTime().isPresent()) {
      throw new ApiException(
              GONE, "USER", "Task " + name + " of workflow " + id + " is finished already.")
          .about(id);
    }
    if (found.status() != TaskStatus.RUNNING) {
      throw new ApiException(
              TOO_EARLY,
              "USER",
              "Task " + name + " of workflow " + id + " is not running yet; try again.")
          .about(id);
    }
    return name;
  }

  private static ApiException missing(String what, String id) {
    return new ApiException(404, "USER", what + " of workflow " + id + " is not found.");
  }

  /** Nobody needs to know more than that a task does not run. */
  static ApiException of(BackendException failure) {
    return new ApiException(GONE, "USER", String.valueOf(failure.getMessage()));
  }
}
