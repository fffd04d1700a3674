package io.sesamo.placement.sim;

import io.sesamo.law.LawBook;
import io.sesamo.law.LawReader;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.CatalogFolder;
import io.sesamo.model.catalog.CatalogReader;
import io.sesamo.model.catalog.CatalogResult;
import io.sesamo.model.fleet.Figure;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetPlatform;
import io.sesamo.model.fleet.FleetPool;
import io.sesamo.model.fleet.FleetReader;
import io.sesamo.placement.FleetState.Link;
import io.sesamo.placement.FleetState.Network;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.Node;
import io.sesamo.placement.PlatformFacts;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.SiteFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The fleet of a file as placement sees it, idle, with the law that it is under. */
record WorldFleet(
    FleetFile file, LawBook book, List<PoolState> pools, Network network, List<Tenant> tenants) {

  WorldFleet {
    pools = List.copyOf(pools);
    tenants = List.copyOf(tenants);
  }

  /** Reads a file, with the catalogue and the rules of the release. */
  static WorldFleet read(Path path) {
    LawBook book =
        switch (LawReader.read(List.of(new CatalogFolder.Shipped()))) {
          case LawReader.Result.Accepted accepted -> accepted.book();
          case LawReader.Result.Refused refused ->
              throw new IllegalStateException(String.valueOf(refused.problems()));
        };
    Catalog catalog = catalog(); // the law's own has neither prices nor round trips
    FleetFile file =
        switch (FleetReader.read(path, catalog)) {
          case FleetReader.Result.Accepted accepted -> accepted.fleet();
          case FleetReader.Result.Refused refused ->
              throw new IllegalStateException(String.valueOf(refused.problems()));
        };
    List<PoolState> pools = new ArrayList<>();
    for (FleetFile.FleetSite site : file.sites()) {
      site.pools().forEach(pool -> pools.add(pool(site, pool)));
    }
    return new WorldFleet(file, book, pools, network(file, catalog), tenants(file));
  }

  private static Catalog catalog() {
    return switch (CatalogReader.read(List.of(new CatalogFolder.Shipped()))) {
      case CatalogResult.Accepted accepted -> accepted.catalog();
      case CatalogResult.Refused refused ->
          throw new IllegalStateException(String.valueOf(refused.problems()));
    };
  }

  private static PoolState pool(FleetFile.FleetSite site, FleetPool pool) {
    SiteFacts facts =
        new SiteFacts(
            site.site().id(),
            site.site().city(),
            Optional.of(site.site().country()),
            value(site.energy().electricity()),
            value(site.energy().carbon()),
            value(site.energy().pue()));
    Map<String, PlatformFacts> platforms = new HashMap<>();
    for (FleetPlatform platform : pool.platforms().values()) {
      platforms.put(
          platform.name(),
          new PlatformFacts(
              platform.accelerator(),
              value(platform.price()),
              List.copyOf(platform.topology().keySet())));
    }
    List<Node> nodes =
        pool.nodes()
            .map(node ->
                new Node(node.name(), node.platform(), node.has(), node.has(), node.labels(), true))
            .toList();
    return new PoolState(
        pool.name(),
        facts,
        Optional.empty(),
        Set.copyOf(pool.tenants()),
        pool.emulated(),
        platforms,
        nodes);
  }

  private static OptionalDouble value(Optional<Figure> figure) {
    return figure.map(known -> OptionalDouble.of(known.value())).orElse(OptionalDouble.empty());
  }

  private static Network network(FleetFile file, Catalog catalog) {
    Map<String, Link> links = new HashMap<>();
    for (FleetFile.FleetSite from : file.sites()) {
      for (FleetFile.FleetSite to : file.sites()) {
        String one = from.site().id();
        String other = to.site().id();
        links.put(
            Link.key(one, other),
            new Link(
                file.network().bandwidth(one, other),
                file.network().egress(one, other),
                roundTrip(catalog, one, other)));
      }
    }
    return new Network(links, file.network().bandwidth(), file.network().egress());
  }

  private static double roundTrip(Catalog catalog, String from, String to) {
    return catalog.roundTrips().stream()
            .filter(trip ->
                (trip.from().equals(from) && trip.to().equals(to))
                    || (trip.from().equals(to) && trip.to().equals(from)))
            .mapToDouble(trip -> trip.milliseconds())
            .findFirst()
            .orElse(0)
        / 1000;
  }

  private static List<Tenant> tenants(FleetFile file) {
    return file.shares().values().stream()
        .map(share ->
            new Tenant(
                share.tenant(),
                share.guaranteed(),
                share.most().orElse(Integer.MAX_VALUE),
                share.weight()))
        .toList();
  }
}
