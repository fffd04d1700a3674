package io.sesamo.placement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pool as it is now.
 *
 * @param name unique in the fleet
 * @param closed why no new work may go there, as in "drained: new switches"; empty: it is open
 * @param tenants who may use it, each with those below; empty: everybody
 * @param emulated whether its accelerators are not there and its tasks are processes elsewhere
 * @param platforms what is known of its kinds of nodes; others are unknown
 * @param nodes in the order in which equals are tried
 */
public record PoolState(
    String name,
    SiteFacts site,
    Optional<String> closed,
    Set<String> tenants,
    boolean emulated,
    Map<String, PlatformFacts> platforms,
    List<Node> nodes) {

  public PoolState {
    tenants = Set.copyOf(tenants);
    platforms = Map.copyOf(platforms);
    nodes = List.copyOf(nodes);
  }

  /** An open one of which nothing is known but its nodes. */
  public PoolState(String name, List<Node> nodes) {
    this(name, SiteFacts.unknown(name), Optional.empty(), Set.of(), false, Map.of(), nodes);
  }

  /** What is known of a kind of its nodes. */
  public PlatformFacts platform(String name) {
    return platforms.getOrDefault(name, PlatformFacts.UNKNOWN);
  }

  /** The same pool with other nodes. */
  public PoolState with(List<Node> others) {
    return new PoolState(name, site, closed, tenants, emulated, platforms, others);
  }

  /** Whether a part of it is closed. */
  boolean partlyClosed() {
    return closed.isPresent() || nodes.stream().anyMatch(node -> !node.usable());
  }

  /** The same pool with all of it open. */
  PoolState open() {
    return new PoolState(
        name,
        site,
        Optional.empty(),
        tenants,
        emulated,
        platforms,
        nodes.stream().map(Node::open).toList());
  }

  /** The same pool with nothing running in it. */
  public PoolState idle() {
    return with(nodes.stream().map(Node::idle).toList());
  }
}
