package io.sesamo.engine;

import io.sesamo.engine.Standings.Standing;
import io.sesamo.engine.backend.Backend;
import io.sesamo.model.Resources;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.Node;
import io.sesamo.placement.PoolState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts what the launched tasks take of the pools' nodes. */
final class Fleet {

  private Fleet() {}

  static FleetState state(List<Backend> backends, Collection<Standing> standings) {
    return new FleetState(backends.stream().map(backend -> pool(backend, standings)).toList());
  }

  /** The kinds of nodes of each pool. */
  static Map<String, Set<String>> platforms(List<Backend> backends) {
    return backends.stream()
        .collect(
            Collectors.toMap(
                Backend::pool,
                backend ->
                    backend.nodes().stream().map(Node::platform).collect(Collectors.toSet())));
  }

  static PoolState pool(Backend backend, Collection<Standing> standings) {
    Map<String, Resources> taken = new HashMap<>();
    for (Standing standing : standings) {
      if (standing.row().pool().equals(backend.pool())) {
        standing.taken().forEach((node, amount) -> taken.merge(node, amount, Resources::plus));
      }
    }
    return new PoolState(
        backend.pool(),
        backend.nodes().stream()
            .map(node ->
                new Node(
                    node.name(),
                    node.platform(),
                    node.capacity(),
                    node.capacity().minus(taken.getOrDefault(node.name(), Resources.NONE))))
            .toList());
  }
}
