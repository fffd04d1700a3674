package io.sesamo.engine.store;

import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.view.ListedTask;
import io.sesamo.engine.view.TaskFilter;
import io.sesamo.engine.view.TaskSum;
import io.sesamo.model.Resources;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Finds tasks of all workflows as a filter says, and adds up what they ask for. */
final class TaskList {

  private static final String FROM =
      """
      from workflow
      join workflow_group on workflow_group.workflow = workflow.id
      join task on task.workflow = workflow.id and task.group_name = workflow_group.name
      """;

  private static final String POOL =
      "coalesce(workflow_group.pool, nullif(workflow.pool, '')) as task_pool";

  private TaskList() {}

  /** Newest workflow first; within one, the last task first. */
  static List<ListedTask> list(Handle handle, TaskFilter filter) {
    String sql =
        "select workflow.submitted_by, workflow.uuid as workflow_uuid, workflow.priority, task.*, "
            + POOL
            + " "
            + FROM;
    String order = "order by workflow.sequence desc, task.position desc, task.attempt desc";
    return query(handle, filter, sql, order, (row, context) -> task(row));
  }

  /** Sums of what has one user, pool, priority and, if so asked, workflow. */
  static List<TaskSum> sums(Handle handle, TaskFilter filter, boolean byWorkflow) {
    String sql =
        "select workflow.submitted_by, workflow.priority, "
            + (byWorkflow ? "workflow.id" : "null")
            + " as workflow, "
            + POOL
            + ", sum(cpu_milli) as cpu_milli, sum(memory_bytes) as memory_bytes,"
            + " sum(storage_bytes) as storage_bytes, sum(accelerator_milli) as accelerator_milli "
            + FROM;
    return query(
        handle, filter, sql, "group by 1, 2, 3, 4 order by 1, 4, 2, 3", (row, context) -> sum(row));
  }

  private static <R> List<R> query(
      Handle handle, TaskFilter filter, String sql, String order, RowMapper<R> rows) {
    Conditions where = conditions(filter);
    where.bind("limit", filter.limit()).bind("offset", filter.offset());
    String all = sql + where.sql() + " " + order + " limit :limit offset :offset";
    try (Query query = handle.createQuery(all)) {
      return query.bindMap(where.values()).map(rows).list();
    }
  }

  private static Conditions conditions(TaskFilter filter) {
    Conditions where = new Conditions().in(filter.scope());
    where
        .anyOf("workflow.submitted_by", "users", filter.users())
        .anyOf("workflow.priority", "priorities", Conditions.names(filter.priorities()))
        .anyOf("task.status", "statuses", Conditions.names(filter.statuses()))
        .anyOf("task.node", "nodes", filter.nodes())
        .and(
            "(task.start_time >= :after or task.start_time is null)",
            "after",
            filter.startedAfter())
        .and("task.start_time < :before", "before", filter.startedBefore());
    if (!filter.workflow().isEmpty()) {
      where.and("position(:workflow in workflow.id) > 0").bind("workflow", filter.workflow());
    }
    if (!filter.pools().isEmpty()) {
      where
          .and("coalesce(workflow_group.pool, workflow.pool) = any(:pools)")
          .bind("pools", Conditions.pools(filter.pools()).toArray(String[]::new));
    }
    if (filter.statuses().stream().anyMatch(status -> !status.finished())
        && filter.statuses().stream().noneMatch(TaskStatus::finished)) {
      where.and("workflow.end_time is null"); // there is an index of those
    }
    return where;
  }

  private static ListedTask task(ResultSet row) throws SQLException {
    return new ListedTask(
        row.getString("submitted_by"),
        row.getString("workflow"),
        row.getObject("workflow_uuid", UUID.class),
        Priority.valueOf(row.getString("priority")),
        Optional.ofNullable(row.getString("task_pool")),
        row.getString("name"),
        row.getInt("attempt"),
        TaskStatus.valueOf(row.getString("status")),
        Optional.ofNullable(row.getString("node")),
        WorkflowReader.instant(row, "start_time"),
        WorkflowReader.instant(row, "end_time"),
        asked(row));
  }

  private static TaskSum sum(ResultSet row) throws SQLException {
    return new TaskSum(
        row.getString("submitted_by"),
        Optional.ofNullable(row.getString("workflow")),
        Optional.ofNullable(row.getString("task_pool")),
        Priority.valueOf(row.getString("priority")),
        asked(row));
  }

  static Resources asked(ResultSet row) throws SQLException {
    return new Resources(
        row.getLong("cpu_milli"),
        row.getLong("memory_bytes"),
        row.getLong("storage_bytes"),
        row.getLong("accelerator_milli"));
  }
}
