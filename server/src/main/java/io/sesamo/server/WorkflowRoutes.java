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
import java.util.List;
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
                Param.text("message").says("Why, for those who look at it later."),
                Param.truth("force", false)
                    .says("Without time for its tasks to end by themselves."))
            .gives(WorkflowSchemas.CANCELLED));
  }

  private Object query(Context context, Principal principal) {
    Parameters parameters = new Parameters(context);
    parameters.truth("verbose", false);
    WorkflowView view = engine.workflow(context.pathParam("id"));
    return shapes.query(view, !parameters.truth("skip_groups", false));
  }

  private Object lines(Context context, boolean errorsOnly, boolean events) throws IOException {
    Parameters parameters = new Parameters(context);
    OptionalInt last = parameters.number("last_n_lines");
    LineQuery query =
        new LineQuery(
            parameters.text("task_name"),
            parameters.number("retry_id"),
            last,
            errorsOnly,
            parameters.truth("follow", true));
    String id = context.pathParam("id");
    query.task().ifPresent(task -> task(engine.workflow(id), task));
    engine.workflow(id);
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
    context.result(engine.spec(context.pathParam("id"), template));
    return Route.Special.SENT;
  }

  private Object task(Context context, Principal principal) {
    WorkflowView view = engine.workflow(context.pathParam("id"));
    return WorkflowShapes.task(view, task(view, context.pathParam("task")));
  }

  /** The last attempt of a task. */
  private static TaskView task(WorkflowView view, String name) {
    return view.groups().stream()
        .flatMap(group -> group.tasks().stream())
        .filter(found -> found.name().equals(name))
        .reduce((first, second) -> second)
        .orElseThrow(() ->
            new ApiException(
                400, "DATABASE", "Task " + name + " of workflow " + view.id() + " is not found."));
  }

  private Object cancel(Context context, Principal principal) {
    Parameters parameters = new Parameters(context);
    String id = context.pathParam("id");
    boolean force = parameters.truth("force", false);
    if (!force && engine.workflow(id).status().finished()) {
      throw ApiException.user("Workflow " + id + " is already finished.");
    }
    engine.cancel(id, principal.user(), parameters.text("message").orElse(""), force);
    return Wire.map("name", id);
  }
}
