package io.sesamo.model.fleet;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.Site;
import io.sesamo.model.fleet.FleetFile.Energy;
import io.sesamo.model.fleet.FleetFile.FleetSite;
import io.sesamo.model.fleet.FleetFile.Party;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code fleet.yaml}; the operator guide shows its form. */
public final class FleetReader {

  /** What work may be for. */
  public static final List<String> END_USES =
      List.of("undeclared", "civil", "military", "military-intelligence", "wmd");

  /** What may protect data abroad. */
  public static final List<String> MECHANISMS =
      List.of(
          "none",
          "consent",
          "contract",
          "standard-clauses",
          "binding-rules",
          "certification",
          "assessment");

  private static final int MOST_PROBLEMS = 100;
  private static final double MOST_USD_PER_KWH = 10;
  private static final double MOST_CARBON = 5000;
  private static final double MOST_PUE = 10;

  /** A text in quotes, or a word, of more than sixty characters, and its beginning. */
  private static final Pattern LONG =
      Pattern.compile("(?<=(?:^|[ (])')(\\S[^']{56})[^']{4,}(?=')|([^\\s']{57})[^\\s']{4,}");

  private final Catalog catalog;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> sites = new HashSet<>();

  private FleetReader(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What reading gives. */
  public sealed interface Result {

    /**
     * It can be used.
     *
     * @param warnings what its author should know
     */
    record Accepted(FleetFile fleet, List<Problem> warnings) implements Result {
      public Accepted {
        warnings = warnings.stream().map(FleetReader::brief).toList();
      }
    }

    /** It cannot. */
    record Refused(List<Problem> problems) implements Result {
      public Refused {
        problems = problems.stream().map(FleetReader::brief).toList();
      }
    }
  }

  /** Reads a file of the fleet; what it names must be in the catalogue. */
  public static Result read(Path file, Catalog catalog) {
    try {
      return read(file.toString(), Files.readString(file), catalog);
    } catch (IOException e) {
      String words = "this file cannot be read as UTF-8 text";
      return new Result.Refused(
          List.of(Problem.error(Location.wholeFile(file.toString()), words, "")));
    }
  }

  /**
   * The same.
   *
   * @param title of the file, for messages
   */
  public static Result read(String title, String text, Catalog catalog) {
    FleetReader reader = new FleetReader(catalog);
    try {
      List<Problem> doubtful = new ArrayList<>();
      YamlNode root = YamlReader.read(title, 1, text, doubtful);
      // Which of two prices or numbers of nodes was meant, nobody should have to guess.
      doubtful.forEach(twice ->
          reader.problems.add(
              Problem.error(twice.where(), twice.message(), "Remove one of them.")));
      if (root instanceof Mapping map) {
        FleetFile fleet =
            reader.fleet(new Entry("the fleet", map, FleetFields.FILE, reader.problems));
        boolean good =
            reader.problems.stream().noneMatch(p -> p.severity() == Problem.Severity.ERROR);
        return good
            ? new Result.Accepted(fleet, reader.problems)
            : new Result.Refused(reader.errors());
      }
      boolean empty = root instanceof Scalar scalar && scalar.text().isEmpty();
      String words = empty ? "The file is empty." : "The file of a fleet is a map.";
      reader.problems.add(Problem.error(root.where(), words, "It begins with operator."));
    } catch (YamlException e) {
      reader.problems.add(e.problem());
    }
    return new Result.Refused(reader.problems);
  }

  /** The same with what it quotes of the file cut: that may be as long as the file. */
  private static Problem brief(Problem problem) {
    return new Problem(
        problem.severity(),
        problem.where(),
        LONG.matcher(problem.message()).replaceAll("$1$2..."),
        LONG.matcher(problem.advice()).replaceAll("$1$2..."),
        problem.deliberate());
  }

  /** The errors in the order of the file, so that one can go through it from above. */
  private List<Problem> errors() {
    return problems.stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .distinct()
        .sorted(
            Comparator.comparingInt((Problem problem) -> problem.where().line())
                .thenComparingInt(problem -> problem.where().column()))
        .limit(MOST_PROBLEMS)
        .toList();
  }

  private FleetFile fleet(Entry file) {
    file.need("operator");
    file.need("sites");
    file.filled("sites", "List the sites with their pools.");
    Party operator = operator(file).orElse(Party.unknown(""));
    Map<String, Party> tenants = new LinkedHashMap<>();
    TenantTree tree = new TenantTree();
    file.section("tenants")
        .ifPresent(all ->
            all.entries()
                .forEach((name, node) -> {
                  Entry tenant = tenant(all, name, node);
                  tenants.put(name, party(tenant, name, tenant.oneOf("endUse", END_USES)));
                  tree.add(name, tenant);
                }));
    PoolReader pools = new PoolReader(catalog, tenants.keySet());
    List<FleetSite> found = new ArrayList<>();
    for (Mapping map : file.maps("sites")) {
      Entry entry = file.part("a site", map, FleetFields.SITE);
      site(entry, operator, pools).ifPresent(found::add);
    }
    pools.tellApart(found);
    FleetFile fleet =
        new FleetFile(
            tenants,
            tree.shares(),
            found,
            PolicyReader.data(file),
            PolicyReader.law(file),
            PolicyReader.network(file, sites),
            PolicyReader.placement(file));
    promises(file, fleet);
    return fleet;
  }

  /** Warns of more guaranteed accelerators than there are; only where all are known. */
  private static void promises(Entry file, FleetFile fleet) {
    FleetFile.Totals totals = fleet.totals();
    long guaranteed =
        fleet.shares().values().stream()
            .filter(share -> share.parent().isEmpty())
            .mapToLong(Share::guaranteed)
            .sum();
    if (totals.pools() == totals.emulatedPools() && guaranteed > totals.accelerators()) {
      file.warn(
          "tenants",
          "Tenants are guaranteed %d accelerators together, and the fleet has %d."
              .formatted(guaranteed, totals.accelerators()),
          "Not all can get what is theirs at one time.");
    }
  }

  private Optional<Party> operator(Entry of) {
    return of.section("operator")
        .map(map -> {
          Entry entry = of.part("the operator", map, FleetFields.OPERATOR);
          entry.need("name");
          entry.need("headquarters");
          return party(entry, entry.text("name").orElse(""), Optional.empty());
        });
  }

  private Entry tenant(Mapping all, String name, YamlNode node) {
    String owner = "tenant '" + name + "'";
    Mapping map = node instanceof Mapping fields ? fields : Mapping.empty(node.where());
    Entry entry = new Entry(owner, map, FleetFields.TENANT, problems);
    if (!(node instanceof Mapping)) {
      entry.error(
          node,
          owner + " must be a map.",
          "Write what is known of it, such as {headquarters: DE}, or {}.");
    }
    if (!TenantTree.NAME.matcher(name).matches()) {
      entry.error(
          all.keys().getOrDefault(name, new Scalar(name, name, node.where())),
          "A tenant cannot be named '" + name + "'.",
          "Use letters, digits, - and _, and / between a tenant and its parts.");
    }
    return entry;
  }

  private Party party(Entry entry, String name, Optional<String> endUse) {
    return new Party(
        name,
        entry.country("headquarters", catalog),
        entry.country("parent", catalog),
        entry.truth("usExposed"),
        entry.truth("stateLinked"),
        new Amounts(entry).percent("listedShare"),
        entry.truth("listed"),
        endUse);
  }

  private Optional<FleetSite> site(Entry entry, Party usual, PoolReader pools) {
    entry.need("site");
    Optional<Site> site =
        entry.known(
            "site", "site", catalog.sites(), Site::city, "`sesamo catalog sites` lists them.");
    if (site.isPresent() && !sites.add(site.get().id())) {
      entry.wrong(
          "site",
          "is given twice: '" + site.get().id() + "'.",
          "List all its pools under the first.");
    }
    Optional<Party> operator = operator(entry);
    Optional<Boolean> stateFunded = entry.truth("stateFunded");
    Entry named = site.map(known -> entry.named("site '" + known.id() + "'")).orElse(entry);
    Energy energy = energy(named, site);
    named.filled("pools", "Leave the field out if nothing runs there yet.");
    List<FleetPool> found =
        entry.maps("pools").stream()
            .map(map -> pools.pool(entry.part("a pool", map, FleetFields.POOL)))
            .toList();
    return site.map(
        known -> new FleetSite(known, operator.orElse(usual), stateFunded, energy, found));
  }

  private static Energy energy(Entry entry, Optional<Site> site) {
    Amounts amounts = new Amounts(entry);
    return new Energy(
        Figure.of(
            amounts.number("electricity", "USD/kWh", 0, MOST_USD_PER_KWH),
            site.map(Site::electricityPrice).orElse(OptionalDouble.empty())),
        Figure.of(
            amounts.number("carbon", "gCO2e/kWh", 0, MOST_CARBON),
            site.map(Site::carbonIntensity).orElse(OptionalDouble.empty())),
        Figure.of(
            amounts.number("pue", "", 1, MOST_PUE),
            site.map(Site::pue).orElse(OptionalDouble.empty())));
  }
}
