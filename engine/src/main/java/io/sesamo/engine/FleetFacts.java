package io.sesamo.engine;

import io.sesamo.engine.backend.Pool;
import io.sesamo.engine.fleet.Drain;
import io.sesamo.engine.fleet.FleetNow;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.RoundTrip;
import io.sesamo.model.fleet.Figure;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetFile.FleetSite;
import io.sesamo.model.fleet.FleetPlatform;
import io.sesamo.model.fleet.PlacementPolicy;
import io.sesamo.model.fleet.Share;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.FleetState.Link;
import io.sesamo.placement.FleetState.Network;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.Node;
import io.sesamo.placement.Objective;
import io.sesamo.placement.PlatformFacts;
import io.sesamo.placement.Policy;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.SiteFacts;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Says of a fleet's file in placement's words what placement asks for. */
final class FleetFacts {

  /** Where nobody has said that work may be stopped for other work, none is. */
  private static final Policy WITHOUT_FLEET =
      new Policy(
          Policy.USUAL.objective(),
          Policy.USUAL.fairShare(),
          false,
          Policy.USUAL.minimumRun(),
          Policy.USUAL.backfill(),
          Policy.USUAL.ageing());

  private FleetFacts() {}

  static FleetState state(FleetNow now, List<PoolState> pools) {
    return now.file()
        .map(file ->
            new FleetState(
                pools,
                List.of(),
                network(file, now.catalog().map(Catalog::roundTrips).orElse(List.of())),
                tenants(file),
                policy(file.placement())))
        .orElseGet(() -> new FleetState(pools, List.of(), Network.USUAL, List.of(), WITHOUT_FLEET));
  }

  static PoolState pool(Pool pool, Optional<FleetFile.Place> place, Map<String, Drain> drains) {
    Optional<Drain> whole =
        place
            .map(found -> drains.get(found.site().site().id()))
            .or(() -> Optional.ofNullable(drains.get(pool.name())));
    Map<String, PlatformFacts> platforms = new HashMap<>();
    place.ifPresent(found ->
        found.pool().platforms().forEach((name, kind) -> platforms.put(name, facts(kind))));
    return new PoolState(
        pool.name(),
        place.map(found -> facts(found.site())).orElseGet(() -> SiteFacts.unknown(pool.name())),
        whole.map(Drain::words),
        place.map(found -> Set.copyOf(found.pool().tenants())).orElse(Set.of()),
        pool.emulated(),
        platforms,
        nodes(pool, place, drains));
  }

  private static List<Node> nodes(
      Pool pool, Optional<FleetFile.Place> place, Map<String, Drain> drains) {
    boolean drained = drains.keySet().stream().anyMatch(name -> name.startsWith(pool.name() + "/"));
    Map<String, String> labels =
        place
            .filter(found -> !pool.emulated())
            .map(found -> found.pool().labels())
            .orElse(Map.of());
    if (!drained && labels.isEmpty()) {
      return pool.nodes();
    }
    return pool.nodes().stream()
        .map(node -> {
          Map<String, String> all = new HashMap<>(labels);
          all.putAll(node.labels());
          boolean open = node.usable() && !drains.containsKey(pool.name() + "/" + node.name());
          return new Node(node.name(), node.platform(), node.capacity(), node.free(), all, open);
        })
        .toList();
  }

  private static PlatformFacts facts(FleetPlatform platform) {
    return new PlatformFacts(
        platform.accelerator(), value(platform.price()), List.copyOf(platform.topology().keySet()));
  }

  static SiteFacts facts(FleetSite site) {
    return new SiteFacts(
        site.site().id(),
        site.site().city(),
        Optional.of(site.site().country()),
        value(site.energy().electricity()),
        value(site.energy().carbon()),
        value(site.energy().pue()));
  }

  private static OptionalDouble value(Optional<Figure> figure) {
    return figure.map(found -> OptionalDouble.of(found.value())).orElse(OptionalDouble.empty());
  }

  /** Every way between two sites of the fleet that has something of its own. */
  private static Network network(FleetFile file, List<RoundTrip> roundTrips) {
    io.sesamo.model.fleet.Network said = file.network();
    Set<String> sites =
        file.sites().stream().map(site -> site.site().id()).collect(Collectors.toSet());
    Map<String, Double> seconds = new HashMap<>();
    for (RoundTrip trip : roundTrips) {
      if (sites.contains(trip.from()) && sites.contains(trip.to())) {
        seconds.put(Link.key(trip.from(), trip.to()), trip.milliseconds() / 1000);
        seconds.put(Link.key(trip.to(), trip.from()), trip.milliseconds() / 1000);
      }
    }
    Map<String, Link> links = new HashMap<>();
    for (String from : sites) {
      for (String to : new HashSet<>(sites)) {
        String key = Link.key(from, to);
        double roundTrip = seconds.getOrDefault(key, 0.0);
        links.put(key, new Link(said.bandwidth(from, to), said.egress(from, to), roundTrip));
      }
    }
    return new Network(links, said.bandwidth(), said.egress());
  }

  /** Parents before their children. */
  private static List<Tenant> tenants(FleetFile file) {
    return file.shares().values().stream()
        .sorted(Comparator.comparing(Share::tenant))
        .map(share ->
            new Tenant(
                share.tenant(),
                share.guaranteed(),
                share.most().orElse(Integer.MAX_VALUE),
                share.weight()))
        .toList();
  }

  private static Policy policy(PlacementPolicy said) {
    return new Policy(
        objective(said.objective()),
        said.fairShare(),
        said.preemption(),
        said.minimumRun(),
        said.backfill(),
        said.ageing());
  }

  private static Objective objective(PlacementPolicy.Objective said) {
    return switch (said) {
      case TIME -> Objective.TIME;
      case COST -> Objective.COST;
      case CARBON -> Objective.CARBON;
      case BALANCED -> Objective.BALANCED;
    };
  }
}
