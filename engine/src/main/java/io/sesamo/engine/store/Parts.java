package io.sesamo.engine.store;

import static io.sesamo.engine.store.Part.column;
import static io.sesamo.engine.store.Part.optional;

import io.sesamo.engine.lifecycle.Deadlines;
import io.sesamo.engine.lifecycle.Effect;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.view.Ancestry.AppVersion;
import io.sesamo.model.spec.KpiSpec;
import io.sesamo.model.spec.SpecWriter;
import java.time.Instant;
import java.util.List;

/**
 * The statements that write a step. Updates touch no indexed column but the end of a workflow, so
 * that PostgreSQL can do them on the row's own page.
 */
final class Parts {

  static final Part<WorkflowRow> INSERT_WORKFLOW =
      Part.of(
          """
          insert into workflow (
            id, uuid, submitted_by, pool, priority, labels, warnings, spec, template,
            tenant, app, app_version, parent, exec_timeout_ms, queue_timeout_ms, submit_time,
            status, message, cancelled_by, start_time, end_time)
          select * from unnest(:rows) as now
          """,
          column("text", WorkflowRow::id),
          column("uuid", WorkflowRow::uuid),
          column("text", WorkflowRow::submittedBy),
          column("text", row -> row.pool().orElse("")),
          column("text", WorkflowRow::priority),
          column("jsonb", row -> Json.write(row.labels())),
          column("jsonb", row -> Json.write(row.warnings())),
          column("text", row -> SpecWriter.write(row.spec())),
          column("text", WorkflowRow::template),
          column("text", WorkflowRow::tenant),
          optional("uuid", row -> row.ancestry().app().map(AppVersion::app)),
          optional("int4", row -> row.ancestry().app().map(AppVersion::version)),
          optional("text", row -> row.ancestry().parent()),
          column("int8", row -> Deadlines.execTimeout(row.spec()).toMillis()),
          column("int8", row -> Deadlines.queueTimeout(row.spec()).toMillis()),
          column("timestamptz", WorkflowRow::submitTime),
          column("text", row -> row.state().status()),
          column("text", row -> row.state().message()),
          optional("text", row -> row.state().cancelledBy()),
          optional("timestamptz", row -> row.state().startTime()),
          optional("timestamptz", row -> row.state().endTime()));

  static final Part<WorkflowState> UPDATE_WORKFLOW =
      Part.of(
          """
          update workflow
          set status = now.status, message = now.message, cancelled_by = now.cancelled_by,
            start_time = now.start_time, end_time = now.end_time
          from unnest(:rows) as now (id, status, message, cancelled_by, start_time, end_time)
          where workflow.id = now.id
          """,
          column("text", WorkflowState::id),
          column("text", WorkflowState::status),
          column("text", WorkflowState::message),
          optional("text", WorkflowState::cancelledBy),
          optional("timestamptz", WorkflowState::startTime),
          optional("timestamptz", WorkflowState::endTime));

  static final Part<Difference.Group> INSERT_GROUP =
      Part.of(
          """
          insert into workflow_group (
            workflow, position, name, upstream, attempt, status, message, not_before,
            retries_infrastructure, retries_asked, retries_failures, pool, site, emulated, moves)
          select * from unnest(:rows) as now
          """,
          column("text", Difference.Group::workflow),
          column("int4", Difference.Group::position),
          column("text", group -> group.state().name()),
          column("jsonb", group -> Json.write(group.spec().upstream())),
          column("int4", group -> group.state().attempt()),
          column("text", group -> group.state().status()),
          column("text", group -> group.state().message()),
          optional("timestamptz", group -> group.state().notBefore()),
          column("int4", group -> group.state().retries().infrastructure()),
          column("int4", group -> group.state().retries().asked()),
          column("int4", group -> group.state().retries().failures()),
          optional("text", group -> group.state().place().map(Place::pool)),
          column("text", group -> group.state().place().map(Place::site).orElse("")),
          column("bool", group -> group.state().place().filter(Place::emulated).isPresent()),
          column("jsonb", group -> Json.write(texts(group.state().moves()))));

  static final Part<Difference.Group> UPDATE_GROUP =
      Part.of(
          """
          update workflow_group
          set attempt = now.attempt, status = now.status, message = now.message,
            not_before = now.not_before, retries_infrastructure = now.infrastructure,
            retries_asked = now.asked, retries_failures = now.failures, pool = now.pool,
            site = now.site, emulated = now.emulated, moves = now.moves
          from unnest(:rows) as now (
            workflow, name, attempt, status, message, not_before, infrastructure, asked, failures,
            pool, site, emulated, moves)
          where workflow_group.workflow = now.workflow and workflow_group.name = now.name
          """,
          column("text", Difference.Group::workflow),
          column("text", group -> group.state().name()),
          column("int4", group -> group.state().attempt()),
          column("text", group -> group.state().status()),
          column("text", group -> group.state().message()),
          optional("timestamptz", group -> group.state().notBefore()),
          column("int4", group -> group.state().retries().infrastructure()),
          column("int4", group -> group.state().retries().asked()),
          column("int4", group -> group.state().retries().failures()),
          optional("text", group -> group.state().place().map(Place::pool)),
          column("text", group -> group.state().place().map(Place::site).orElse("")),
          column("bool", group -> group.state().place().filter(Place::emulated).isPresent()),
          column("jsonb", group -> Json.write(texts(group.state().moves()))));

  static final Part<Difference.Task> INSERT_TASK =
      Part.of(
          """
          insert into task (
            workflow, group_name, position, name, attempt, lead, kpis, status, ending, exit_code,
            message, node, accelerators, scheduling_time, initializing_time, start_time,
            storing_time, end_time, output, cpu_milli, memory_bytes, storage_bytes,
            accelerator_milli)
          select * from unnest(:rows) as now
          """,
          column("text", Difference.Task::workflow),
          column("text", Difference.Task::group),
          column("int4", Difference.Task::position),
          column("text", task -> task.state().name()),
          column("int4", task -> task.state().attempt()),
          column("bool", task -> task.spec().lead()),
          column(
              "jsonb", task -> Json.write(task.spec().kpis().stream().map(KpiSpec::path).toList())),
          column("text", task -> task.state().status()),
          optional("text", task -> task.state().ending()),
          optional("int4", task -> task.state().exitCode()),
          column("text", task -> task.state().message()),
          optional("text", task -> task.state().node()),
          column("jsonb", task -> Json.writeNumbers(task.state().accelerators())),
          optional("timestamptz", task -> task.state().times().scheduling()),
          optional("timestamptz", task -> task.state().times().initializing()),
          optional("timestamptz", task -> task.state().times().start()),
          optional("timestamptz", task -> task.state().times().storing()),
          optional("timestamptz", task -> task.state().times().end()),
          optional("text", task -> task.state().output()),
          column("int8", task -> task.spec().resources().amount().cpuMilli()),
          column("int8", task -> task.spec().resources().amount().memoryBytes()),
          column("int8", task -> task.spec().resources().amount().storageBytes()),
          column("int8", task -> task.spec().resources().amount().acceleratorMilli()));

  static final Part<Difference.Task> UPDATE_TASK =
      Part.of(
          """
          update task
          set status = now.status, ending = now.ending, exit_code = now.exit_code,
            message = now.message, node = now.node, accelerators = now.accelerators,
            scheduling_time = now.scheduling,
            initializing_time = now.initializing, start_time = now.start,
            storing_time = now.storing, end_time = now.over, output = now.output
          from unnest(:rows) as now (
            workflow, name, attempt, status, ending, exit_code, message, node, accelerators, scheduling,
            initializing, start, storing, over, output)
          where task.workflow = now.workflow and task.name = now.name
            and task.attempt = now.attempt
          """,
          column("text", Difference.Task::workflow),
          column("text", task -> task.state().name()),
          column("int4", task -> task.state().attempt()),
          column("text", task -> task.state().status()),
          optional("text", task -> task.state().ending()),
          optional("int4", task -> task.state().exitCode()),
          column("text", task -> task.state().message()),
          optional("text", task -> task.state().node()),
          column("jsonb", task -> Json.writeNumbers(task.state().accelerators())),
          optional("timestamptz", task -> task.state().times().scheduling()),
          optional("timestamptz", task -> task.state().times().initializing()),
          optional("timestamptz", task -> task.state().times().start()),
          optional("timestamptz", task -> task.state().times().storing()),
          optional("timestamptz", task -> task.state().times().end()),
          optional("text", task -> task.state().output()));

  static final Part<Told> INSERT_HISTORY =
      Part.of(
          "insert into history (workflow, at, event, told) select * from unnest(:rows) as now",
          column("text", Told::workflow),
          column("timestamptz", told -> told.row().event().at()),
          column("text", told -> EventJson.write(told.row().event())),
          column("text", told -> EventJson.writeTold(told.row().told())));

  /** A trigger chains the entries, in the order of the rows. */
  static final Part<AuditEntry> INSERT_AUDIT =
      Part.of(
          "insert into law_audit (entry) select * from unnest(:rows) as now",
          column("text", AuditJson::write));

  /** The numbers come back in the order of the rows. */
  static final Part<EffectRow> INSERT_EFFECT =
      Part.of(
          """
          insert into effect (workflow, group_name, attempt, kind, grace_ms)
          select * from unnest(:rows) as now
          returning sequence
          """,
          column("text", EffectRow::workflow),
          column("text", row -> row.effect().group()),
          column("int4", row -> row.effect().attempt()),
          column("text", row -> EffectKind.of(row.effect())),
          column("int8", row -> graceMillis(row.effect())));

  static final Part<Long> DELETE_EFFECT =
      Part.of(
          """
          delete from effect using unnest(:rows) as delivered (sequence)
          where effect.sequence = delivered.sequence
          """,
          column("int8", sequence -> sequence));

  private Parts() {}

  /** A row of {@code history}. */
  record Told(String workflow, HistoryRow row) {}

  private static List<String> texts(List<Instant> moments) {
    return moments.stream().map(Instant::toString).toList();
  }

  private static long graceMillis(Effect effect) {
    return effect instanceof Effect.Stop stop ? stop.grace().toMillis() : 0;
  }
}
