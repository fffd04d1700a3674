package io.sesamo.engine.backend;

import io.sesamo.engine.data.ManifestId;
import io.sesamo.model.Resources;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.TaskSpec;
import java.util.List;
import java.util.Optional;

/**
 * One attempt of a group, ready to run: the order that the engine gives a backend. It is
 * self-contained, so that a backend that has written it down can go on without the engine.
 *
 * @param id {@code <workflow>.<group>.<attempt>}; the same id is the same launch, however often it
 *     is handed over
 * @param workflow id of the workflow
 * @param group name of the group
 * @param attempt 0 for the first try
 * @param barrier whether no command starts before every task's inputs are in place
 * @param tasks at least one
 */
public record Launch(
    String id,
    String workflow,
    String group,
    int attempt,
    boolean barrier,
    List<TaskLaunch> tasks) {

  public Launch {
    tasks = List.copyOf(tasks);
  }

  /**
   * One task of the launch.
   *
   * @param spec as its author wrote it; job-time tokens not yet filled, since only the backend
   *     knows the paths and hosts
   * @param node where placement put it
   * @param amount what it may use of the node
   * @param inputs in the order of {@code spec.inputs()}
   */
  public record TaskLaunch(TaskSpec spec, String node, Resources amount, List<Input> inputs) {

    public TaskLaunch {
      inputs = List.copyOf(inputs);
    }

    public String name() {
      return spec.name();
    }
  }

  /**
   * An input with what the engine knows of its content.
   *
   * @param spec as written
   * @param manifest the upstream task's stored output; empty for a URL
   */
  public record Input(InputSpec spec, Optional<ManifestId> manifest) {}
}
