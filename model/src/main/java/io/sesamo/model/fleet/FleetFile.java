package io.sesamo.model.fleet;

import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.catalog.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code fleet.yaml} says: where the pools are, who runs them, and what is known of those who
 * use them.
 *
 * @param tenants by name
 * @param sites with their pools; no pool is named twice
 * @param data what holds for data that go abroad
 * @param law what is done with work that the law does not allow
 */
public record FleetFile(
    Map<String, Party> tenants, List<FleetSite> sites, DataTerms data, LawPolicy law) {

  public FleetFile {
    tenants = Map.copyOf(tenants);
    sites = List.copyOf(sites);
  }

  /**
   * An operator or a tenant. What is empty is unknown.
   *
   * @param headquarters country, ISO 3166-1 alpha-2
   * @param parent country of its ultimate parent's headquarters
   * @param usExposed whether it must heed US law
   * @param stateLinked whether a state owns or directs it
   * @param listedShare % owned by parties on restricted lists
   * @param listed whether it is on the Entity List itself
   * @param endUse what its work is for, as in civil
   */
  public record Party(
      String name,
      Optional<String> headquarters,
      Optional<String> parent,
      Optional<Boolean> usExposed,
      Optional<Boolean> stateLinked,
      OptionalDouble listedShare,
      Optional<Boolean> listed,
      Optional<String> endUse) {

    /** One of which nothing is known but its name. */
    public static Party unknown(String name) {
      return new Party(
          name,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /**
   * A site of the catalogue with what is run there.
   *
   * @param stateFunded whether a state pays for a part of it; empty: as the catalogue has it
   */
  public record FleetSite(
      Site site, Party operator, Optional<Boolean> stateFunded, List<FleetPool> pools) {

    public FleetSite {
      pools = List.copyOf(pools);
    }
  }

  /**
   * A pool.
   *
   * @param name as its backend has it
   * @param platforms the accelerator of each kind of node; empty: none is named
   */
  public record FleetPool(String name, Map<String, Optional<Accelerator>> platforms) {

    public FleetPool {
      platforms = new LinkedHashMap<>(platforms);
    }

    /** The accelerator of that kind of node, if one is named. */
    public Optional<Accelerator> accelerator(String platform) {
      return platforms.getOrDefault(platform, Optional.empty());
    }
  }

  /** What holds for data that go abroad; what is empty is unknown. */
  public record DataTerms(
      Optional<Boolean> criticalOperator,
      Optional<String> mechanism,
      Optional<Boolean> remoteAccess) {}

  /**
   * What is done with work that the law does not allow.
   *
   * @param waits whether it is taken in and waits for a decision, instead of being refused
   * @param stops whether it is stopped when a rule comes into force while it runs
   */
  public record LawPolicy(boolean waits, boolean stops) {}

  /** A pool and where it is. */
  public record Place(FleetSite site, FleetPool pool) {}

  /** Where the pool of that name is. */
  public Optional<Place> place(String pool) {
    return sites.stream()
        .flatMap(site ->
            site.pools().stream()
                .filter(found -> found.name().equals(pool))
                .map(found -> new Place(site, found)))
        .findFirst();
  }

  /** What is known of a tenant: of {@code a/b} that of {@code a} where nothing else is said. */
  public Party tenant(String name) {
    for (String part = name; !part.isEmpty(); part = part.replaceFirst("/?[^/]*$", "")) {
      Party known = tenants.get(part);
      if (known != null) {
        return known;
      }
    }
    return Party.unknown(name);
  }
}
