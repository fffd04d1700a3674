package io.sesamo.server;

import io.sesamo.engine.view.GroupView;
import io.sesamo.engine.view.ListedTask;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.UsedApp;
import io.sesamo.engine.view.WorkflowView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Workflows in the shapes of OSMO's API.
 *
 * @param url of this server, for the addresses in the answers
 */
record WorkflowShapes(String url, InstantSource clock) {

  String overview(String id) {
    return url + "/api/workflow/" + id;
  }

  Map<String, @Nullable Object> row(WorkflowView view) {
    return Wire.map(
        "user", view.submittedBy(),
        "name", view.id(),
        "workflow_uuid", hex(view.uuid().toString()),
        "submit_time", Wire.time(view.submitTime()),
        "start_time", Wire.time(view.startTime()),
        "end_time", Wire.time(view.endTime()),
        "queued_time", queued(view),
        "duration", duration(view.startTime(), view.endTime()),
        "status", view.status().name(),
        "overview", overview(view.id()),
        "logs", overview(view.id()) + "/logs",
        "error_logs", null,
        "grafana_url", null,
        "dashboard_url", null,
        "pool", view.pool().orElse(PoolLoad.ANY),
        "app_owner", view.app().map(UsedApp::owner).orElse(null),
        "app_name", view.app().map(UsedApp::name).orElse(null),
        "app_version", view.app().map(UsedApp::version).orElse(null),
        "priority", view.priority().name(),
        "labels", view.labels());
  }

  /**
   * All about a workflow.
   *
   * @param everyAttempt of its tasks, and not only the last
   */
  Map<String, @Nullable Object> query(WorkflowView view, boolean withGroups, boolean everyAttempt) {
    String address = overview(view.id());
    return Wire.map(
        "name", view.id(),
        "uuid", hex(view.uuid().toString()),
        "submitted_by", view.submittedBy(),
        "cancelled_by", view.cancelledBy().orElse(null),
        "spec", address + "/spec",
        "template_spec", address + "/spec?use_template=true",
        "logs", address + "/logs",
        "events", address + "/events",
        "overview", address,
        "parent_name", view.parent().orElse(null),
        "parent_job_id", null,
        "dashboard_url", null,
        "grafana_url", null,
        "tags", view.tags(),
        "submit_time", Wire.time(view.submitTime()),
        "start_time", Wire.time(view.startTime()),
        "end_time", Wire.time(view.endTime()),
        "exec_timeout", Wire.seconds(view.execTimeout()),
        "queue_timeout", Wire.seconds(view.queueTimeout()),
        "duration", duration(view.startTime(), view.endTime()),
        "queued_time", queued(view),
        "status", view.status().name(),
        "outputs", "",
        "groups",
            withGroups
                ? view.groups().stream()
                    .map(group -> group(view.id(), group, everyAttempt))
                    .toList()
                : new Object[0],
        "pool", view.pool().orElse(PoolLoad.ANY),
        "backend", view.pool().orElse(PoolLoad.ANY),
        "app_owner", view.app().map(UsedApp::owner).orElse(null),
        "app_name", view.app().map(UsedApp::name).orElse(null),
        "app_version", view.app().map(UsedApp::version).orElse(null),
        "plugins", Map.of("rsync", false),
        "priority", view.priority().name(),
        "labels", view.labels(),
        "warnings", view.warnings());
  }

  private Map<String, @Nullable Object> group(
      String workflow, GroupView group, boolean everyAttempt) {
    List<TaskView> tasks = everyAttempt ? group.tasks() : lastAttempts(group.tasks());
    return Wire.map(
        "name", group.name(),
        "status", group.status().name(),
        "start_time", Wire.time(group.startTime()),
        "end_time", Wire.time(group.endTime()),
        "processing_start_time", Wire.time(group.schedulingTime()),
        "scheduling_start_time", Wire.time(group.schedulingTime()),
        "initializing_start_time", Wire.time(group.initializingTime()),
        "remaining_upstream_groups", group.remainingUpstream(),
        "downstream_groups", group.downstream(),
        "failure_message", failure(group.status().failed(), group.message()),
        "tasks", tasks.stream().map(task -> task(workflow, task)).toList());
  }

  private static List<TaskView> lastAttempts(List<TaskView> tasks) {
    Map<String, TaskView> last = new LinkedHashMap<>();
    tasks.forEach(task ->
        last.merge(
            task.name(), task, (one, other) -> one.attempt() > other.attempt() ? one : other));
    return List.copyOf(last.values());
  }

  private Map<String, @Nullable Object> task(String workflow, TaskView task) {
    String query = "?task_name=" + task.name() + "&retry_id=" + task.attempt();
    return Wire.map(
        "name", task.name(),
        "retry_id", task.attempt(),
        "status", task.status().name(),
        "failure_message", failure(task.status().failed(), task.message()),
        "exit_code", task.exitCode().orElse(null),
        "logs", overview(workflow) + "/logs" + query,
        "error_logs", overview(workflow) + "/error_logs" + query,
        "processing_start_time", Wire.time(task.schedulingTime()),
        "scheduling_start_time", Wire.time(task.schedulingTime()),
        "initializing_start_time", Wire.time(task.initializingTime()),
        "events", overview(workflow) + "/events" + query,
        "start_time", Wire.time(task.startTime()),
        "end_time", Wire.time(task.endTime()),
        "input_download_start_time", null,
        "input_download_end_time", null,
        "output_upload_start_time", Wire.time(task.storingTime()),
        "dashboard_url", null,
        "pod_name", task.node().map(node -> task.name()).orElse(""),
        "pod_ip", null,
        "task_uuid", hex(task.uuid().toString()),
        "node_name", task.node().orElse(null),
        "lead", task.lead());
  }

  /** A task in the list of tasks. */
  Map<String, @Nullable Object> taskRow(ListedTask task) {
    Map<String, @Nullable Object> shape =
        Wire.map(
            "user", task.user(),
            "workflow_id", task.workflow(),
            "workflow_uuid", hex(task.workflowUuid().toString()),
            "task_name", task.name(),
            "retry_id", task.attempt(),
            "pool", task.pool().orElse(PoolLoad.ANY),
            "node", task.node().orElse(null),
            "start_time", Wire.time(task.startTime()),
            "end_time", Wire.time(task.endTime()),
            "duration", duration(task.startTime(), task.endTime()),
            "status", task.status().name(),
            "overview", overview(task.workflow()),
            "logs", overview(task.workflow()) + "/logs?task_name=" + task.name(),
            "error_logs", null,
            "grafana_url", null,
            "dashboard_url", null);
    shape.putAll(TaskShapes.numbers(task.asked()));
    shape.put("priority", task.priority().name());
    return shape;
  }

  /** A task alone. */
  static Map<String, @Nullable Object> task(WorkflowView view, TaskView task) {
    Map<String, @Nullable Object> shape =
        Wire.map(
            "workflow_id", view.id(),
            "task_name", task.name(),
            "node", task.node().orElse(null),
            "start_time", Wire.time(task.startTime()),
            "end_time", Wire.time(task.endTime()),
            "status", task.status().name());
    shape.putAll(TaskShapes.numbers(task.asked()));
    return shape;
  }

  private static @Nullable String failure(boolean failed, String message) {
    return failed && !message.isEmpty() ? message : null;
  }

  private static String hex(String uuid) {
    return uuid.replace("-", "");
  }

  private double queued(WorkflowView view) {
    Instant until = view.startTime().or(view::endTime).orElseGet(clock::instant);
    return Wire.seconds(Duration.between(view.submitTime(), until));
  }

  private @Nullable Double duration(Optional<Instant> start, Optional<Instant> end) {
    return start
        .map(from -> Wire.seconds(Duration.between(from, end.orElseGet(clock::instant))))
        .orElse(null);
  }
}
