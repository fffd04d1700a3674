package io.sesamo.engine;

import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.InputSpec.FromTask;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is left to do of a failed workflow, as a workflow of its own. Groups that completed are not
 * in it: what others take of them comes from the failed workflow. One whose output is needed and
 * was given up since is done again, with all that it needs itself. Pure functions.
 */
final class Restart {

  private final WorkflowRow failed;
  private final Predicate<ManifestId> stored;
  private final Map<String, String> groups = new HashMap<>();

  private Restart(WorkflowRow failed, Predicate<ManifestId> stored) {
    this.failed = failed;
    this.stored = stored;
    failed
        .spec()
        .groups()
        .forEach(group -> group.tasks().forEach(task -> groups.put(task.name(), group.name())));
  }

  /**
   * The spec of the rest.
   *
   * @param stored whether an output is still there
   */
  static WorkflowSpec of(WorkflowRow failed, Predicate<ManifestId> stored) {
    return new Restart(failed, stored).rest();
  }

  private WorkflowSpec rest() {
    Set<String> again = new HashSet<>();
    failed.state().groups().stream()
        .filter(group -> group.status() != TaskStatus.COMPLETED)
        .forEach(group -> add(group.name(), again));
    WorkflowSpec spec = failed.spec();
    List<GroupSpec> left =
        spec.groups().stream()
            .filter(group -> again.contains(group.name()))
            .map(group -> reading(group, again))
            .toList();
    return new WorkflowSpec(
        spec.name(), spec.labels(), left, spec.resources(), spec.timeouts(), spec.sesamo());
  }

  private void add(String name, Set<String> again) {
    if (again.add(name)) {
      GroupSpec group = failed.spec().group(name).orElseThrow();
      group.tasks().stream()
          .flatMap(task -> ownInputs(task))
          .filter(from -> !kept(from.task()))
          .forEach(from -> add(groupOf(from.task()), again));
    }
  }

  private static Stream<FromTask> ownInputs(TaskSpec task) {
    return task.inputs().stream()
        .filter(FromTask.class::isInstance)
        .map(FromTask.class::cast)
        .filter(from -> from.workflow().isEmpty());
  }

  /** Whether what a task has made can be taken as it is. */
  private boolean kept(String task) {
    GroupState group = failed.state().group(groupOf(task)).orElseThrow();
    return group.status() == TaskStatus.COMPLETED
        && group.task(task).flatMap(group::output).filter(stored).isPresent();
  }

  private String groupOf(String task) {
    return Objects.requireNonNull(groups.get(task), task); // a spec names its own tasks
  }

  private GroupSpec reading(GroupSpec group, Set<String> again) {
    return new GroupSpec(
        group.name(),
        group.barrier(),
        group.ignoreNonleadStatus(),
        group.tasks().stream()
            .map(task ->
                task.reading(task.inputs().stream().map(input -> placed(input, again)).toList()))
            .toList(),
        group.upstream().stream().filter(again::contains).collect(Collectors.toSet()));
  }

  private InputSpec placed(InputSpec input, Set<String> again) {
    return input instanceof FromTask from
            && from.workflow().isEmpty()
            && !again.contains(groupOf(from.task()))
        ? new FromTask(failed.id(), from.task(), from.regex())
        : input;
  }
}
