package io.sesamo.model.fleet;

import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.fleet.FleetFile.FleetSite;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the pools of all sites of a file, of which no two may have one name. */
final class PoolReader {

  /** Of pools that are not there yet. */
  private static final List<String> LATER_BACKENDS = List.of("slurm", "kubernetes");

  private final PlatformReader platforms;
  private final Set<String> tenants;
  private final Map<String, Entry> named = new HashMap<>();

  /**
   * For one file.
   *
   * @param tenants that it names
   */
  PoolReader(Catalog catalog, Set<String> tenants) {
    this.platforms = new PlatformReader(catalog);
    this.tenants = tenants;
  }

  FleetPool pool(Entry entry) {
    Optional<String> name = entry.name();
    if (name.isPresent() && named.putIfAbsent(name.get(), entry) != null) {
      entry.wrong(
          "name",
          "is given twice: there are two pools '" + name.get() + "'.",
          "A pool is at one site.");
    }
    if (name.filter(FleetPool.ANY::equals).isPresent()) {
      entry.wrong(
          "name",
          "cannot be '" + FleetPool.ANY + "'.",
          "That is what people say who leave the choice of the pool to Sesamo.");
    }
    String known = name.orElse("");
    Entry pool = name.isPresent() ? entry.named("pool '" + known + "'") : entry;
    boolean emulated = pool.truth("emulated").orElse(false);
    Map<String, String> labels = pool.labels();
    return new FleetPool(
        known,
        backend(pool),
        emulated,
        tenants(pool),
        labels,
        platforms(pool, known, emulated, labels));
  }

  /** Refuses pools that are called like another site: a drain of that name could mean both. */
  void tellApart(List<FleetSite> sites) {
    Set<String> ids = sites.stream().map(site -> site.site().id()).collect(Collectors.toSet());
    for (FleetSite site : sites) {
      for (FleetPool pool : site.pools()) {
        Entry entry = named.get(pool.name());
        if (entry != null && ids.contains(pool.name()) && !pool.name().equals(site.site().id())) {
          entry.wrong(
              "name",
              "is the id of another site of the fleet: '" + pool.name() + "'.",
              "Choose another: who drains one of them by its name could mean both.");
        }
      }
    }
  }

  private static String backend(Entry pool) {
    Optional<String> backend = pool.text("backend");
    if (backend.filter(LATER_BACKENDS::contains).isPresent()) {
      pool.wrong(
          "backend",
          "cannot be '" + backend.get() + "' yet.",
          "So far there is local, the machine of the server; a pool of it can be emulated: true.");
    } else if (backend.isPresent()) {
      pool.oneOf("backend", List.of("local"));
    }
    return "local";
  }

  private List<String> tenants(Entry pool) {
    pool.filled("tenants", "Leave the field out if all may use it, else name those who may.");
    List<Scalar> admitted = pool.texts("tenants");
    for (Scalar tenant : admitted) {
      if (TenantTree.nearest(tenant.text(), tenants).isEmpty()) {
        String guess = Guess.of(tenant.text(), tenants);
        pool.error(
            tenant,
            "'tenants' of " + pool.owner() + " names '" + tenant.text() + "', which is no tenant.",
            guess.isEmpty() ? "Name it under 'tenants' of the fleet too, if only as {}." : guess);
      }
    }
    return admitted.stream().map(Scalar::text).distinct().toList();
  }

  private Map<String, FleetPlatform> platforms(
      Entry pool, String name, boolean emulated, Map<String, String> labels) {
    pool.filled(
        "platforms",
        emulated
            ? "List its kinds of nodes: an emulated pool has what they say."
            : "Leave the field out: the pool's backend finds out what there is.");
    Map<String, FleetPlatform> found = new LinkedHashMap<>();
    for (Mapping map : pool.maps("platforms")) {
      Entry entry = pool.part("a platform", map, FleetFields.PLATFORM);
      platforms
          .platform(entry, name, emulated, labels)
          .ifPresent(platform -> {
            if (found.putIfAbsent(platform.name(), platform) != null) {
              entry.wrong(
                  "name",
                  "is given twice: pool '"
                      + name
                      + "' has two platforms '"
                      + platform.name()
                      + "'.",
                  "");
            }
            doubleNodes(entry, name, platform, found);
          });
    }
    if (emulated && pool.maps("platforms").isEmpty()) {
      pool.need("platforms", "An emulated pool has what they say.");
    }
    return found;
  }

  /** Refuses names of nodes that another platform of the pool has. */
  private static void doubleNodes(
      Entry entry, String pool, FleetPlatform platform, Map<String, FleetPlatform> all) {
    for (FleetPlatform other : all.values()) {
      if (other.name().equals(platform.name())) {
        continue;
      }
      Optional<String> twice = shared(platform.nodes(), other.nodes());
      twice.ifPresent(node ->
          entry.wrong(
              "nodes",
              "and of platform '%s' both have the node '%s'.".formatted(other.name(), node),
              "A node's name is unique in its pool, here '" + pool + "'."));
    }
  }

  /** A name that both have. Of two that are counted none can be alike. */
  private static Optional<String> shared(NodeNames some, NodeNames others) {
    if (some.given().isEmpty()) {
      return others.given().stream().filter(name -> some.indexOf(name) >= 0).findFirst();
    }
    Set<String> known = new HashSet<>(others.given());
    return some.given().stream()
        .filter(name -> known.contains(name) || (known.isEmpty() && others.indexOf(name) >= 0))
        .findFirst();
  }
}
