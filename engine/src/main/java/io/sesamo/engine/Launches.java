package io.sesamo.engine;

import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Launch.Input;
import io.sesamo.engine.backend.Launch.TaskLaunch;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.law.Matter;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.store.EffectRow;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.Resources;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.Tokens;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.GroupRequest.TaskRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Makes of a stored group what placement is asked and what a backend is ordered. */
final class Launches {

  /** What a task gets that does not say what it needs: NVIDIA OSMO's defaults. */
  private static final Resources DEFAULT = new Resources(1000, 1L << 30, 0, 0);

  private Launches() {}

  /** What one task takes of its node. */
  static Resources amount(TaskSpec task) {
    Resources asked = task.resources().amount();
    return new Resources(
        asked.cpuMilli() > 0 ? asked.cpuMilli() : DEFAULT.cpuMilli(),
        asked.memoryBytes() > 0 ? asked.memoryBytes() : DEFAULT.memoryBytes(),
        asked.storageBytes(),
        asked.accelerators());
  }

  /**
   * What placement is asked.
   *
   * @param law of the day
   */
  static GroupRequest request(WorkflowRow row, GroupSpec group, Instant readySince, LawDay law) {
    return new GroupRequest(
        row.id() + "." + group.name(),
        row.pool(),
        rank(row),
        readySince,
        group.tasks().stream()
            .map(task ->
                new TaskRequest(
                    task.name(),
                    amount(task),
                    task.resources().platform(),
                    Set.copyOf(task.resources().nodesExcluded())))
            .toList(),
        law.asked() ? law.forbidden(Matter.of(row.spec(), group, row.pool())) : Map.of());
  }

  private static int rank(WorkflowRow row) {
    return switch (row.priority()) {
      case LOW -> 0;
      case NORMAL -> 1;
      case HIGH -> 2;
    };
  }

  /**
   * The order for the group's current attempt.
   *
   * @param earlier finds the output of a task of an earlier workflow
   */
  static Launch launch(
      WorkflowRow row, GroupSpec spec, BiFunction<String, String, Optional<ManifestId>> earlier) {
    GroupState group = row.state().group(spec.name()).orElseThrow();
    Map<String, ManifestId> outputs = outputs(row, spec);
    // What only the backend knows is filled in there.
    Tokens tokens = new Tokens(Map.of("workflow_id", row.id()));
    return new Launch(
        EffectRow.launchId(row.id(), group.name(), group.attempt()),
        row.id(),
        group.name(),
        group.attempt(),
        spec.barrier(),
        spec.tasks().stream()
            .map(tokens::fill)
            .map(task ->
                new TaskLaunch(
                    task,
                    group.task(task.name()).flatMap(TaskState::node).orElse(""),
                    amount(task),
                    task.inputs().stream()
                        .map(input -> new Input(input, manifest(input, outputs, earlier)))
                        .toList()))
            .toList());
  }

  /** What the tasks that the group may take inputs from have stored, by task. */
  private static Map<String, ManifestId> outputs(WorkflowRow row, GroupSpec spec) {
    if (spec.upstream().isEmpty()) {
      return Map.of();
    }
    return row.state().groups().stream()
        .filter(group -> spec.upstream().contains(group.name()))
        .flatMap(group -> group.current().stream())
        .filter(task -> task.status() == TaskStatus.COMPLETED && task.output().isPresent())
        .collect(Collectors.toMap(TaskState::name, task -> task.output().orElseThrow()));
  }

  private static Optional<ManifestId> manifest(
      InputSpec input,
      Map<String, ManifestId> outputs,
      BiFunction<String, String, Optional<ManifestId>> earlier) {
    return switch (input) {
      case InputSpec.FromUrl url -> Optional.empty();
      case InputSpec.FromTask from when !from.workflow().isEmpty() ->
          earlier.apply(from.workflow(), from.task());
      case InputSpec.FromTask from -> Optional.ofNullable(outputs.get(from.task()));
    };
  }
}
