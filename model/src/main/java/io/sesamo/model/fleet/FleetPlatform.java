package io.sesamo.model.fleet;

import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of node of a pool.
 *
 * @param name unique in its pool
 * @param accelerator its model; empty: none is named
 * @param each what one node has; nothing where the pool's backend is to find out
 * @param nodes their names; none where the pool's backend is to find out
 * @param topology how many consecutive nodes share one domain of that name, from the narrowest to
 *     the widest; each size is a multiple of the one before
 * @param labels of each node, beside those of the pool and of the topology
 * @param price USD for one accelerator for an hour; empty: unknown
 */
public record FleetPlatform(
    String name,
    Optional<Accelerator> accelerator,
    Resources each,
    NodeNames nodes,
    Map<String, Integer> topology,
    Map<String, String> labels,
    Optional<Figure> price) {

  public FleetPlatform {
    topology = Ordered.copy(topology);
    labels = Ordered.copy(labels);
  }

  /** All accelerators of its nodes together. */
  public long accelerators() {
    return each.acceleratorMilli() / Resources.WHOLE * nodes.count();
  }

  /**
   * Which domain of that level a node is in, counted from 0.
   *
   * @param level a key of {@link #topology}
   * @param node its index
   */
  public int domain(String level, int node) {
    return node / topology.getOrDefault(level, 1);
  }
}
