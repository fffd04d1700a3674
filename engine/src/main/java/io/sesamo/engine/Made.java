package io.sesamo.engine;

import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.InputSpec.FromTask;
import io.sesamo.model.spec.TaskSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a task has made that others read.
 *
 * @param site where it ran; empty: not known
 * @param output of its last attempt, once it has completed
 * @param by the task as its author wrote it, with what he says of the data that it read
 */
record Made(String site, Optional<ManifestId> output, TaskSpec by) {

  /** What a group reads of other tasks, each once: of its own workflow, and of earlier ones. */
  static List<Made> readBy(WorkflowRow row, GroupSpec group, Circumstances.Known known) {
    return group.tasks().stream()
        .flatMap(task -> task.inputs().stream())
        .filter(InputSpec.FromTask.class::isInstance)
        .map(input -> new FromTask(((FromTask) input).workflow(), ((FromTask) input).task(), ""))
        .distinct()
        .flatMap(from ->
            (from.workflow().isEmpty()
                    ? of(row, from.task())
                    : known.earlier().of(from.workflow(), from.task()))
                .stream())
        .toList();
  }

  /** What a task of that workflow has made; empty when it has no such task. */
  private static Optional<Made> of(WorkflowRow row, String task) {
    for (int i = 0; i < row.spec().groups().size(); i++) {
      for (TaskSpec spec : row.spec().groups().get(i).tasks()) {
        if (spec.name().equals(task)) {
          return Optional.of(of(row.state().groups().get(i), spec));
        }
      }
    }
    return Optional.empty();
  }

  private static Made of(GroupState group, TaskSpec task) {
    return new Made(
        group.place().map(Place::site).orElse(""),
        group.task(task.name()).flatMap(group::output),
        task);
  }

  /** What the tasks of a workflow have stored, by their names. */
  static Map<String, Made> storedBy(WorkflowRow row) {
    Map<String, Made> stored = new HashMap<>();
    for (int i = 0; i < row.spec().groups().size(); i++) {
      for (TaskSpec task : row.spec().groups().get(i).tasks()) {
        Made made = of(row.state().groups().get(i), task);
        if (made.output().isPresent()) {
          stored.put(task.name(), made);
        }
      }
    }
    return stored;
  }
}
