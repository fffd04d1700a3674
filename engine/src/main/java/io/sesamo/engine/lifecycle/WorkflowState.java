package io.sesamo.engine.lifecycle;

import io.sesamo.model.spec.WorkflowSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A workflow with its groups: all that the lifecycle decides on, beside the spec.
 *
 * @param id of the workflow
 * @param status computed from the groups
 * @param message why it failed
 * @param cancelledBy who cancelled it
 * @param startTime when its first task started
 * @param endTime when its last group finished
 * @param groups in file order
 */
public record WorkflowState(
    String id,
    WorkflowStatus status,
    String message,
    Optional<String> cancelledBy,
    Optional<Instant> startTime,
    Optional<Instant> endTime,
    List<GroupState> groups) {

  public WorkflowState {
    groups = List.copyOf(groups);
  }

  /** A workflow that was just taken in: everything waits. */
  public static WorkflowState submitted(String id, WorkflowSpec spec) {
    List<GroupState> groups =
        spec.groups().stream()
            .map(group ->
                GroupState.waiting(
                    group.name(),
                    group.tasks().stream().map(task -> TaskState.waiting(task.name(), 0)).toList()))
            .toList();
    return new WorkflowState(
        id,
        WorkflowStatus.PENDING,
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        groups);
  }

  /** The group of that name. */
  public Optional<GroupState> group(String name) {
    return groups.stream().filter(group -> group.name().equals(name)).findFirst();
  }

  /** The same workflow with another state of the group at a position. */
  WorkflowState with(int position, GroupState group) {
    List<GroupState> changed = new ArrayList<>(groups);
    changed.set(position, group);
    return new WorkflowState(id, status, message, cancelledBy, startTime, endTime, changed);
  }

  WorkflowState cancelledBy(String user, String words) {
    return new WorkflowState(id, status, words, Optional.of(user), startTime, endTime, groups);
  }

  WorkflowState with(
      WorkflowStatus newStatus, String words, Optional<Instant> start, Optional<Instant> end) {
    return new WorkflowState(id, newStatus, words, cancelledBy, start, end, groups);
  }
}
