package io.sesamo.placement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that a decision is made from beside the queue.
 *
 * @param pools with what is free in them
 * @param running what takes up the rest
 * @param network between the sites
 * @param tenants with their quotas, parents before their children; one that is not here has none
 * @param policy how the queue is served
 */
public record FleetState(
    List<PoolState> pools,
    List<Running> running,
    Network network,
    List<Tenant> tenants,
    Policy policy) {

  public FleetState {
    pools = List.copyOf(pools);
    running = List.copyOf(running);
    tenants = List.copyOf(tenants);
  }

  /** Pools alone. */
  public FleetState(List<PoolState> pools) {
    this(pools, List.of(), Network.USUAL, List.of(), Policy.USUAL);
  }

  /** The pool of that name. */
  public Optional<PoolState> pool(String name) {
    return pools.stream().filter(found -> found.name().equals(name)).findFirst();
  }

  /** The kinds of those nodes of a pool. */
  public Set<String> platforms(String pool, Set<String> nodes) {
    return pool(pool).stream()
        .flatMap(found -> found.nodes().stream())
        .filter(node -> nodes.contains(node.name()))
        .map(Node::platform)
        .collect(Collectors.toSet());
  }

  /**
   * A tenant's share of the accelerators.
   *
   * @param name with those above it: {@code acme/arms}
   * @param guaranteed accelerators that it always gets, unless its own others have them
   * @param most accelerators that it may have at a time, guaranteed or borrowed
   * @param weight its share of what is not guaranteed, more than 0
   */
  public record Tenant(String name, int guaranteed, int most, double weight) {}

  /**
   * What moving data between sites takes.
   *
   * @param links the ones that are known, by {@link Link#key}
   * @param otherwise bandwidth in bit/s of all others
   * @param egress price in USD/GB of all others; a GB is 10⁹ bytes
   */
  public record Network(Map<String, Link> links, double otherwise, double egress) {

    /** 10 Gbit/s and 0.05 USD/GB: assumed. */
    public static final Network USUAL = new Network(Map.of(), 10e9, 0.05);

    public Network {
      links = Map.copyOf(links);
    }

    /** From one site to another. */
    public Link link(String from, String to) {
      Link known = links.get(Link.key(from, to));
      return known != null ? known : new Link(otherwise, egress, 0);
    }
  }

  /**
   * One way between two sites.
   *
   * @param bandwidth bit/s
   * @param egress USD/GB
   * @param roundTrip seconds
   */
  public record Link(double bandwidth, double egress, double roundTrip) {

    /** Under which it is found. */
    public static String key(String from, String to) {
      return from + ">" + to;
    }
  }
}
