package io.sesamo.engine.store;

import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which rows a commit adds and which it changes: those that differ from what is stored. */
final class Difference {

  final List<WorkflowRow> newWorkflows = new ArrayList<>();
  final List<WorkflowState> changedWorkflows = new ArrayList<>();
  final List<Group> newGroups = new ArrayList<>();
  final List<Group> changedGroups = new ArrayList<>();
  final List<Task> newTasks = new ArrayList<>();
  final List<Task> changedTasks = new ArrayList<>();

  private Difference() {}

  /** A row of {@code workflow_group}. */
  record Group(String workflow, int position, GroupSpec spec, GroupState state) {}

  /**
   * A row of {@code task}.
   *
   * @param position of the task among all of the workflow
   */
  record Task(String workflow, String group, int position, TaskSpec spec, TaskState state) {}

  /** An attempt of a task. */
  private record Attempt(String task, int number) {
    static Attempt of(TaskState state) {
      return new Attempt(state.name(), state.attempt());
    }
  }

  static Difference of(List<Change> changes) {
    Difference difference = new Difference();
    changes.forEach(difference::add);
    return difference;
  }

  private void add(Change change) {
    WorkflowRow row = change.after();
    if (change.before().isEmpty()) {
      newWorkflows.add(row);
    } else if (!withoutGroups(change.before().get()).equals(withoutGroups(row.state()))) {
      changedWorkflows.add(row.state());
    }
    int firstTask = 0;
    for (int position = 0; position < row.spec().groups().size(); position++) {
      GroupSpec spec = row.spec().groups().get(position);
      int place = position;
      GroupState state = row.state().groups().get(place);
      Optional<GroupState> stored = change.before().map(before -> before.groups().get(place));
      if (stored.isEmpty()) {
        newGroups.add(new Group(row.id(), position, spec, state));
      } else if (!withoutTasks(stored.get()).equals(withoutTasks(state))) {
        changedGroups.add(new Group(row.id(), position, spec, state));
      }
      if (stored.isEmpty() || !stored.get().equals(state)) {
        addTasks(row.id(), firstTask, spec, stored, state);
      }
      firstTask += spec.tasks().size();
    }
  }

  private void addTasks(
      String workflow,
      int firstTask,
      GroupSpec groupSpec,
      Optional<GroupState> before,
      GroupState after) {
    Map<Attempt, TaskState> stored = new HashMap<>();
    before.ifPresent(group -> group.tasks().forEach(task -> stored.put(Attempt.of(task), task)));
    Map<String, Integer> positions = new HashMap<>();
    groupSpec.tasks().forEach(task -> positions.put(task.name(), positions.size()));
    for (TaskState state : after.tasks()) {
      int place = positions.getOrDefault(state.name(), 0);
      Task row =
          new Task(workflow, after.name(), firstTask + place, groupSpec.tasks().get(place), state);
      TaskState earlier = stored.get(Attempt.of(state));
      if (earlier == null) {
        newTasks.add(row);
      } else if (!earlier.equals(state)) {
        changedTasks.add(row);
      }
    }
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

  private static GroupState withoutTasks(GroupState group) {
    return group.with(List.of());
  }
}
