package io.sesamo.engine.store;

import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.Deadlines;
import io.sesamo.engine.lifecycle.Effect;
import io.sesamo.engine.lifecycle.Signal;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.Times;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.model.spec.KpiSpec;
import io.sesamo.model.spec.SpecWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Writes what a step changed of all its workflows: one batch, and so one round trip, for each kind
 * of row. Updates touch no indexed column but the end of a workflow, so that PostgreSQL can do them
 * on the row's own page.
 */
final class WorkflowWriter {

  private static final String INSERT_WORKFLOW =
      """
      insert into workflow (
        id, uuid, submitted_by, pool, priority, labels, warnings, spec, template,
        exec_timeout_ms, queue_timeout_ms, submit_time,
        status, message, cancelled_by, start_time, end_time)
      values (
        :id, :uuid, :submittedBy, :pool, :priority, :labels::jsonb, :warnings::jsonb, :spec,
        :template, :execTimeout, :queueTimeout, :submitTime,
        :status, :message, :cancelledBy, :startTime, :endTime)
      """;

  private static final String UPDATE_WORKFLOW =
      """
      update workflow
      set status = :status, message = :message, cancelled_by = :cancelledBy,
        start_time = :startTime, end_time = :endTime
      where id = :id
      """;

  private static final String INSERT_GROUP =
      """
      insert into workflow_group (
        workflow, position, name, upstream, attempt, status, message, not_before,
        retries_infrastructure, retries_asked, retries_failures)
      values (
        :workflow, :position, :name, :upstream::jsonb, :attempt, :status, :message, :notBefore,
        :infrastructure, :asked, :failures)
      """;

  private static final String UPDATE_GROUP =
      """
      update workflow_group
      set attempt = :attempt, status = :status, message = :message, not_before = :notBefore,
        retries_infrastructure = :infrastructure, retries_asked = :asked,
        retries_failures = :failures
      where workflow = :workflow and name = :name
      """;

  private static final String INSERT_TASK =
      """
      insert into task (
        workflow, group_name, position, name, attempt, lead, kpis, status, ending, exit_code,
        message, node, scheduling_time, initializing_time, start_time, storing_time, end_time,
        output)
      values (
        :workflow, :group, :position, :name, :attempt, :lead, :kpis::jsonb, :status, :ending,
        :exitCode, :message, :node, :scheduling, :initializing, :start, :storing, :end, :output)
      """;

  private static final String UPDATE_TASK =
      """
      update task
      set status = :status, ending = :ending, exit_code = :exitCode, message = :message,
        node = :node, scheduling_time = :scheduling, initializing_time = :initializing,
        start_time = :start, storing_time = :storing, end_time = :end, output = :output
      where workflow = :workflow and name = :name and attempt = :attempt
      """;

  private static final String INSERT_HISTORY =
      """
      insert into history (workflow, at, event, told) values (:workflow, :at, :event, :told)
      """;

  /** The sequence numbers come back in the order of the arrays. */
  private static final String INSERT_EFFECTS =
      """
      insert into effect (workflow, group_name, attempt, kind, grace_ms)
      select * from unnest(:workflows, :groups, :attempts, :kinds, :graces)
      returning sequence
      """;

  private WorkflowWriter() {}

  static void write(Handle handle, List<Change> changes) {
    Difference rows = Difference.of(changes);
    batch(handle, INSERT_WORKFLOW, rows.newWorkflows, WorkflowWriter::bindWorkflow);
    batch(handle, INSERT_GROUP, rows.newGroups, WorkflowWriter::bindNewGroup);
    batch(handle, INSERT_TASK, rows.newTasks, WorkflowWriter::bindNewTask);
    batch(handle, UPDATE_WORKFLOW, rows.changedWorkflows, WorkflowWriter::bindState);
    batch(handle, UPDATE_GROUP, rows.changedGroups, WorkflowWriter::bindGroup);
    batch(handle, UPDATE_TASK, rows.changedTasks, WorkflowWriter::bindTask);
    List<Told> history = new ArrayList<>();
    for (Change change : changes) {
      change.history().forEach(row -> history.add(new Told(change.after().id(), row)));
    }
    batch(handle, INSERT_HISTORY, history, WorkflowWriter::bindHistory);
  }

  private record Told(String workflow, HistoryRow row) {}

  private static <R> void batch(
      Handle handle, String sql, List<R> rows, BiConsumer<PreparedBatch, R> bind) {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (R row : rows) {
        bind.accept(batch, row);
        batch.add();
      }
      batch.execute();
    }
  }

  private static void bindWorkflow(PreparedBatch batch, WorkflowRow row) {
    bindState(batch, row.state());
    batch
        .bind("uuid", row.uuid())
        .bind("submittedBy", row.submittedBy())
        .bind("pool", row.pool())
        .bind("priority", row.priority())
        .bind("labels", Json.write(row.labels()))
        .bind("warnings", Json.write(row.warnings()))
        .bind("spec", SpecWriter.write(row.spec()))
        .bind("template", row.template())
        .bind("execTimeout", Deadlines.execTimeout(row.spec()).toMillis())
        .bind("queueTimeout", Deadlines.queueTimeout(row.spec()).toMillis())
        .bind("submitTime", row.submitTime());
  }

  private static void bindState(PreparedBatch batch, WorkflowState state) {
    batch
        .bind("id", state.id())
        .bind("status", state.status())
        .bind("message", state.message())
        .bind("cancelledBy", state.cancelledBy())
        .bind("startTime", state.startTime())
        .bind("endTime", state.endTime());
  }

  private static void bindNewGroup(PreparedBatch batch, Difference.Group group) {
    bindGroup(batch, group);
    batch.bind("position", group.position()).bind("upstream", Json.write(group.spec().upstream()));
  }

  private static void bindGroup(PreparedBatch batch, Difference.Group group) {
    batch
        .bind("workflow", group.workflow())
        .bind("name", group.state().name())
        .bind("attempt", group.state().attempt())
        .bind("status", group.state().status())
        .bind("message", group.state().message())
        .bind("notBefore", group.state().notBefore())
        .bind("infrastructure", group.state().retries().infrastructure())
        .bind("asked", group.state().retries().asked())
        .bind("failures", group.state().retries().failures());
  }

  private static void bindNewTask(PreparedBatch batch, Difference.Task task) {
    bindTask(batch, task);
    batch
        .bind("group", task.group())
        .bind("position", task.position())
        .bind("lead", task.spec().lead())
        .bind("kpis", Json.write(task.spec().kpis().stream().map(KpiSpec::path).toList()));
  }

  private static void bindTask(PreparedBatch batch, Difference.Task row) {
    TaskState task = row.state();
    Times times = task.times();
    batch
        .bind("workflow", row.workflow())
        .bind("name", task.name())
        .bind("attempt", task.attempt())
        .bind("status", task.status())
        .bind("ending", task.ending().map(Signal::name))
        .bind("exitCode", task.exitCode())
        .bind("message", task.message())
        .bind("node", task.node())
        .bind("scheduling", times.scheduling())
        .bind("initializing", times.initializing())
        .bind("start", times.start())
        .bind("storing", times.storing())
        .bind("end", times.end())
        .bind("output", task.output().map(ManifestId::sha256));
  }

  private static void bindHistory(PreparedBatch batch, Told told) {
    batch
        .bind("workflow", told.workflow())
        .bind("at", told.row().event().at())
        .bind("event", EventJson.write(told.row().event()))
        .bind("told", EventJson.writeTold(told.row().told()));
  }

  /** Writes the effects of the changes down, in order, and gives them their numbers. */
  static List<EffectRow> writeEffects(Handle handle, List<Change> changes) {
    List<EffectRow> rows = new ArrayList<>();
    for (Change change : changes) {
      change.effects().forEach(e -> rows.add(new EffectRow(0, change.after().id(), e)));
    }
    if (rows.isEmpty()) {
      return rows;
    }
    List<Long> numbers =
        handle
            .createQuery(INSERT_EFFECTS)
            .bindArray("workflows", String.class, column(rows, EffectRow::workflow))
            .bindArray("groups", String.class, column(rows, row -> row.effect().group()))
            .bindArray("attempts", Integer.class, column(rows, row -> row.effect().attempt()))
            .bindArray("kinds", String.class, column(rows, r -> EffectKind.of(r.effect()).name()))
            .bindArray("graces", Long.class, column(rows, row -> graceMillis(row.effect())))
            .mapTo(Long.class)
            .list();
    List<EffectRow> numbered = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      EffectRow row = rows.get(i);
      numbered.add(new EffectRow(numbers.get(i), row.workflow(), row.effect()));
    }
    return numbered;
  }

  private static Object[] column(List<EffectRow> rows, Function<EffectRow, Object> value) {
    return rows.stream().map(value).toArray();
  }

  private static long graceMillis(Effect effect) {
    return effect instanceof Effect.Stop stop ? stop.grace().toMillis() : 0;
  }

  static void removeEffects(Handle handle, Collection<Long> delivered) {
    if (!delivered.isEmpty()) {
      handle
          .createUpdate("delete from effect where sequence = any(:delivered)")
          .bindArray("delivered", Long.class, delivered.toArray())
          .execute();
    }
  }
}
