package io.sesamo.placement;

import java.util.List;

/** The nodes of one pool, in the order in which they are tried. */
public record PoolState(String name, List<Node> nodes) {

  public PoolState {
    nodes = List.copyOf(nodes);
  }

  /** The same pool with nothing running in it. */
  public PoolState idle() {
    return new PoolState(name, nodes.stream().map(Node::idle).toList());
  }
}
