package io.sesamo.engine;

import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Launch.Input;
import io.sesamo.engine.backend.Launch.TaskLaunch;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.store.EffectRow;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.SesamoTask;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.Tokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes of a placed group what a backend is ordered. */
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
        asked.acceleratorMilli());
  }

  /**
   * The order for the group's current attempt.
   *
   * @param place where it is
   * @param earlier finds the output of a task of an earlier workflow
   */
  static Launch launch(
      WorkflowRow row,
      GroupSpec spec,
      Place place,
      Fleet fleet,
      BiFunction<String, String, Optional<ManifestId>> earlier) {
    GroupState group = row.state().group(spec.name()).orElseThrow();
    Map<String, ManifestId> outputs = outputs(row, spec);
    // What only the backend knows is filled in there.
    Tokens tokens = new Tokens(Map.of("workflow_id", row.id()));
    return new Launch(
        EffectRow.launchId(row.id(), group.name(), group.attempt()),
        row.id(),
        group.name(),
        group.attempt(),
        new Launch.Place(place.pool(), place.site(), place.emulated()),
        spec.barrier(),
        spec.tasks().stream()
            .map(task -> {
              Optional<TaskState> state = group.task(task.name());
              List<Integer> own = state.map(TaskState::accelerators).orElse(List.of());
              String node = state.flatMap(TaskState::node).orElse("");
              return launch(task, node, own, fleet.member(place.pool()), tokens)
                  .with(
                      task.inputs().stream()
                          .map(input -> new Input(input, manifest(input, outputs, earlier)))
                          .toList());
            })
            .toList());
  }

  private static TaskLaunch launch(
      TaskSpec task,
      String node,
      List<Integer> accelerators,
      Optional<Fleet.Member> pool,
      Tokens tokens) {
    Optional<Accelerator> accelerator = pool.flatMap(found -> found.acceleratorOf(node));
    return new TaskLaunch(
        tokens.fill(on(accelerator, task)),
        node,
        pool.flatMap(found -> found.node(node)).map(found -> found.platform()).orElse(""),
        accelerator.map(Accelerator::id).orElse(""),
        amount(task),
        accelerators,
        List.of());
  }

  /**
   * The task as it runs on that model: the first of its alternatives that fits says what differs.
   */
  private static TaskSpec on(Optional<Accelerator> model, TaskSpec task) {
    return task.sesamo().accelerators().stream()
        .filter(kind -> model.filter(found -> fits(found, kind)).isPresent())
        .findFirst()
        .map(kind -> {
          boolean other = !kind.command().isEmpty();
          return task.running(
              kind.image().orElse(task.image()),
              other ? kind.command() : task.command(),
              other ? kind.args() : task.args());
        })
        .orElse(task);
  }

  private static boolean fits(Accelerator model, SesamoTask.Accelerator kind) {
    return kind.model().filter(model.id()::equals).isPresent()
        || kind.stack()
            .filter(stack -> model.stacks().stream().anyMatch(stack::equalsIgnoreCase))
            .isPresent();
  }

  /** What the tasks that the group may take inputs from have stored, by task. */
  static Map<String, ManifestId> outputs(WorkflowRow row, GroupSpec spec) {
    if (spec.upstream().isEmpty()) {
      return Map.of();
    }
    Map<String, ManifestId> outputs = new HashMap<>();
    for (GroupState group : row.state().groups()) {
      if (spec.upstream().contains(group.name())) {
        group
            .current()
            .forEach(task -> group.output(task).ifPresent(id -> outputs.put(task.name(), id)));
      }
    }
    return outputs;
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
