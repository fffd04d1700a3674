package io.sesamo.engine.view;

import io.sesamo.placement.Node;
import io.sesamo.placement.PoolState;
import java.util.List;

/**
 * A pool as it stands.
 *
 * @param state with what is free on each node now
 * @param drained whether it, or its site, takes in no work until it is resumed
 */
public record PoolView(
    PoolState state, String description, String defaultPlatform, boolean drained) {

  public String name() {
    return state.name();
  }

  public List<Node> nodes() {
    return state.nodes();
  }
}
