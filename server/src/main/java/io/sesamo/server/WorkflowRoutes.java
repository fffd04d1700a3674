package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Param;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Watching and cancelling a workflow, as OSMO's client asks for it. */
final class WorkflowRoutes {

  private static final String TEXT = "text/plain";

  private final Engine engine;
  private final WorkflowShapes shapes;

  WorkflowRoutes(Engine engine, WorkflowShapes shapes) {
    this.engine = engine;
    this.shapes = shapes;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/workflow/{id}", Action.WORKFLOW_READ, this::query)
            .says("Tells all about a workflow.")
            .query(WorkflowSchemas.ONE_QUERY)
            .gives(WorkflowSchemas.WORKFLOW),
        Route.get("/api/workflow/{id}/logs", Action.WORKFLOW_READ, (c, p) -> lines(c, false, false))
            .says("Streams the lines that a workflow's tasks write.")
            .query(WorkflowSchemas.LINES_QUERY)
            .givesText(TEXT, "Lines, as they come."),
        Route.get(
                "/api/workflow/{id}/error_logs",
                Action.WORKFLOW_READ,
                (c, p) -> lines(c, true, false))
            .says("Streams the lines that a workflow's tasks write to their standard error.")
            .query(WorkflowSchemas.LINES_QUERY)
            .givesText(TEXT, "Lines, as they come."),
        Route.get(
                "/api/workflow/{id}/events", Action.WORKFLOW_READ, (c, p) -> lines(c, false, true))
            .says("Streams what befalls a workflow's tasks.")
            .query(WorkflowSchemas.LINES_QUERY)
            .givesText(TEXT, "Lines, as they come."),
        Route.get("/api/workflow/{id}/spec", Action.WORKFLOW_READ, this::spec)
            .says("Gives a workflow's spec.")
            .query(Param.truth("use_template", false).says("As its author wrote it."))
            .givesText(TEXT, "YAML."),
        Route.get("/api/workflow/{id}/task/{task}", Action.WORKFLOW_READ, this::task)
            .says("Tells about the last attempt of a task.")
            .gives(WorkflowSchemas.TASK_ENTRY),
        Route.post("/api/workflow/{id}/cancel", Action.WORKFLOW_CANCEL, this::cancel)
            .says("Cancels a workflow.")
            .query(
                Param.line("message", 200).says("Why, for those who look at it later."),
                Param.truth("force", false)
                    .says("Without time for its tasks to end by themselves."))
            .gives(WorkflowSchemas.CANCELLED));
  }

  private Object query(Context context, Principal principal) {
    Parameters parameters = new Parameters(context);
    boolean everyAttempt = parameters.truth("verbose", false);
    WorkflowView view = engine.workflow(Route.workflow(context));
    return shapes.query(view, !parameters.truth("skip_groups", false), everyAttempt);
  }

  private Object lines(Context context, boolean errorsOnly, boolean events) throws IOException {
    Parameters parameters = new Parameters(context);
    OptionalInt last = parameters.number("last_n_lines");
    OptionalInt attempt = parameters.number("retry_id");
    Optional<String> named = parameters.text("task_name");
    String id = Route.workflow(context);
    WorkflowView view = engine.workflow(id);
    if (named.isPresent()) {
      attempt = OptionalInt.of(attempt(view, named.get(), attempt));
    }
    LineQuery query =
        new LineQuery(named, attempt, last, errorsOnly, parameters.truth("follow", true));
    context.contentType("text/plain; charset=utf-8");
    Writer out =
        new BufferedWriter(new OutputStreamWriter(context.outputStream(), StandardCharsets.UTF_8));
    context.res().flushBuffer();
    if (events) {
      engine.events(id, query, out);
    } else {
      engine.logs(id, query, out);
    }
    out.flush();
    return Route.Special.SENT;
  }

  private Object spec(Context context, Principal principal) {
    boolean template = new Parameters(context).truth("use_template", false);
    context.contentType("text/plain; charset=utf-8");
    context.result(engine.spec(Route.workflow(context), template));
    return Route.Special.SENT;
  }

  private Object task(Context context, Principal principal) {
    WorkflowView view = engine.workflow(Route.workflow(context));
    return WorkflowShapes.task(view, task(view, context.pathParam("task")));
  }

  /** The number of an attempt of a task: the one that is asked for, or the last. */
  private static int attempt(WorkflowView view, String name, OptionalInt asked) {
    int last = task(view, name).attempt();
    if (asked.orElse(last) > last) {
      throw new ApiException(
          400,
          "DATABASE",
          "Attempt %d of task %s of workflow %s is not found: the last is %d."
              .formatted(asked.getAsInt(), name, view.id(), last));
    }
    return asked.orElse(last);
  }

  /** The last attempt of a task. */
  private static TaskView task(WorkflowView view, String name) {
    return view.groups().stream()
        .flatMap(group -> group.tasks().stream())
        .filter(found -> found.name().equals(name))
        .max(Comparator.comparingInt(TaskView::attempt))
        .orElseThrow(() ->
            new ApiException(
                400, "DATABASE", "Task " + name + " of workflow " + view.id() + " is not found."));
  }

  private Object cancel(Context context, Principal principal) {
    Parameters parameters = new Parameters(context);
    String id = Route.workflow(context);
    boolean force = parameters.truth("force", false);
    if (!force && engine.workflow(id).status().finished()) {
      throw ApiException.user("Workflow " + id + " is already finished.");
    }
    engine.cancel(id, principal.user(), parameters.text("message").orElse(""), force);
    return Wire.map("name", id);
  }
}
