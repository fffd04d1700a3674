package io.sesamo.engine.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.Retries;
import io.sesamo.engine.lifecycle.Signal;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.Times;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.store.Store.SequencedEvent;
import io.sesamo.engine.view.Ancestry;
import io.sesamo.engine.view.Ancestry.AppVersion;
import io.sesamo.engine.view.GroupView;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.UsedApp;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.model.Resources;
import io.sesamo.model.spec.SpecReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads workflows back: whole, for the engine; and as people are shown them. */
final class WorkflowReader {

  private WorkflowReader() {}

  /** A row of {@code workflow_group}; the state has no tasks yet. */
  private record GroupRow(List<String> upstream, GroupState state) {

    String name() {
      return state.name();
    }

    TaskStatus status() {
      return state.status();
    }

    GroupState with(List<TaskState> tasks) {
      return state.with(tasks);
    }
  }

  /** A row of {@code task}. */
  private record TaskRow(
      String group, UUID uuid, boolean lead, List<String> kpis, Resources asked, TaskState state) {}

  static List<WorkflowRow> rows(Handle handle, String where) {
    return handle
        .createQuery("select * from workflow " + where)
        .map((row, context) -> row(handle, row))
        .list();
  }

  static Optional<WorkflowRow> row(Handle handle, String id) {
    return handle
        .createQuery("select * from workflow where id = :id")
        .bind("id", id)
        .map((row, context) -> row(handle, row))
        .findOne();
  }

  private static WorkflowRow row(Handle handle, ResultSet row) throws SQLException {
    String id = row.getString("id");
    Map<String, List<TaskState>> tasks =
        tasks(handle, id, "attempt, position").stream()
            .collect(groupingBy(TaskRow::group, mapping(TaskRow::state, toList())));
    List<GroupState> groups =
        groups(handle, id).stream()
            .map(group -> group.with(tasks.getOrDefault(group.name(), List.of())))
            .toList();
    WorkflowState state =
        new WorkflowState(
            id,
            WorkflowStatus.valueOf(row.getString("status")),
            row.getString("message"),
            Optional.ofNullable(row.getString("cancelled_by")),
            instant(row, "start_time"),
            instant(row, "end_time"),
            groups);
    int version = row.getInt("app_version");
    return new WorkflowRow(
        new WorkflowRow.Intake(
            row.getObject("uuid", UUID.class),
            row.getString("submitted_by"),
            Optional.of(row.getString("pool")).filter(pool -> !pool.isEmpty()),
            Priority.valueOf(row.getString("priority")),
            Json.map(row.getString("labels")),
            Json.texts(row.getString("warnings")),
            SpecReader.readStored(row.getString("spec")),
            row.getString("template"),
            new Ancestry(
                Optional.ofNullable(row.getObject("app", UUID.class))
                    .map(app -> new AppVersion(app, version)),
                Optional.ofNullable(row.getString("parent"))),
            instant(row, "submit_time").orElseThrow()),
        state);
  }

  static Optional<WorkflowView> view(Handle handle, String id) {
    return handle
        .createQuery(VIEWS + "where id = :id")
        .bind("id", id)
        .map((row, context) -> view(row, groupViews(handle, id)))
        .findOne();
  }

  static Optional<WorkflowView> summary(Handle handle, String id) {
    return handle
        .createQuery(VIEWS + "where id = :id")
        .bind("id", id)
        .map((row, context) -> view(row, List.of()))
        .findOne();
  }

  static Optional<String> tenant(Handle handle, String id) {
    return handle
        .createQuery("select tenant from workflow where id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .findOne();
  }

  /** What a query of workflows as they are shown begins with. */
  static final String VIEWS =
      """
      select workflow.*, app.owner as app_owner, app.name as app_name
      from workflow left join app on app.uuid = workflow.app
      """;

  static WorkflowView view(ResultSet row, List<GroupView> groups) throws SQLException {
    String owner = row.getString("app_owner");
    int version = row.getInt("app_version");
    Optional<UsedApp> app =
        Optional.ofNullable(row.getString("app_name"))
            .map(name -> new UsedApp(owner, name, version));
    return new WorkflowView(
        row.getString("id"),
        row.getObject("uuid", UUID.class),
        row.getString("submitted_by"),
        row.getString("tenant"),
        Optional.ofNullable(row.getString("cancelled_by")),
        Optional.of(row.getString("pool")).filter(pool -> !pool.isEmpty()),
        Priority.valueOf(row.getString("priority")),
        Json.map(row.getString("labels")),
        WorkflowStatus.valueOf(row.getString("status")),
        row.getString("message"),
        instant(row, "submit_time").orElseThrow(),
        instant(row, "start_time"),
        instant(row, "end_time"),
        Duration.ofMillis(row.getLong("exec_timeout_ms")),
        Duration.ofMillis(row.getLong("queue_timeout_ms")),
        Json.texts(row.getString("warnings")),
        app,
        Optional.ofNullable(row.getString("parent")),
        Json.texts(row.getString("tags")),
        groups);
  }

  private static List<GroupView> groupViews(Handle handle, String workflow) {
    List<GroupRow> groups = groups(handle, workflow);
    Map<String, TaskStatus> statusByGroup =
        groups.stream().collect(toMap(GroupRow::name, GroupRow::status));
    Map<String, List<TaskRow>> tasksByGroup =
        tasks(handle, workflow, "position, attempt").stream().collect(groupingBy(TaskRow::group));
    Map<String, List<String>> downstream = new HashMap<>();
    for (GroupRow group : groups) {
      for (String upstream : group.upstream()) {
        downstream.computeIfAbsent(upstream, name -> new ArrayList<>()).add(group.name());
      }
    }
    List<GroupView> views = new ArrayList<>();
    for (GroupRow group : groups) {
      List<String> remaining =
          group.upstream().stream()
              .filter(name -> statusByGroup.get(name) != TaskStatus.COMPLETED)
              .toList();
      views.add(
          groupView(
              group,
              remaining,
              downstream.getOrDefault(group.name(), List.of()),
              tasksByGroup.getOrDefault(group.name(), List.of())));
    }
    return views;
  }

  private static GroupView groupView(
      GroupRow group, List<String> remaining, List<String> downstream, List<TaskRow> tasks) {
    GroupState state = group.with(tasks.stream().map(TaskRow::state).toList());
    Optional<Instant> end =
        group.status().finished()
            ? state.current().stream()
                .flatMap(task -> task.times().end().stream())
                .max(Instant::compareTo)
            : Optional.empty();
    return new GroupView(
        group.name(),
        group.status(),
        state.message(),
        state.place(),
        group.upstream(),
        remaining,
        downstream,
        state.schedulingTime(),
        state.current().stream().flatMap(t -> t.times().initializing().stream()).findFirst(),
        state.startTime(),
        end,
        tasks.stream().map(WorkflowReader::taskView).toList());
  }

  private static TaskView taskView(TaskRow task) {
    TaskState state = task.state();
    Times times = state.times();
    return new TaskView(
        state.name(),
        task.uuid(),
        state.attempt(),
        task.lead(),
        state.status(),
        state.exitCode(),
        state.message(),
        state.node(),
        times.scheduling(),
        times.initializing(),
        times.start(),
        times.storing(),
        times.end(),
        state.output(),
        task.asked(),
        task.kpis());
  }

  private static List<GroupRow> groups(Handle handle, String workflow) {
    return handle
        .createQuery("select * from workflow_group where workflow = :workflow order by position")
        .bind("workflow", workflow)
        .map((row, context) ->
            new GroupRow(
                Json.texts(row.getString("upstream")),
                new GroupState(
                    row.getString("name"),
                    row.getInt("attempt"),
                    TaskStatus.valueOf(row.getString("status")),
                    row.getString("message"),
                    new Retries(
                        row.getInt("retries_infrastructure"),
                        row.getInt("retries_asked"),
                        row.getInt("retries_failures")),
                    instant(row, "not_before"),
                    place(row),
                    Json.texts(row.getString("moves")).stream().map(Instant::parse).toList(),
                    List.of())))
        .list();
  }

  private static Optional<Place> place(ResultSet row) throws SQLException {
    String site = row.getString("site");
    boolean emulated = row.getBoolean("emulated");
    return Optional.ofNullable(row.getString("pool")).map(pool -> new Place(pool, site, emulated));
  }

  private static List<TaskRow> tasks(Handle handle, String workflow, String order) {
    return handle
        .createQuery("select * from task where workflow = :workflow order by " + order)
        .bind("workflow", workflow)
        .map((row, context) ->
            new TaskRow(
                row.getString("group_name"),
                row.getObject("uuid", UUID.class),
                row.getBoolean("lead"),
                Json.texts(row.getString("kpis")),
                TaskList.asked(row),
                taskState(row)))
        .list();
  }

  private static TaskState taskState(ResultSet row) throws SQLException {
    return new TaskState(
        row.getString("name"),
        row.getInt("attempt"),
        TaskStatus.valueOf(row.getString("status")),
        Optional.ofNullable(row.getString("ending")).map(Signal::valueOf),
        Optional.ofNullable(row.getObject("exit_code", Integer.class)),
        row.getString("message"),
        Optional.ofNullable(row.getString("node")),
        Json.numbers(row.getString("accelerators")),
        new Times(
            instant(row, "scheduling_time"),
            instant(row, "initializing_time"),
            instant(row, "start_time"),
            instant(row, "storing_time"),
            instant(row, "end_time")),
        Optional.ofNullable(row.getString("output")).map(ManifestId::new));
  }

  static List<EffectRow> effects(Handle handle) {
    return handle
        .createQuery("select * from effect order by sequence")
        .map((row, context) ->
            new EffectRow(
                row.getLong("sequence"),
                row.getString("workflow"),
                EffectKind.valueOf(row.getString("kind"))
                    .effect(
                        row.getString("group_name"),
                        row.getInt("attempt"),
                        Duration.ofMillis(row.getLong("grace_ms")))))
        .list();
  }

  static List<SequencedEvent> events(Handle handle, String workflow, long after) {
    return handle
        .createQuery(
            """
            select sequence, at, told from history
            where workflow = :workflow and sequence > :after and told <> '[]'
            order by sequence limit 1000
            """)
        .bind("workflow", workflow)
        .bind("after", after)
        .map((row, context) -> told(workflow, row))
        .list()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<SequencedEvent> told(String workflow, ResultSet row) throws SQLException {
    long sequence = row.getLong("sequence");
    Instant at = instant(row, "at").orElseThrow();
    return EventJson.readTold(workflow, at, row.getString("told")).stream()
        .map(line -> new SequencedEvent(sequence, line))
        .toList();
  }

  static List<Event> history(Handle handle, String workflow) {
    List<Optional<Event>> events =
        handle
            .createQuery(
                "select at, event from history where workflow = :workflow order by sequence")
            .bind("workflow", workflow)
            .map((row, context) -> {
              Instant at = instant(row, "at").orElseThrow();
              return Optional.ofNullable(row.getString("event"))
                  .map(text -> EventJson.read(at, text));
            })
            .list();
    boolean whole = events.stream().allMatch(Optional::isPresent);
    return whole ? events.stream().flatMap(Optional::stream).toList() : List.of();
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
