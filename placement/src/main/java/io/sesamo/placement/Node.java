package io.sesamo.placement;

import io.sesamo.model.Resources;

/**
 * One machine of a pool.
 *
 * @param platform named kind of node
 * @param capacity what tasks may use of it in all
 * @param free what is not taken; parts are never negative
 */
public record Node(String name, String platform, Resources capacity, Resources free) {

  Node take(Resources amount) {
    return new Node(name, platform, capacity, free.minus(amount));
  }

  /** The same node with nothing running on it. */
  public Node idle() {
    return new Node(name, platform, capacity, capacity);
  }
}
