package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one task of a group needs.
 *
 * @param task its name
 * @param amount of one node; whole accelerators, or a part of one
 * @param platform the kind of node that it asks for
 * @param nodesExcluded where it must not be
 * @param models accelerator models that it can run on, best first; empty: any
 * @param stacks software stacks that it can run on; empty: any
 * @param acceleratorMemory bytes that each of its accelerators must have, or the part of one; 0:
 *     any
 * @param near with whom it shares a part of the network
 */
public record TaskRequest(
    String task,
    Resources amount,
    Optional<String> platform,
    Set<String> nodesExcluded,
    List<String> models,
    List<String> stacks,
    long acceleratorMemory,
    List<Near> near) {

  public TaskRequest {
    nodesExcluded = Set.copyOf(nodesExcluded);
    models = List.copyOf(models);
    stacks = List.copyOf(stacks);
    near = List.copyOf(near);
    long milli = amount.acceleratorMilli();
    if (milli < 0 || (milli > Resources.WHOLE && milli % Resources.WHOLE != 0)) {
      throw new IllegalArgumentException(
          "Task " + task + " asks for " + milli + " thousandths of an accelerator");
    }
  }

  /** One that can do with any accelerator memory. */
  public TaskRequest(
      String task,
      Resources amount,
      Optional<String> platform,
      Set<String> nodesExcluded,
      List<String> models,
      List<String> stacks,
      List<Near> near) {
    this(task, amount, platform, nodesExcluded, models, stacks, 0, near);
  }

  /** One that asks for an amount alone. */
  public TaskRequest(
      String task, Resources amount, Optional<String> platform, Set<String> nodesExcluded) {
    this(task, amount, platform, nodesExcluded, List.of(), List.of(), List.of());
  }

  /** The same without its name: of a gang most tasks ask for the same. */
  TaskRequest nameless() {
    return new TaskRequest(
        "", amount, platform, nodesExcluded, models, stacks, acceleratorMemory, near);
  }

  /**
   * Tasks with the same {@code group} share one value of the node label {@code key}.
   *
   * @param required false: preferred
   */
  public record Near(String key, String group, boolean required) {}
}
