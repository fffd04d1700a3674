package io.sesamo.placement;

import java.util.List;
import java.util.Map;

/** The chosen place of a group: a slot for each task, all in one pool. */
public record Placement(String pool, Map<String, Slot> slots) {

  public Placement {
    slots = Map.copyOf(slots);
  }

  /**
   * Where a task runs.
   *
   * @param accelerators of the node, by number from 0: whole ones, or the one that it shares
   */
  public record Slot(String node, List<Integer> accelerators) {
    public Slot {
      accelerators = List.copyOf(accelerators);
    }

    /** On a node, without accelerators, or with whole ones that its backend chooses. */
    public Slot(String node) {
      this(node, List.of());
    }
  }

  /**
   * Where that task runs.
   *
   * @throws IllegalArgumentException when the task is not of this placement's group
   */
  public Slot slot(String task) {
    Slot slot = slots.get(task);
    if (slot == null) {
      throw new IllegalArgumentException("Task " + task + " is not placed by " + this);
    }
    return slot;
  }

  /** The node of that task; see {@link #slot}. */
  public String node(String task) {
    return slot(task).node();
  }
}
