package io.sesamo.placement;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All pools with what is free in them. */
public record FleetState(List<PoolState> pools) {

  public FleetState {
    pools = List.copyOf(pools);
  }

  /** The kinds of those nodes of a pool. */
  public Set<String> platforms(String pool, Set<String> nodes) {
    return pools.stream()
        .filter(found -> found.name().equals(pool))
        .flatMap(found -> found.nodes().stream())
        .filter(node -> nodes.contains(node.name()))
        .map(Node::platform)
        .collect(Collectors.toSet());
  }
}
