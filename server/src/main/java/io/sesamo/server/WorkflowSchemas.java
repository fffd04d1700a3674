package io.sesamo.server;

import static io.sesamo.server.contract.Schema.byName;
import static io.sesamo.server.contract.Schema.count;
import static io.sesamo.server.contract.Schema.list;
import static io.sesamo.server.contract.Schema.naiveTime;
import static io.sesamo.server.contract.Schema.nothing;
import static io.sesamo.server.contract.Schema.number;
import static io.sesamo.server.contract.Schema.object;
import static io.sesamo.server.contract.Schema.text;
import static io.sesamo.server.contract.Schema.texts;
import static io.sesamo.server.contract.Schema.truth;
import static io.sesamo.server.contract.Schema.whole;
import static io.sesamo.server.contract.Schema.words;

import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import io.sesamo.server.contract.Schema.Fields;
import java.util.List;

/** What the routes of workflows and their tasks take and give, in OSMO's shapes. */
final class WorkflowSchemas {

  private WorkflowSchemas() {}

  private static final Schema MAYBE_TIME = naiveTime().orNull();
  private static final Schema MAYBE_TEXT = text().orNull();
  private static final Schema SECONDS = number().says("Seconds.");
  private static final Schema MAYBE_SECONDS = number().orNull().says("Seconds.");
  private static final Schema WORKFLOW_STATUS = words(WorkflowStatus.class);
  private static final Schema TASK_STATUS = words(TaskStatus.class);
  private static final Schema PRIORITY = words(Priority.class);
  private static final Schema ADDRESS = text().says("The address of it on this server.");
  private static final Schema NO_ADDRESS =
      nothing().says("OSMO's address of a dashboard. Sesamo has none.");

  /** A spec with settings for its templates. */
  static final Fields SPEC =
      object("TemplateSpec")
          .has("file", text().says("The spec, in YAML."))
          .may("set_variables", texts().says("Typed settings of its templates, key=value."))
          .may("set_string_variables", texts().says("Text settings of its templates, key=value."))
          .may(
              "uploaded_templated_spec",
              MAYBE_TEXT.says("What its author wrote, where file is made of it."))
          .only();

  static final Fields SUBMITTED =
      object("SubmitResponse")
          .has("name", text().says("The id of the workflow."))
          .has("overview", MAYBE_TEXT)
          .has("logs", MAYBE_TEXT)
          .has("spec", MAYBE_TEXT.says("The spec without its templates, for a dry run."))
          .has("dashboard_url", NO_ADDRESS)
          .has("warnings", texts());

  static final Fields CANCELLED = object("CancelResponse").has("name", text());

  private static final Fields ROW =
      object("WorkflowRow")
          .has("user", text())
          .has("name", text())
          .has("workflow_uuid", text())
          .has("submit_time", naiveTime())
          .has("start_time", MAYBE_TIME)
          .has("end_time", MAYBE_TIME)
          .has("queued_time", SECONDS)
          .has("duration", MAYBE_SECONDS)
          .has("status", WORKFLOW_STATUS)
          .has("overview", ADDRESS)
          .has("logs", ADDRESS)
          .has("error_logs", MAYBE_TEXT)
          .has("grafana_url", NO_ADDRESS)
          .has("dashboard_url", NO_ADDRESS)
          .has("pool", text())
          .has("app_owner", MAYBE_TEXT)
          .has("app_name", MAYBE_TEXT)
          .has("app_version", count().orNull())
          .has("priority", PRIORITY)
          .has("labels", byName(text()));

  static final Fields LIST =
      object("WorkflowList").has("workflows", list(ROW)).has("more_entries", truth());

  private static final Fields TASK =
      object("Task")
          .has("name", text())
          .has("retry_id", count())
          .has("status", TASK_STATUS)
          .has("failure_message", MAYBE_TEXT)
          .has("exit_code", whole(Integer.MIN_VALUE, Integer.MAX_VALUE).orNull())
          .has("logs", ADDRESS)
          .has("error_logs", ADDRESS)
          .has("processing_start_time", MAYBE_TIME)
          .has("scheduling_start_time", MAYBE_TIME)
          .has("initializing_start_time", MAYBE_TIME)
          .has("events", ADDRESS)
          .has("start_time", MAYBE_TIME)
          .has("end_time", MAYBE_TIME)
          .has("input_download_start_time", nothing())
          .has("input_download_end_time", nothing())
          .has("output_upload_start_time", MAYBE_TIME)
          .has("dashboard_url", NO_ADDRESS)
          .has("pod_name", text())
          .has("pod_ip", nothing())
          .has("task_uuid", text())
          .has("node_name", MAYBE_TEXT)
          .has("lead", truth());

  private static final Fields GROUP =
      object("Group")
          .has("name", text())
          .has("status", TASK_STATUS)
          .has("start_time", MAYBE_TIME)
          .has("end_time", MAYBE_TIME)
          .has("processing_start_time", MAYBE_TIME)
          .has("scheduling_start_time", MAYBE_TIME)
          .has("initializing_start_time", MAYBE_TIME)
          .has("remaining_upstream_groups", texts())
          .has("downstream_groups", texts())
          .has("failure_message", MAYBE_TEXT)
          .has("tasks", list(TASK));

  static final Fields WORKFLOW =
      object("Workflow")
          .has("name", text())
          .has("uuid", text())
          .has("submitted_by", text())
          .has("cancelled_by", MAYBE_TEXT)
          .has("spec", ADDRESS)
          .has("template_spec", ADDRESS)
          .has("logs", ADDRESS)
          .has("events", ADDRESS)
          .has("overview", ADDRESS)
          .has("parent_name", MAYBE_TEXT)
          .has("parent_job_id", count().orNull())
          .has("dashboard_url", NO_ADDRESS)
          .has("grafana_url", NO_ADDRESS)
          .has("tags", texts())
          .has("submit_time", naiveTime())
          .has("start_time", MAYBE_TIME)
          .has("end_time", MAYBE_TIME)
          .has("exec_timeout", SECONDS)
          .has("queue_timeout", SECONDS)
          .has("duration", MAYBE_SECONDS)
          .has("queued_time", SECONDS)
          .has("status", WORKFLOW_STATUS)
          .has("outputs", text())
          .has("groups", list(GROUP).says("Empty with skip_groups."))
          .has("pool", text())
          .has("backend", text())
          .has("app_owner", MAYBE_TEXT)
          .has("app_name", MAYBE_TEXT)
          .has("app_version", count().orNull())
          .has("plugins", object("WorkflowPlugins").has("rsync", truth()))
          .has("priority", PRIORITY)
          .has("labels", byName(text()))
          .has("warnings", texts());

  static final Fields TASK_ROW =
      object("TaskRow")
          .has("user", text())
          .has("workflow_id", text())
          .has("workflow_uuid", text())
          .has("task_name", text())
          .has("retry_id", count())
          .has("pool", text())
          .has("node", MAYBE_TEXT)
          .has("start_time", MAYBE_TIME)
          .has("end_time", MAYBE_TIME)
          .has("duration", MAYBE_SECONDS)
          .has("status", TASK_STATUS)
          .has("overview", ADDRESS)
          .has("logs", ADDRESS)
          .has("error_logs", MAYBE_TEXT)
          .has("grafana_url", NO_ADDRESS)
          .has("dashboard_url", NO_ADDRESS)
          .has("priority", PRIORITY)
          .has("storage", number().says("GiB."))
          .has("cpu", number())
          .has("memory", number().says("GiB."))
          .has("gpu", number());

  static final Fields TASK_ENTRY =
      object("TaskEntry")
          .has("workflow_id", text())
          .has("task_name", text())
          .has("node", MAYBE_TEXT)
          .has("start_time", MAYBE_TIME)
          .has("end_time", MAYBE_TIME)
          .has("status", TASK_STATUS)
          .has("storage", number().says("GiB."))
          .has("cpu", number())
          .has("memory", number().says("GiB."))
          .has("gpu", number());

  static final Fields TASK_LIST = object("TaskList").has("tasks", list(TASK_ROW));

  private static final Fields TASK_SUM =
      object("TaskSum")
          .has("user", text())
          .may("workflow_id", text())
          .has("pool", text())
          .has("storage", number().says("GiB."))
          .has("cpu", number())
          .has("memory", number().says("GiB."))
          .has("gpu", number())
          .has("priority", PRIORITY);

  static final Fields TASK_SUMMARIES = object("TaskSummaries").has("summaries", list(TASK_SUM));

  private static final Param OFFSET =
      Param.count("offset").orElse(0).says("How many to leave out first.");
  private static final Param LIMIT =
      Param.count("limit").orElse(20).says("How many at most; never more than 1000.");
  private static final Param ORDER =
      Param.word("order", "ASC", "DESC")
          .orElse("ASC")
          .says("Which come first: the oldest or the newest.");
  private static final Param ALL_USERS =
      Param.truth("all_users", false).says("Everybody's; otherwise one's own.");

  static final List<Param> SUBMIT_QUERY =
      List.of(
          Param.text("workflow_id").says("A workflow to submit again, in the place of a spec."),
          Param.truth("dry_run", false).says("Only fills in the templates."),
          Param.truth("validation_only", false).says("Only checks it."),
          Param.word("priority", Priority.class).orElse("NORMAL"),
          Param.text("app_uuid").says("The app whose file it is."),
          Param.count("app_version").says("Of that app; the latest."),
          Param.texts("env_vars").says("Variables of every task, key=value."),
          Param.texts("label").says("Labels of the workflow, key=value."));

  static final List<Param> LIST_QUERY =
      List.of(
          Param.texts("users").says("Those who submitted them; none: one's own."),
          Param.text("name").says("A part of their names."),
          Param.texts("statuses")
              .says("PENDING, RUNNING, COMPLETED, or one of those that begin with FAILED."),
          OFFSET,
          LIMIT,
          ORDER,
          ALL_USERS,
          Param.texts("pools"),
          Param.truth("all_pools", true),
          Param.time("submitted_before"),
          Param.time("submitted_after"),
          Param.words("priority", Priority.class),
          Param.pairs("label").says("Labels that they have, key=value, with * and (a|b)."),
          Param.texts("tags").says("One of them they have."),
          Param.text("app").says("They are made of it: its name, or name:version."),
          Param.texts("no_label").says("Names of labels that they have not."));

  static final List<Param> ONE_QUERY =
      List.of(
          Param.truth("skip_groups", false).says("Leaves the groups out."),
          Param.truth("verbose", false).says("Every attempt of the tasks, and not only the last."));

  private static final Param TASK_NAME = Param.text("task_name").says("Only this task's.");
  private static final Param RETRY =
      Param.count("retry_id").says("Only this attempt's; the last where a task is named.");
  private static final Param FOLLOW =
      Param.truth("follow", true).says("Goes on until the workflow has finished.");
  private static final Param LAST = Param.count("last_n_lines").says("Only the last lines.");

  static final List<Param> LINES_QUERY = List.of(LAST, TASK_NAME, RETRY, FOLLOW);

  static final List<Param> TASKS_QUERY =
      List.of(
          Param.text("workflow_id").says("A part of their workflows' names."),
          Param.texts("users").says("Those who submitted them; none: one's own."),
          Param.texts("pools"),
          Param.truth("all_pools", true),
          Param.texts("nodes"),
          Param.words("priority", Priority.class),
          Param.time("started_after"),
          Param.time("started_before"),
          OFFSET,
          ORDER,
          Param.texts("statuses").says("Statuses of tasks."),
          ALL_USERS,
          LIMIT,
          Param.truth("summary", false),
          Param.truth("aggregate_by_workflow", false));
}
