package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.view.LabelSelector;
import io.sesamo.engine.view.ListedTask;
import io.sesamo.engine.view.TaskFilter;
import io.sesamo.engine.view.TaskSum;
import io.sesamo.engine.view.WorkflowFilter;
import io.sesamo.engine.view.WorkflowFilter.AppName;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of workflows and of tasks, and the tags that workflows are found by. */
final class ListRoutes {

  private static final int USUAL_ROWS = 20;
  private static final int MOST_ROWS = 1000;
  private static final Set<String> NO_WORKFLOW_IS = Set.of("WAITING");
  private static final Set<String> NO_TASK_IS = Set.of("SUBMITTING", "PROCESSING");
  private static final Pattern APP = Pattern.compile("([A-Za-z0-9_-]+)(?::([0-9]{1,9}))?");

  private final Engine engine;
  private final WorkflowShapes shapes;
  private final Supplier<List<String>> tags;

  /**
   * The routes.
   *
   * @param tags that there are
   */
  ListRoutes(Engine engine, WorkflowShapes shapes, Supplier<List<String>> tags) {
    this.engine = engine;
    this.shapes = shapes;
    this.tags = tags;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/workflow", Action.WORKFLOW_LIST, this::workflows)
            .says("Lists workflows, oldest first unless asked otherwise.")
            .query(WorkflowSchemas.LIST_QUERY)
            .gives(WorkflowSchemas.LIST),
        Route.get("/api/task", Action.WORKFLOW_LIST, this::tasks)
            .says("Lists tasks, or adds up what they ask for.")
            .query(WorkflowSchemas.TASKS_QUERY)
            .gives(Schema.either(WorkflowSchemas.TASK_LIST, WorkflowSchemas.TASK_SUMMARIES)),
        Route.get("/api/tag", Action.WORKFLOW_LIST, (c, p) -> Wire.map("tags", tags.get()))
            .says("Lists the tags that workflows may have.")
            .gives(Schema.byName(Schema.texts())),
        Route.post("/api/workflow/{id}/tag", Action.WORKFLOW_UPDATE, (c, p) -> tag(c))
            .says("Puts tags on a workflow and takes others off.")
            .query(Param.texts("add"), Param.texts("remove"))
            .gives(Schema.nothing()));
  }

  private Object workflows(Context context, Principal principal) {
    Parameters parameters = new Parameters(context);
    int limit = parameters.number("limit").orElse(USUAL_ROWS);
    if (limit > MOST_ROWS) {
      throw ApiException.user("Limit must be less than 1000.");
    }
    Optional<Set<WorkflowStatus>> statuses =
        parameters.values("statuses", WorkflowStatus.class, NO_WORKFLOW_IS);
    WorkflowFilter filter =
        new WorkflowFilter(
            principal.scope(),
            users(parameters, principal),
            parameters.text("name").orElse(""),
            statuses.orElse(Set.of()),
            pools(parameters),
            parameters.values("priority", Priority.class),
            parameters.texts("label").stream().map(ListRoutes::label).toList(),
            parameters.texts("no_label"),
            parameters.set("tags"),
            parameters.text("app").map(ListRoutes::app),
            parameters.time("submitted_after"),
            parameters.time("submitted_before"),
            oldestFirst(parameters),
            parameters.number("offset").orElse(0),
            limit + 1);
    List<WorkflowView> found = statuses.isEmpty() ? List.of() : engine.list(filter);
    List<WorkflowView> page = found.subList(0, Math.min(limit, found.size()));
    return Wire.map(
        "workflows", page.stream().map(shapes::row).toList(), "more_entries", found.size() > limit);
  }

  private static Set<String> users(Parameters parameters, Principal principal) {
    Set<String> users = parameters.set("users");
    return users.isEmpty() && !parameters.truth("all_users", false)
        ? Set.of(principal.user())
        : users;
  }

  private static Set<String> pools(Parameters parameters) {
    Set<String> pools = parameters.set("pools");
    return parameters.truth("all_pools", pools.isEmpty()) ? Set.of() : pools;
  }

  private static boolean oldestFirst(Parameters parameters) {
    return parameters.text("order").orElse("ASC").equals("ASC");
  }

  private static LabelSelector label(String text) {
    try {
      return LabelSelector.of(text);
    } catch (IllegalArgumentException wrong) {
      throw ApiException.user(String.valueOf(wrong.getMessage()));
    }
  }

  private static AppName app(String text) {
    Matcher matcher = APP.matcher(text);
    if (!matcher.matches()) {
      throw ApiException.user(
          "The app " + text + " cannot be looked for. Name it, or one version of it: name:3.");
    }
    String version = matcher.group(2);
    return new AppName(
        matcher.group(1),
        version == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(version)));
  }

  private Object tasks(Context context, Principal principal) {
    Parameters parameters = new Parameters(context);
    int limit = parameters.number("limit").orElse(USUAL_ROWS);
    if (limit == 0) {
      throw ApiException.user("Limit must be greater than 0.");
    }
    Optional<Set<TaskStatus>> statuses =
        parameters.values("statuses", TaskStatus.class, NO_TASK_IS);
    TaskFilter filter =
        new TaskFilter(
            principal.scope(),
            parameters.text("workflow_id").orElse(""),
            users(parameters, principal),
            statuses.orElse(Set.of()),
            pools(parameters),
            parameters.set("nodes"),
            parameters.values("priority", Priority.class),
            parameters.time("started_after"),
            parameters.time("started_before"),
            parameters.number("offset").orElse(0),
            Math.min(limit, MOST_ROWS));
    boolean summary = parameters.truth("summary", false);
    if (summary || parameters.truth("aggregate_by_workflow", false)) {
      List<TaskSum> sums = statuses.isEmpty() ? List.of() : engine.taskSums(filter, !summary);
      return Wire.map("summaries", sums.stream().map(TaskShapes::sum).toList());
    }
    List<ListedTask> found = statuses.isEmpty() ? List.of() : engine.tasks(filter);
    List<ListedTask> ordered = oldestFirst(parameters) ? found.reversed() : found;
    return Wire.map("tasks", ordered.stream().map(shapes::taskRow).toList());
  }

  private Object tag(Context context) {
    Parameters parameters = new Parameters(context);
    Set<String> add = parameters.set("add");
    if (!new LinkedHashSet<>(tags.get()).containsAll(add)) {
      throw ApiException.user(
          "Invalid tag detected. Users can only set specified tags: "
              + String.join(", ", tags.get()));
    }
    engine.tag(Route.workflow(context), add, parameters.set("remove"));
    return Route.Special.NOTHING;
  }
}
