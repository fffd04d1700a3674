package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.util.Map;

/**
 * One machine of a pool.
 *
 * @param name unique in its pool
 * @param platform named kind of node
 * @param capacity what tasks may use of it in all
 * @param free what is not taken; parts are never negative
 * @param labels among them where it is in the network, as in {@code rack: fra-1}
 * @param usable whether new work may go there; a drained or failed node is not
 */
public record Node(
    String name,
    String platform,
    Resources capacity,
    Resources free,
    Map<String, String> labels,
    boolean usable) {

  public Node {
    labels = Map.copyOf(labels);
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
  public Node take(Resources amount) {
    return new Node(name, platform, capacity, free.minus(amount), labels, usable);
  }

  /** The same node, usable. */
  Node open() {
    return new Node(name, platform, capacity, free, labels, true);
  }

  /** The same node with nothing running on it. */
  public Node idle() {
    return new Node(name, platform, capacity, capacity, labels, usable);
  }
}
