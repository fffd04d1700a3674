package io.sesamo.engine.lifecycle;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The status of a group from its tasks', and of a workflow from its groups', as NVIDIA OSMO does.
 */
public final class Aggregation {

  /** Worst first: the first of these that some group has is the workflow's status. */
  private static final List<TaskStatus> DOMINANT =
      List.of(
          TaskStatus.FAILED_CANCELED,
          TaskStatus.FAILED_SERVER_ERROR,
          TaskStatus.FAILED_EXEC_TIMEOUT,
          TaskStatus.FAILED_QUEUE_TIMEOUT);

  /** What was done to a group from outside: it counts whichever task it hit. */
  private static final Set<TaskStatus> IMPOSED =
      EnumSet.of(TaskStatus.FAILED_CANCELED, TaskStatus.FAILED_EXEC_TIMEOUT);

  private Aggregation() {}

  /**
   * A group's status.
   *
   * @param tasks of the current attempt
   * @param considered those whose result counts: the lead's alone, or everyone's
   */
  public static TaskStatus group(Collection<TaskStatus> tasks, Collection<TaskStatus> considered) {
    Set<TaskStatus> alive = EnumSet.noneOf(TaskStatus.class);
    tasks.stream().filter(status -> !status.finished()).forEach(alive::add);
    if (!alive.isEmpty()) {
      boolean running =
          alive.contains(TaskStatus.RUNNING) || tasks.stream().anyMatch(TaskStatus::finished);
      return running ? TaskStatus.RUNNING : alive.iterator().next();
    }
    return Stream.concat(tasks.stream().filter(IMPOSED::contains), considered.stream())
        .filter(TaskStatus::failed)
        .findFirst()
        .orElse(TaskStatus.COMPLETED);
  }

  /** True when a group whose tasks have all ended like this is to be tried again. */
  static boolean retries(Collection<TaskStatus> tasks) {
    return tasks.contains(TaskStatus.RESCHEDULED) && tasks.stream().noneMatch(IMPOSED::contains);
  }

  /**
   * A workflow's status.
   *
   * @param before its status so far: between two stages a workflow stays RUNNING
   */
  public static WorkflowStatus workflow(WorkflowStatus before, Collection<TaskStatus> groups) {
    if (groups.stream().anyMatch(status -> !status.finished())) {
      boolean running =
          before == WorkflowStatus.RUNNING
              || groups.contains(TaskStatus.RUNNING)
              || groups.contains(TaskStatus.COMPLETED);
      return running ? WorkflowStatus.RUNNING : WorkflowStatus.PENDING;
    }
    for (TaskStatus dominant : DOMINANT) {
      if (groups.contains(dominant)) {
        return WorkflowStatus.valueOf(dominant.name());
      }
    }
    List<TaskStatus> failures =
        groups.stream()
            .filter(status -> status.failed() && status != TaskStatus.FAILED_UPSTREAM)
            .distinct()
            .toList();
    return switch (failures.size()) {
      case 0 -> WorkflowStatus.COMPLETED;
      case 1 -> WorkflowStatus.valueOf(failures.getFirst().name());
      default -> WorkflowStatus.FAILED;
    };
  }
}
