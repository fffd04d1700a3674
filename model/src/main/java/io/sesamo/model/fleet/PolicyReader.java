package io.sesamo.model.fleet;

import io.sesamo.model.fleet.FleetFile.DataTerms;
import io.sesamo.model.fleet.FleetFile.LawPolicy;
import io.sesamo.model.fleet.Network.Link;
import io.sesamo.model.fleet.Network.Way;
import io.sesamo.model.fleet.PlacementPolicy.Objective;
import io.sesamo.model.yaml.YamlNode.Mapping;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what holds in the whole fleet. */
final class PolicyReader {

  private static final double MOST_EGRESS = 100;

  /** Waiting is counted in whole ones of these: of next to nothing there would be too many. */
  private static final Duration LEAST_AGEING = Duration.ofSeconds(1);

  private PolicyReader() {}

  static DataTerms data(Entry file) {
    return file.part("data", FleetFields.DATA)
        .map(entry ->
            new DataTerms(
                entry.truth("criticalOperator"),
                entry.oneOf("mechanism", FleetReader.MECHANISMS),
                entry.truth("remoteAccess")))
        .orElse(new DataTerms(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  static LawPolicy law(Entry file) {
    Optional<Entry> entry = file.part("law", FleetFields.LAW);
    Optional<String> unlawful = entry.flatMap(e -> e.oneOf("unlawful", List.of("refuse", "wait")));
    Optional<String> running = entry.flatMap(e -> e.oneOf("running", List.of("finish", "stop")));
    return new LawPolicy(
        unlawful.filter("wait"::equals).isPresent(), running.filter("stop"::equals).isPresent());
  }

  static PlacementPolicy placement(Entry file) {
    PlacementPolicy usual = PlacementPolicy.USUAL;
    Optional<Entry> found = file.part("placement", FleetFields.PLACEMENT);
    if (found.isEmpty()) {
      return usual;
    }
    Entry entry = found.get();
    Amounts amounts = new Amounts(entry);
    return new PlacementPolicy(
        entry
            .oneOf("objective", Objective.words())
            .flatMap(Objective::of)
            .orElse(usual.objective()),
        entry.truth("fairShare").orElse(usual.fairShare()),
        entry.truth("preemption").orElse(usual.preemption()),
        amounts.time("minimumRun", usual.minimumRun(), Duration.ZERO).orElse(usual.minimumRun()),
        entry.truth("backfill").orElse(usual.backfill()),
        amounts.time("ageing", usual.ageing(), LEAST_AGEING).orElse(usual.ageing()),
        amounts.whole("movesPerHour", 1, PlacementPolicy.MOST_MOVES).orElse(usual.movesPerHour()));
  }

  /**
   * The network between the sites.
   *
   * @param sites ids of those in the fleet
   */
  static Network network(Entry file, Set<String> sites) {
    Optional<Entry> found = file.part("network", FleetFields.NETWORK);
    if (found.isEmpty()) {
      return Network.USUAL;
    }
    Entry entry = found.get();
    Amounts amounts = new Amounts(entry);
    Map<Way, Link> links = new LinkedHashMap<>();
    for (Mapping map : entry.maps("links")) {
      link(entry.part("a link", map, FleetFields.LINK), sites, links);
    }
    return new Network(
        amounts.bandwidth("bandwidth").orElse(Network.USUAL.bandwidth()),
        amounts.number("egress", "USD/GB", 0, MOST_EGRESS).orElse(Network.USUAL.egress()),
        links);
  }

  private static void link(Entry link, Set<String> sites, Map<Way, Link> links) {
    Optional<String> from = end(link, "from", sites);
    Optional<String> to = end(link, "to", sites);
    Amounts amounts = new Amounts(link);
    Link values =
        new Link(
            amounts.bandwidth("bandwidth"), amounts.number("egress", "USD/GB", 0, MOST_EGRESS));
    if (from.isEmpty() || to.isEmpty()) {
      return;
    }
    if (from.equals(to)) {
      link.wrong("to", "is where it comes from.", "");
    } else if (links.put(new Way(from.get(), to.get()), values) != null) {
      link.wrong("to", "is given twice: there are two links on this way.", "");
    }
  }

  private static Optional<String> end(Entry link, String field, Set<String> sites) {
    link.need(field);
    Optional<String> site = link.text(field);
    if (site.isPresent() && !sites.contains(site.get())) {
      String guess = Guess.of(site.get(), sites);
      link.wrong(
          field,
          "is '" + site.get() + "', which is no site of this fleet.",
          guess.isEmpty() ? "Sites are named by their ids in the catalogue." : guess);
      return Optional.empty();
    }
    return site;
  }
}
