package io.sesamo.model.spec;

import io.sesamo.model.Resources;
import java.util.List;
import java.util.Optional;

/**
 * An entry of {@code resources:}.
 *
 * @param amount what one task needs; parts that the file leaves out are 0
 * @param platform named kind of node; empty means the pool's default
 * @param nodesExcluded names of nodes not to use
 * @param topology how near each other the tasks of a group must be
 */
public record ResourceSpec(
    Resources amount,
    Optional<String> platform,
    List<String> nodesExcluded,
    List<Topology> topology) {

  public static final ResourceSpec DEFAULT =
      new ResourceSpec(Resources.NONE, Optional.empty(), List.of(), List.of());

  public ResourceSpec {
    nodesExcluded = List.copyOf(nodesExcluded);
    topology = List.copyOf(topology);
  }

  /**
   * Tasks with the same {@code group} share one value of the node label {@code key}.
   *
   * @param required false: preferred
   */
  public record Topology(String key, String group, boolean required) {}
}
