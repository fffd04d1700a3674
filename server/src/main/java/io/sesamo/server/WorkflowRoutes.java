package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.EngineException;
import io.sesamo.engine.Submission;
import io.sesamo.engine.Submitted;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.WorkflowFilter;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.model.spec.LocalFiles;
import io.sesamo.model.spec.RenderResult;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.server.Gate.Principal;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Submitting, watching and cancelling workflows, as OSMO's client asks for it. */
final class WorkflowRoutes {

  private static final int MOST_ROWS = 1000;
  private static final Set<String> BODY =
      Set.of("file", "set_variables", "set_string_variables", "uploaded_templated_spec");

  private final Engine engine;
  private final WorkflowShapes shapes;

  WorkflowRoutes(Engine engine, WorkflowShapes shapes) {
    this.engine = engine;
    this.shapes = shapes;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/pool/{pool}/workflow", Action.WORKFLOW_CREATE, this::submit),
        Route.post(
            "/api/pool/{pool}/workflow/{id}/restart",
            Action.WORKFLOW_CREATE,
            WorkflowRoutes::restart),
        Route.get("/api/workflow", Action.WORKFLOW_LIST, this::list),
        Route.get("/api/workflow/{id}", Action.WORKFLOW_READ, this::query),
        Route.get(
            "/api/workflow/{id}/logs", Action.WORKFLOW_READ, (c, p) -> lines(c, false, false)),
        Route.get(
            "/api/workflow/{id}/error_logs", Action.WORKFLOW_READ, (c, p) -> lines(c, true, false)),
        Route.get(
            "/api/workflow/{id}/events", Action.WORKFLOW_READ, (c, p) -> lines(c, false, true)),
        Route.get("/api/workflow/{id}/spec", Action.WORKFLOW_READ, this::spec),
        Route.get("/api/workflow/{id}/task/{task}", Action.WORKFLOW_READ, this::task),
        Route.post("/api/workflow/{id}/cancel", Action.WORKFLOW_CANCEL, this::cancel),
        Route.get("/api/task", Action.WORKFLOW_LIST, this::tasks));
  }

  private Object submit(Context context, Principal principal) {
    Parameters parameters = new Parameters(context);
    Optional<String> earlier = parameters.text("workflow_id");
    earlier.ifPresent(id -> requireVisible(principal, id));
    SpecSource source = source(context, parameters, earlier);
    if (parameters.truth("dry_run", false)) {
      return dryRun(source);
    }
    Submission submission =
        new Submission(
            principal.user(),
            pool(context),
            source,
            template(context),
            parameters
                .text("priority")
                .map(text -> parameters.value("priority", text, Priority.class))
                .orElse(Priority.NORMAL),
            principal.scope());
    if (parameters.truth("validation_only", false)) {
      Submitted checked = engine.check(submission);
      return answer(checked, null, "Workflow validation succeeded.", null);
    }
    Submitted submitted = engine.submit(submission);
    String overview = shapes.overview(submitted.id());
    return answer(submitted, overview, overview + "/logs", null);
  }

  private void requireVisible(Principal principal, String id) {
    if (!engine.has(id, principal.scope())) {
      throw EngineException.noWorkflow(id);
    }
  }

  /** The pool that it asks for; none where it asks for any. */
  private static Optional<String> pool(Context context) {
    return Optional.of(context.pathParam("pool")).filter(name -> !name.equals(PoolLoad.ANY));
  }

  private static Map<String, @Nullable Object> answer(
      Submitted submitted,
      @Nullable String overview,
      @Nullable String logs,
      @Nullable String spec) {
    return Wire.map(
        "name",
        submitted.id(),
        "overview",
        overview,
        "logs",
        logs,
        "spec",
        spec,
        "dashboard_url",
        null,
        "warnings",
        submitted.warnings());
  }

  private static Object dryRun(SpecSource source) {
    return switch (SpecReader.render(source)) {
      case RenderResult.Failed failed ->
          throw ApiException.of(new EngineException(failed.problems()));
      case RenderResult.Rendered rendered ->
          answer(new Submitted(Names.of(rendered.text()), List.of()), null, null, rendered.text());
    };
  }

  private SpecSource source(Context context, Parameters parameters, Optional<String> earlier) {
    Map<String, String> environment = parameters.pairs("env_vars");
    Map<String, String> labels = parameters.pairs("label");
    if (context.bodyAsBytes().length == 0) {
      String id =
          earlier.orElseThrow(() ->
              new ApiException(
                  400, "USAGE", "Need to provide either file contents or workflow ID."));
      String stored = engine.spec(id, false);
      return new SpecSource(id, raw(stored), List.of(), List.of(), environment, labels);
    }
    if (earlier.isPresent()) {
      throw new ApiException(
          400, "USAGE", "Either file contents or workflow ID can be provided, but not both.");
    }
    JsonNode body = body(context);
    return new SpecSource(
        "workflow",
        text(body, "file"),
        texts(body, "set_variables"),
        texts(body, "set_string_variables"),
        environment,
        labels);
  }

  /** A stored spec holds no templates, but may hold text that looks like one. */
  private static String raw(String stored) {
    int at = stored.indexOf("workflow:");
    return stored.substring(0, at) + LocalFiles.asTemplate(stored.substring(at));
  }

  private static JsonNode body(Context context) {
    JsonNode body = Wire.read(context.bodyAsBytes());
    if (!body.isObject()) {
      throw ApiException.invalid("body", "", "Input should be an object");
    }
    for (String key : body.propertyNames()) {
      if (!BODY.contains(key)) {
        throw ApiException.invalid("body", key, "Extra inputs are not permitted");
      }
    }
    return body;
  }

  private static Optional<String> template(Context context) {
    if (context.bodyAsBytes().length == 0) {
      return Optional.empty();
    }
    JsonNode template = body(context).path("uploaded_templated_spec");
    return template.isString() ? Optional.of(template.asString()) : Optional.empty();
  }

  private static String text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isString()) {
      throw ApiException.invalid("body", name, "Input should be a valid string");
    }
    return value.asString();
  }

  private static List<String> texts(JsonNode body, String name) {
    JsonNode value = body.path(name);
    List<String> texts = new ArrayList<>();
    if (value.isMissingNode() || value.isNull()) {
      return texts;
    }
    if (!value.isArray()) {
      throw ApiException.invalid("body", name, "Input should be a valid list");
    }
    for (JsonNode item : value) {
      if (!item.isString()) {
        throw ApiException.invalid("body", name, "Input should be a valid string");
      }
      texts.add(item.asString());
    }
    return texts;
  }

  private static Object restart(Context context, Principal principal) {
    throw ApiException.user(
        "This server cannot restart a workflow yet. Submit it again: osmo workflow submit "
            + context.pathParam("id"));
  }

  private Object list(Context context, Principal principal) {
    Parameters parameters = new Parameters(context);
    int limit = parameters.number("limit").orElse(20);
    if (limit > MOST_ROWS) {
      throw ApiException.user("Limit must be less than 1000.");
    }
    Set<String> users = parameters.set("users");
    if (users.isEmpty() && !parameters.truth("all_users", false)) {
      users = Set.of(principal.user());
    }
    WorkflowFilter filter =
        new WorkflowFilter(
            principal.scope(),
            users,
            parameters.text("name").orElse(""),
            parameters.values("statuses", WorkflowStatus.class),
            parameters.truth("all_pools", true) ? Set.of() : parameters.set("pools"),
            parameters.values("priority", Priority.class),
            parameters.pairs("label"),
            parameters.texts("no_label"),
            parameters.time("submitted_after"),
            parameters.time("submitted_before"),
            parameters.number("offset").orElse(0),
            limit + 1);
    List<WorkflowView> found = engine.list(filter);
    List<WorkflowView> page = found.subList(0, Math.min(limit, found.size()));
    return Wire.map(
        "workflows", page.stream().map(shapes::row).toList(), "more_entries", found.size() > limit);
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
    return shapes.taskRow(view, task(view, context.pathParam("task")));
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
    engine.cancel(
        id,
        principal.user(),
        parameters.text("message").orElse(""),
        parameters.truth("force", false));
    return Wire.map("name", id);
  }

  private Object tasks(Context context, Principal principal) {
    Parameters parameters = new Parameters(context);
    Set<TaskStatus> statuses = parameters.values("statuses", TaskStatus.class);
    if (parameters.truth("summary", false) || parameters.truth("aggregate_by_workflow", false)) {
      return Wire.map("summaries", List.of());
    }
    Optional<String> only = parameters.text("workflow_id");
    only.ifPresent(id -> requireVisible(principal, id));
    Set<String> users = parameters.truth("all_users", false) ? Set.of() : Set.of(principal.user());
    WorkflowFilter newest = WorkflowFilter.newest(parameters.number("limit").orElse(20));
    WorkflowFilter filter =
        new WorkflowFilter(
            principal.scope(),
            users,
            "",
            Set.of(),
            Set.of(),
            Set.of(),
            Map.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            0,
            newest.limit());
    List<String> ids =
        only.map(List::of)
            .orElseGet(() -> engine.list(filter).stream().map(WorkflowView::id).toList());
    List<Object> rows = new ArrayList<>();
    for (String id : ids) {
      WorkflowView view = engine.workflow(id);
      view.groups().stream()
          .flatMap(group -> group.tasks().stream())
          .filter(task -> statuses.isEmpty() || statuses.contains(task.status()))
          .forEach(task -> rows.add(shapes.taskRow(view, task)));
    }
    return Wire.map("tasks", rows);
  }
}
