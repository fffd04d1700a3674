package io.sesamo.placement;

import java.util.Map;

/** The chosen place of a group: one node per task, all in one pool. */
public record Placement(String pool, Map<String, String> nodeByTask) {

  public Placement {
    nodeByTask = Map.copyOf(nodeByTask);
  }

  /**
   * The node of that task.
   *
   * @throws IllegalArgumentException when the task is not of this placement's group
   */
  public String node(String task) {
    String node = nodeByTask.get(task);
    if (node == null) {
      throw new IllegalArgumentException("Task " + task + " is not placed by " + this);
    }
    return node;
  }
}
