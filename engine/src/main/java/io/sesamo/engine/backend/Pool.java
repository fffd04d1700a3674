package io.sesamo.engine.backend;

import io.sesamo.model.fleet.FleetPool;
import io.sesamo.placement.Node;
import java.util.List;

/**
 * A pool of a backend.
 *
 * @param name unique among the pools of all backends
 * @param description one sentence for people about what it is and how its tasks are isolated
 * @param nodes with all their capacity free; the engine counts what is taken. One that is lost is
 *     not usable
 * @param emulated whether its accelerators are not there and its tasks are processes elsewhere
 */
public record Pool(String name, String description, List<Node> nodes, boolean emulated) {

  public Pool {
    nodes = List.copyOf(nodes);
  }

  /** One with the nodes that the fleet's file declares. */
  public static Pool declared(FleetPool pool, String description) {
    return new Pool(
        pool.name(),
        description,
        pool.nodes()
            .map(node ->
                new Node(node.name(), node.platform(), node.has(), node.has(), node.labels(), true))
            .toList(),
        pool.emulated());
  }
}
