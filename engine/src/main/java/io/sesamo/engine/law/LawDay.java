package io.sesamo.engine.law;

import io.sesamo.law.Clearance;
import io.sesamo.law.Facts;
import io.sesamo.law.LawBook;
import io.sesamo.law.Verdict;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.Site;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetFile.FleetSite;
import io.sesamo.model.fleet.FleetFile.Place;
import io.sesamo.model.fleet.FleetPool;
import io.sesamo.placement.Stage.Forbidden;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the law says of the fleet on one day, with what people have decided until then. Each matter
 * is judged once. Thread-safe.
 */
public final class LawDay {

  /** Of a server that knows of no fleet: the law is not asked. */
  public static final LawDay NONE = new LawDay(Optional.empty(), Map.of());

  /** So many kinds of matters are remembered. */
  private static final int MOST = 10_000;

  /** What is judged by. */
  record Basis(LawBook book, FleetFile fleet, LocalDate day, List<Clearance> clearances) {}

  private final Optional<Basis> basis;
  private final Map<String, Set<String>> platforms;
  private final Map<Matter, Judged> known = new ConcurrentHashMap<>();

  /**
   * Begins a day.
   *
   * @param platforms the kinds of nodes that each pool has, beside those that the fleet's file
   *     names
   */
  LawDay(Optional<Basis> basis, Map<String, Set<String>> platforms) {
    this.basis = basis;
    this.platforms = platforms;
  }

  /** A day by these rules, for a fleet of which only its file is known. */
  public static LawDay of(LawBook book, FleetFile fleet, LocalDate day) {
    return new LawDay(Optional.of(new Basis(book, fleet, day, List.of())), Map.of());
  }

  /** What is said of each pool. */
  private record Judged(
      Map<String, List<Ruling>> rulings,
      Map<String, List<Ruling>> transfers,
      Map<String, Map<String, Forbidden>> forbidden) {}

  /** Whether the law is asked at all. */
  public boolean asked() {
    return basis.isPresent();
  }

  boolean is(Basis other, Map<String, Set<String>> places) {
    return basis.filter(other::equals).isPresent() && platforms.equals(places);
  }

  /** The version of the catalogue; empty where the law is not asked. */
  public String catalog() {
    return basis.map(by -> by.book().version()).orElse("");
  }

  /** What is done with work that the law does not allow. */
  public FleetFile.LawPolicy policy() {
    return basis.map(by -> by.fleet().law()).orElseGet(() -> new FleetFile.LawPolicy(false, false));
  }

  /** The verdict for each platform of a pool; none where the law is not asked. */
  public List<Ruling> rulings(Matter matter, String pool) {
    return judged(matter).rulings().getOrDefault(pool, List.of());
  }

  /** The verdict for one platform of a pool. */
  public Optional<Ruling> ruling(Matter matter, String pool, String platform) {
    return rulings(matter, pool).stream()
        .filter(ruling -> ruling.platform().equals(platform))
        .findFirst();
  }

  /** The verdict for each transfer of data that running in a pool would need. */
  public List<Ruling> transfers(Matter matter, String pool) {
    return judged(matter).transfers().getOrDefault(pool, List.of());
  }

  /** By pool, the platforms on which it may not run. */
  public Map<String, Map<String, Forbidden>> forbidden(Matter matter) {
    return judged(matter).forbidden();
  }

  private Judged judged(Matter matter) {
    Judged found = known.get(matter);
    if (found == null) {
      found = judge(matter);
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(matter, found);
    }
    return found;
  }

  private Judged judge(Matter matter) {
    Map<String, List<Ruling>> rulings = new HashMap<>();
    Map<String, List<Ruling>> transfers = new HashMap<>();
    Map<String, Map<String, Forbidden>> forbidden = new HashMap<>();
    basis.ifPresent(by -> {
      for (FleetSite site : by.fleet().sites()) {
        for (FleetPool pool : site.pools()) {
          Place place = new Place(site, pool);
          List<Ruling> moves = transfers(by, matter, place);
          List<Ruling> of =
              judge(by, matter, place).stream().map(ruling -> with(moves, ruling)).toList();
          transfers.put(pool.name(), moves);
          rulings.put(pool.name(), of);
          Map<String, Forbidden> not = forbidden(of);
          if (!not.isEmpty()) {
            forbidden.put(pool.name(), not);
          }
        }
      }
    });
    return new Judged(Map.copyOf(rulings), Map.copyOf(transfers), Map.copyOf(forbidden));
  }

  private List<Ruling> judge(Basis by, Matter matter, Place place) {
    Set<String> all = new LinkedHashSet<>(place.pool().platforms().keySet());
    all.addAll(platforms.getOrDefault(place.pool().name(), Set.of()));
    return all.stream().map(name -> rule(by, matter, place, name)).toList();
  }

  /** Of the data that is at other sites; what is at a site that nobody knows stays out of it. */
  private static List<Ruling> transfers(Basis by, Matter matter, Place place) {
    List<Ruling> rulings = new ArrayList<>();
    String to = place.site().site().id();
    for (Matter.Origin data : matter.origins()) {
      Site from = by.book().catalog().sites().get(data.site());
      if (from != null && !data.site().equals(to)) {
        Facts facts = CandidateFacts.ofTransfer(matter, data, from, by.fleet(), place, by.day());
        Verdict verdict = by.book().judge(facts, by.clearances());
        rulings.add(Ruling.ofTransfer(place.pool().name(), data.site(), to, "data", verdict));
      }
    }
    return List.copyOf(rulings);
  }

  /** A place is no better than what its data need to get there. */
  private static Ruling with(List<Ruling> transfers, Ruling place) {
    return transfers.stream()
        .filter(transfer -> place.lawful() && !transfer.lawful())
        .findFirst()
        .map(transfer -> transfer.on(place.platform()))
        .orElse(place);
  }

  private static Map<String, Forbidden> forbidden(List<Ruling> rulings) {
    Map<String, Forbidden> forbidden = new HashMap<>();
    for (Ruling ruling : rulings) {
      if (!ruling.lawful()) {
        forbidden.put(ruling.platform(), new Forbidden(ruling.reason(), ruling.forGood()));
      }
    }
    return Map.copyOf(forbidden);
  }

  private static Ruling rule(Basis by, Matter matter, Place place, String platform) {
    String site = place.site().site().id();
    String country = place.site().site().country();
    if (!matter.residency().isEmpty()
        && !countries(matter.residency(), by.book().catalog(), by.day()).contains(country)) {
      return Ruling.residency(place.pool().name(), site, platform, matter.residency(), country);
    }
    Facts facts = CandidateFacts.of(matter, by.fleet(), place, platform, by.day());
    return Ruling.of(place.pool().name(), site, platform, by.book().judge(facts, by.clearances()));
  }

  /** The countries of a wish; the EU is the European Economic Area without its other three. */
  private static Set<String> countries(List<String> wish, Catalog catalog, LocalDate day) {
    Set<String> countries = new HashSet<>(wish);
    if (countries.remove("EU")) {
      Set<String> union = new HashSet<>(catalog.group("EEA", day));
      union.removeAll(Set.of("IS", "LI", "NO"));
      countries.addAll(union);
    }
    return countries;
  }
}
