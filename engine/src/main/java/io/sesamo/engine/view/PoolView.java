package io.sesamo.engine.view;

import io.sesamo.placement.Node;
import java.util.List;

/**
 * A pool as it stands.
 *
 * @param nodes with what is free on each now
 */
public record PoolView(String name, String description, String defaultPlatform, List<Node> nodes) {

  public PoolView {
    nodes = List.copyOf(nodes);
  }
}
