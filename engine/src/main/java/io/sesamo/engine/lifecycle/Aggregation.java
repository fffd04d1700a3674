package io.sesamo.engine.lifecycle;

import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.model.spec.GroupSpec;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The status of a group from its tasks', and of a workflow from its groups', as NVIDIA OSMO does:
 * two lists of rules, of which the first that holds gives the status. {@code docs/lifecycle.md}
 * shows them.
 */
public final class Aggregation {

  /** What was done to a group from outside: it counts whichever task it hit. */
  private static final Set<TaskStatus> IMPOSED =
      EnumSet.of(TaskStatus.FAILED_CANCELED, TaskStatus.FAILED_EXEC_TIMEOUT);

  /** The rules for a group, in order; the last one always holds. */
  static final List<Rule<Tasks, TaskStatus>> GROUP_RULES =
      List.of(
          new Rule<>(
              "some task is not over, and one runs or is over",
              "RUNNING",
              tasks -> tasks.alive() && tasks.any(s -> s == TaskStatus.RUNNING || s.finished()),
              tasks -> TaskStatus.RUNNING),
          new Rule<>(
              "no task has started",
              "the status of the task that is least far",
              Tasks::alive,
              tasks -> tasks.all().stream().min(TaskStatus::compareTo).orElseThrow()),
          new Rule<>(
              "a task was cancelled or ran too long, whether it counts or not",
              "the first such task's status",
              tasks -> tasks.any(IMPOSED::contains),
              tasks -> first(tasks.all(), IMPOSED::contains)),
          new Rule<>(
              "a task that counts failed: the lead, or any if the group does not ignore the others",
              "the first such task's status",
              tasks -> tasks.considered().stream().anyMatch(TaskStatus::failed),
              tasks -> first(tasks.considered(), TaskStatus::failed)),
          new Rule<>("otherwise", "COMPLETED", tasks -> true, tasks -> TaskStatus.COMPLETED));

  /** The rules for a workflow, in order; the last one always holds. */
  static final List<Rule<Groups, WorkflowStatus>> WORKFLOW_RULES =
      List.of(
          new Rule<>(
              "some group is not over, and one runs or has completed, or the workflow ran before",
              "RUNNING",
              groups -> groups.alive() && groups.begun(),
              groups -> WorkflowStatus.RUNNING),
          new Rule<>(
              "some group is not over", "PENDING", Groups::alive, groups -> WorkflowStatus.PENDING),
          dominant(TaskStatus.FAILED_CANCELED),
          dominant(TaskStatus.FAILED_SERVER_ERROR),
          dominant(TaskStatus.FAILED_EXEC_TIMEOUT),
          dominant(TaskStatus.FAILED_QUEUE_TIMEOUT),
          new Rule<>(
              "groups failed of themselves, all in the same way",
              "that status",
              groups -> groups.failures().size() == 1,
              groups -> WorkflowStatus.valueOf(groups.failures().getFirst().name())),
          new Rule<>(
              "groups failed of themselves, in different ways",
              "FAILED",
              groups -> groups.failures().size() > 1,
              groups -> WorkflowStatus.FAILED),
          new Rule<>("otherwise", "COMPLETED", groups -> true, groups -> WorkflowStatus.COMPLETED));

  private Aggregation() {}

  /**
   * One line of a table.
   *
   * @param when the condition, for people
   * @param gives the status, for people
   */
  record Rule<C, S>(String when, String gives, Predicate<C> holds, Function<C, S> status) {}

  /**
   * What a group's status is computed from.
   *
   * @param all tasks of the current attempt
   * @param considered those whose result counts: the lead's alone, or everyone's
   */
  record Tasks(Collection<TaskStatus> all, Collection<TaskStatus> considered) {

    boolean alive() {
      return any(status -> !status.finished());
    }

    boolean any(Predicate<TaskStatus> such) {
      return all.stream().anyMatch(such);
    }
  }

  /**
   * What a workflow's status is computed from.
   *
   * @param before its status so far: between two stages a workflow stays RUNNING
   */
  record Groups(WorkflowStatus before, Collection<TaskStatus> all) {

    boolean alive() {
      return all.stream().anyMatch(status -> !status.finished());
    }

    boolean begun() {
      return before == WorkflowStatus.RUNNING
          || all.contains(TaskStatus.RUNNING)
          || all.contains(TaskStatus.COMPLETED);
    }

    List<TaskStatus> failures() {
      return all.stream()
          .filter(status -> status.failed() && status != TaskStatus.FAILED_UPSTREAM)
          .distinct()
          .toList();
    }
  }

  private static Rule<Groups, WorkflowStatus> dominant(TaskStatus status) {
    return new Rule<>(
        "some group is " + status,
        status.name(),
        groups -> groups.all().contains(status),
        groups -> WorkflowStatus.valueOf(status.name()));
  }

  /**
   * A group's status.
   *
   * @param tasks of the current attempt
   * @param considered those whose result counts: the lead's alone, or everyone's
   */
  public static TaskStatus group(Collection<TaskStatus> tasks, Collection<TaskStatus> considered) {
    Tasks context = new Tasks(tasks, considered);
    return first(GROUP_RULES, context).status().apply(context);
  }

  static TaskStatus group(GroupSpec spec, GroupState group) {
    TaskStatus lead = group.task(spec.lead().name()).orElseThrow().status();
    List<TaskStatus> all =
        group.current().stream()
            .map(task -> lead == TaskStatus.COMPLETED ? counted(task) : task.status())
            .toList();
    return group(all, spec.ignoreNonleadStatus() ? List.of(lead) : all);
  }

  /**
   * What a task's status counts as beside a lead that has completed. It ran too long only where
   * that became known too late to stop it: it counts as if it had been stopped for that.
   */
  static TaskStatus counted(TaskState task) {
    if (task.status() != TaskStatus.FAILED_EXEC_TIMEOUT) {
      return task.status();
    }
    return switch (task.exitCode().orElse(0)) {
      case ExitCodes.UPLOAD_FAILED -> TaskStatus.FAILED;
      case ExitCodes.BACKEND_ERROR -> TaskStatus.FAILED_BACKEND_ERROR;
      default -> TaskStatus.COMPLETED;
    };
  }

  /**
   * True when a group whose tasks have all ended like this is to be tried again. That another ran
   * too long does not matter: one that is to be tried again ended when the group's time was not up.
   */
  static boolean retries(Collection<TaskState> tasks) {
    return tasks.stream().anyMatch(task -> task.status() == TaskStatus.RESCHEDULED)
        && tasks.stream().noneMatch(task -> task.status() == TaskStatus.FAILED_CANCELED);
  }

  /**
   * A workflow's status.
   *
   * @param before its status so far: between two stages a workflow stays RUNNING
   */
  public static WorkflowStatus workflow(WorkflowStatus before, Collection<TaskStatus> groups) {
    Groups context = new Groups(before, groups);
    return first(WORKFLOW_RULES, context).status().apply(context);
  }

  /** What a workflow says of its status: where it failed, why. */
  static String reason(WorkflowState state, WorkflowStatus status) {
    if (!status.finished() || status == WorkflowStatus.COMPLETED || !state.message().isEmpty()) {
      return state.message();
    }
    return state.groups().stream()
        .flatMap(group -> group.current().stream())
        .filter(task -> task.status().failed() && task.status() != TaskStatus.FAILED_UPSTREAM)
        .map(task -> ("Task " + task.name() + ": " + task.message()).strip())
        .findFirst()
        .orElse("");
  }

  /** The first rule that holds. */
  static <C, S> Rule<C, S> first(List<Rule<C, S>> rules, C context) {
    return rules.stream().filter(rule -> rule.holds().test(context)).findFirst().orElseThrow();
  }

  private static TaskStatus first(Collection<TaskStatus> statuses, Predicate<TaskStatus> such) {
    return statuses.stream().filter(such).findFirst().orElseThrow();
  }
}
