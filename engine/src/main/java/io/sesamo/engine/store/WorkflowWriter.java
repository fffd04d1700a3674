package io.sesamo.engine.store;

import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.Deadlines;
import io.sesamo.engine.lifecycle.Effect;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Signal;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.Times;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.KpiSpec;
import io.sesamo.model.spec.SpecWriter;
import io.sesamo.model.spec.TaskSpec;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** Writes what a step changed: only the rows that differ from what is stored. */
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
      insert into workflow_group (workflow, position, name, upstream, attempt, status, message)
      values (:workflow, :position, :name, :upstream::jsonb, :attempt, :status, :message)
      """;

  private static final String UPDATE_GROUP =
      """
      update workflow_group set attempt = :attempt, status = :status, message = :message
      where workflow = :workflow and name = :name
      """;

  private static final String UPSERT_TASK =
      """
      insert into task (
        workflow, group_name, position, name, attempt, lead, kpis, status, ending, exit_code,
        message, node, scheduling_time, initializing_time, start_time, storing_time, end_time,
        output)
      values (
        :workflow, :group, :position, :name, :attempt, :lead, :kpis::jsonb, :status, :ending,
        :exitCode, :message, :node, :scheduling, :initializing, :start, :storing, :end, :output)
      on conflict (workflow, name, attempt) do update
      set status = excluded.status, ending = excluded.ending, exit_code = excluded.exit_code,
        message = excluded.message, node = excluded.node,
        scheduling_time = excluded.scheduling_time,
        initializing_time = excluded.initializing_time, start_time = excluded.start_time,
        storing_time = excluded.storing_time, end_time = excluded.end_time,
        output = excluded.output
      """;

  private WorkflowWriter() {}

  static void write(Handle handle, Change change) {
    WorkflowRow row = change.after();
    WorkflowState after = row.state();
    if (change.before().isEmpty()) {
      insert(handle, row);
    } else if (!withoutGroups(change.before().get()).equals(withoutGroups(after))) {
      bindState(handle.createUpdate(UPDATE_WORKFLOW), after).execute();
    }
    writeGroups(handle, change);
    writeTasks(handle, change);
  }

  private static WorkflowState withoutGroups(WorkflowState state) {
    return new WorkflowState(
        state.id(),
        state.status(),
        state.message(),
        state.cancelledBy(),
        state.startTime(),
        state.endTime(),
        List.of());
  }

  private static void insert(Handle handle, WorkflowRow row) {
    bindState(handle.createUpdate(INSERT_WORKFLOW), row.state())
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
        .bind("submitTime", row.submitTime())
        .execute();
  }

  private static <S extends SqlStatement<S>> S bindState(S statement, WorkflowState state) {
    return statement
        .bind("id", state.id())
        .bind("status", state.status())
        .bind("message", state.message())
        .bind("cancelledBy", state.cancelledBy())
        .bind("startTime", state.startTime())
        .bind("endTime", state.endTime());
  }

  private static void writeGroups(Handle handle, Change change) {
    WorkflowRow row = change.after();
    PreparedBatch batch =
        handle.prepareBatch(change.before().isEmpty() ? INSERT_GROUP : UPDATE_GROUP);
    for (int position = 0; position < row.state().groups().size(); position++) {
      GroupState group = row.state().groups().get(position);
      Optional<GroupState> stored = change.before().flatMap(state -> state.group(group.name()));
      boolean same =
          stored.isPresent()
              && stored.get().status() == group.status()
              && stored.get().attempt() == group.attempt()
              && stored.get().message().equals(group.message());
      if (!same) {
        batch
            .bind("workflow", row.id())
            .bind("name", group.name())
            .bind("attempt", group.attempt())
            .bind("status", group.status())
            .bind("message", group.message());
        if (stored.isEmpty()) {
          batch
              .bind("position", position)
              .bind("upstream", Json.write(row.spec().groups().get(position).upstream()));
        }
        batch.add();
      }
    }
    execute(batch);
  }

  private static void writeTasks(Handle handle, Change change) {
    WorkflowRow row = change.after();
    PreparedBatch batch = handle.prepareBatch(UPSERT_TASK);
    int position = 0;
    for (GroupSpec groupSpec : row.spec().groups()) {
      GroupState group = row.state().group(groupSpec.name()).orElseThrow();
      List<TaskState> stored =
          change
              .before()
              .flatMap(state -> state.group(group.name()))
              .map(GroupState::tasks)
              .orElse(List.of());
      for (TaskSpec taskSpec : groupSpec.tasks()) {
        for (TaskState task : group.tasks()) {
          if (task.name().equals(taskSpec.name()) && !stored.contains(task)) {
            batch.bind("workflow", row.id()).bind("group", group.name());
            batch.bind("position", position).bind("lead", taskSpec.lead());
            batch.bind("kpis", Json.write(taskSpec.kpis().stream().map(KpiSpec::path).toList()));
            bindTask(batch, task).add();
          }
        }
        position++;
      }
    }
    execute(batch);
  }

  private static PreparedBatch bindTask(PreparedBatch batch, TaskState task) {
    Times times = task.times();
    return batch
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

  static void writeEvents(Handle handle, List<EventRow> events) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into event (workflow, at, task, attempt, kind, message)
            values (:workflow, :at, :task, :attempt, :kind, :message)
            """);
    for (EventRow event : events) {
      batch
          .bind("workflow", event.workflow())
          .bind("at", event.at())
          .bind("task", event.task())
          .bind("attempt", event.attempt())
          .bind("kind", event.kind())
          .bind("message", event.message())
          .add();
    }
    execute(batch);
  }

  static EffectRow writeEffect(Handle handle, String workflow, Effect effect) {
    long graceMillis = effect instanceof Effect.Stop stop ? stop.grace().toMillis() : 0;
    long sequence =
        handle
            .createQuery(
                """
                insert into effect (workflow, group_name, attempt, kind, grace_ms)
                values (:workflow, :group, :attempt, :kind, :grace)
                returning sequence
                """)
            .bind("workflow", workflow)
            .bind("group", effect.group())
            .bind("attempt", effect.attempt())
            .bind("kind", EffectKind.of(effect))
            .bind("grace", graceMillis)
            .mapTo(Long.class)
            .one();
    return new EffectRow(sequence, workflow, effect);
  }

  private static void execute(PreparedBatch batch) {
    if (batch.size() > 0) {
      batch.execute();
    }
    batch.close();
  }
}
