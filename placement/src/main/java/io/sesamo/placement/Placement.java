package io.sesamo.placement;

import java.util.Map;

/** The chosen place of a group: one node per task, all in one pool. */
public record Placement(String pool, Map<String, String> nodeByTask) {

  public Placement {
    nodeByTask = Map.copyOf(nodeByTask);
  }
}
