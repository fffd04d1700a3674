package io.sesamo.model.fleet;

import io.sesamo.model.catalog.Accelerator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A pool.
 *
 * @param name unique in the fleet
 * @param backend what runs tasks in it; {@code local} is the only one
 * @param emulated whether its accelerators are not there: tasks then run as processes of the
 *     server's machine
 * @param tenants who may use it, each with all below it; empty: all
 * @param labels of each node
 * @param platforms by name, in the order of the file
 */
public record FleetPool(
    String name,
    String backend,
    boolean emulated,
    List<String> tenants,
    Map<String, String> labels,
    Map<String, FleetPlatform> platforms) {

  /** What people say who leave the choice of a pool to Sesamo; no pool has this name. */
  public static final String ANY = "any";

  public FleetPool {
    tenants = List.copyOf(tenants);
    labels = Ordered.copy(labels);
    platforms = Ordered.copy(platforms);
  }

  /** The kind of node of that name. */
  public Optional<FleetPlatform> platform(String wanted) {
    return Optional.ofNullable(platforms.get(wanted));
  }

  /** The accelerator of that kind of node, if one is named. */
  public Optional<Accelerator> accelerator(String platform) {
    return platform(platform).flatMap(FleetPlatform::accelerator);
  }

  /**
   * Whether a tenant may use it.
   *
   * @param tenant empty: the operator himself, who may not use what is kept for tenants
   */
  public boolean admits(Optional<String> tenant) {
    return tenants.isEmpty()
        || tenant.stream()
            .anyMatch(name ->
                tenants.stream()
                    .anyMatch(known -> name.equals(known) || name.startsWith(known + "/")));
  }

  /**
   * The nodes that the file declares, one by one as they are asked for; none where the backend is
   * to find out.
   */
  public Stream<FleetNode> nodes() {
    return platforms.values().stream()
        .flatMap(platform ->
            IntStream.range(0, platform.nodes().count()).mapToObj(i -> node(platform, i)));
  }

  /** The node of that name, if the file declares it. */
  public Optional<FleetNode> node(String wanted) {
    for (FleetPlatform platform : platforms.values()) {
      int index = platform.nodes().indexOf(wanted);
      if (index >= 0) {
        return Optional.of(node(platform, index));
      }
    }
    return Optional.empty();
  }

  private FleetNode node(FleetPlatform platform, int index) {
    Map<String, String> all = new LinkedHashMap<>(labels);
    all.putAll(platform.labels());
    for (String level : platform.topology().keySet()) {
      int number = platform.domain(level, index) + 1;
      all.put(level, name + "/" + platform.name() + "-" + level + "-" + number);
    }
    return new FleetNode(platform.nodes().name(index), platform.name(), platform.each(), all);
  }

  /** How many nodes the file declares. */
  public long nodeCount() {
    return platforms.values().stream().mapToLong(platform -> platform.nodes().count()).sum();
  }

  /** How many accelerators the file declares. */
  public long accelerators() {
    return platforms.values().stream().mapToLong(FleetPlatform::accelerators).sum();
  }
}
