package io.sesamo.model.fleet;

import io.sesamo.model.catalog.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What {@code fleet.yaml} says: where the pools are, what they have, who runs them, and what is
 * known of those who use them.
 *
 * @param tenants by name
 * @param shares what each of them may use
 * @param sites with their pools, none twice; no pool is named twice
 * @param data what holds for data that go abroad
 * @param law what is done with work that the law does not allow
 * @param network between the sites
 * @param placement how places are chosen
 */
public record FleetFile(
    Map<String, Party> tenants,
    Map<String, Share> shares,
    List<FleetSite> sites,
    DataTerms data,
    LawPolicy law,
    Network network,
    PlacementPolicy placement) {

  /** More nodes than any fleet has: who writes them has mistyped a number. */
  public static final int MOST_NODES = 200_000;

  /** Likewise. */
  public static final int MOST_ACCELERATORS = 2_000_000;

  /** Likewise, of memory and of storage; a sum of such amounts is still a long. */
  public static final long MOST_BYTES = 1L << 62;

  public FleetFile {
    tenants = Ordered.copy(tenants);
    shares = Ordered.copy(shares);
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

    /** The same, with what another knows where this does not. */
    Party or(Party other) {
      return new Party(
          name,
          headquarters.or(other::headquarters),
          parent.or(other::parent),
          usExposed.or(other::usExposed),
          stateLinked.or(other::stateLinked),
          listedShare.isPresent() ? listedShare : other.listedShare,
          listed.or(other::listed),
          endUse.or(other::endUse));
    }

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
   * @param energy what it costs to run an accelerator there
   */
  public record FleetSite(
      Site site,
      Party operator,
      Optional<Boolean> stateFunded,
      Energy energy,
      List<FleetPool> pools) {

    public FleetSite {
      pools = List.copyOf(pools);
    }
  }

  /**
   * Of a site. What is empty is unknown.
   *
   * @param electricity its price in USD/kWh
   * @param carbon gCO₂e/kWh
   * @param pue power usage effectiveness, 1 or more: what the site draws for each kWh of its nodes
   */
  public record Energy(
      Optional<Figure> electricity, Optional<Figure> carbon, Optional<Figure> pue) {}

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

  /**
   * A part of the fleet that can be drained.
   *
   * @param pools all of them
   * @param node the one that is meant; empty: all
   */
  public record Part(FleetSite site, List<FleetPool> pools, Optional<String> node) {

    public Part {
      pools = List.copyOf(pools);
    }
  }

  /**
   * How large it is. Of pools that are not emulated, only what the file declares counts: their
   * backends find out the rest.
   *
   * @param countries ISO 3166-1 alpha-2
   * @param emulatedNodes of the nodes
   * @param emulatedAccelerators of the accelerators
   */
  public record Totals(
      int sites,
      int pools,
      int emulatedPools,
      long nodes,
      long emulatedNodes,
      long accelerators,
      long emulatedAccelerators,
      SortedSet<String> countries) {}

  /** Where the pool of that name is. */
  public Optional<Place> place(String pool) {
    return sites.stream()
        .flatMap(site ->
            site.pools().stream()
                .filter(found -> found.name().equals(pool))
                .map(found -> new Place(site, found)))
        .findFirst();
  }

  /**
   * What a name stands for.
   *
   * @param name a site's, else a pool's, or a node's, as in {@code pool/node}. A node that the file
   *     does not declare is taken for one of the pool's backend, if the pool is not emulated
   */
  public Optional<Part> part(String name) {
    Optional<Part> whole =
        sites.stream()
            .filter(site -> site.site().id().equals(name))
            .findFirst()
            .map(site -> new Part(site, site.pools(), Optional.empty()))
            .or(() ->
                place(name).map(at -> new Part(at.site(), List.of(at.pool()), Optional.empty())));
    int slash = name.indexOf('/');
    if (whole.isPresent() || slash < 0) {
      return whole;
    }
    String node = name.substring(slash + 1);
    return place(name.substring(0, slash))
        .filter(at -> !at.pool().emulated() || at.pool().node(node).isPresent())
        .map(at -> new Part(at.site(), List.of(at.pool()), Optional.of(node)));
  }

  /** What is known of a tenant: of {@code a/b} that of {@code a} where nothing else is said. */
  public Party tenant(String name) {
    Party known = Party.unknown(name);
    for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
      known = known(name.substring(0, end), known);
    }
    return known(name, known);
  }

  private Party known(String name, Party above) {
    Party mine = tenants.get(name);
    return mine == null ? above : mine.or(above);
  }

  /** What a tenant may use; {@code a/b} counts for {@code a} where it is not named itself. */
  public Share share(String tenant) {
    return nearest(tenant).map(shares::get).orElseGet(() -> Share.unknown(tenant));
  }

  private Optional<String> nearest(String name) {
    return TenantTree.nearest(name, tenants.keySet());
  }

  /** How large it is. */
  public Totals totals() {
    SortedSet<String> countries = new TreeSet<>();
    int pools = 0;
    int emulatedPools = 0;
    long nodes = 0;
    long emulatedNodes = 0;
    long accelerators = 0;
    long emulatedAccelerators = 0;
    for (FleetSite site : sites) {
      countries.add(site.site().country());
      for (FleetPool pool : site.pools()) {
        pools++;
        nodes += pool.nodeCount();
        accelerators += pool.accelerators();
        if (pool.emulated()) {
          emulatedPools++;
          emulatedNodes += pool.nodeCount();
          emulatedAccelerators += pool.accelerators();
        }
      }
    }
    return new Totals(
        sites.size(),
        pools,
        emulatedPools,
        nodes,
        emulatedNodes,
        accelerators,
        emulatedAccelerators,
        countries);
  }
}
