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
 * @param place where it was placed
 * @param barrier whether no command starts before every task's inputs are in place
 * @param tasks at least one
 */
public record Launch(
    String id,
    String workflow,
    String group,
    int attempt,
    Place place,
    boolean barrier,
    List<TaskLaunch> tasks) {

  public Launch {
    tasks = List.copyOf(tasks);
  }

  /**
   * Where a launch runs.
   *
   * @param pool its name
   * @param site of the pool; empty: not known
   * @param emulated whether the pool's accelerators are not there
   */
  public record Place(String pool, String site, boolean emulated) {}

  /**
   * One task of the launch.
   *
   * @param spec as its author wrote it, with what differs on that accelerator; job-time tokens not
   *     yet filled, since only the backend knows the paths and hosts
   * @param node where placement put it
   * @param platform of that node; empty: not known
   * @param accelerator model of that node, as the catalogue has it; empty: none, or not known
   * @param amount what it may use of the node
   * @param accelerators which of the node's accelerators are its own, by number from 0: whole ones,
   *     or the one that it shares; empty where it has none, or nobody has said which
   * @param inputs in the order of {@code spec.inputs()}
   */
  public record TaskLaunch(
      TaskSpec spec,
      String node,
      String platform,
      String accelerator,
      Resources amount,
      List<Integer> accelerators,
      List<Input> inputs) {

    public TaskLaunch {
      accelerators = List.copyOf(accelerators);
      inputs = List.copyOf(inputs);
    }

    public String name() {
      return spec.name();
    }

    /** The same task with these inputs. */
    public TaskLaunch with(List<Input> others) {
      return new TaskLaunch(spec, node, platform, accelerator, amount, accelerators, others);
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
