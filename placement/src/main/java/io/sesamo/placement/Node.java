package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.util.Map;

/**
 * One machine of a pool.
 *
 * @param name unique in its pool
 * @param platform named kind of node
 * @param capacity what tasks may use of it in all; at most {@link AcceleratorSet#MOST} accelerators
 * @param free what is not taken; parts are never negative
 * @param labels among them where it is in the network, as in {@code rack: fra-1}
 * @param usable whether new work may go there; a drained or failed node is not
 * @param taken which of its accelerators are taken: all of which a part is, and those whole ones
 *     whose numbers are known
 */
public record Node(
    String name,
    String platform,
    Resources capacity,
    Resources free,
    Map<String, String> labels,
    boolean usable,
    AcceleratorSet taken) {

  public Node {
    labels = Map.copyOf(labels);
    if (capacity.acceleratorMilli() > (long) AcceleratorSet.MOST * Resources.WHOLE) {
      throw new IllegalArgumentException(
          "Node " + name + " has more than " + AcceleratorSet.MOST + " accelerators");
    }
  }

  /** One of which no part of an accelerator is taken. */
  public Node(
      String name,
      String platform,
      Resources capacity,
      Resources free,
      Map<String, String> labels,
      boolean usable) {
    this(name, platform, capacity, free, labels, usable, AcceleratorSet.NONE);
  }

  /** A usable one without labels. */
  public Node(String name, String platform, Resources capacity, Resources free) {
    this(name, platform, capacity, free, Map.of(), true);
  }

  /** Whether another differs from this in nothing but what is free. */
  @SuppressWarnings("ReferenceEquality") // mostly it is the very same node
  boolean is(Node other) {
    return this == other
        || (usable == other.usable
            && name.equals(other.name)
            && platform.equals(other.platform)
            && capacity.equals(other.capacity)
            && labels.equals(other.labels));
  }

  /** The same node with something more running on it. */
  public Node take(Allocation more) {
    return new Node(
        name,
        platform,
        capacity,
        free.minus(more.amount()),
        labels,
        usable,
        taken.plus(more.accelerators()));
  }

  /** The same node, usable. */
  Node open() {
    return new Node(name, platform, capacity, free, labels, true, taken);
  }

  /** The same node with nothing running on it. */
  public Node idle() {
    return new Node(name, platform, capacity, capacity, labels, usable);
  }
}
