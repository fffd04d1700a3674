package io.sesamo.model.fleet;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.Site;
import io.sesamo.model.fleet.FleetFile.DataTerms;
import io.sesamo.model.fleet.FleetFile.FleetPool;
import io.sesamo.model.fleet.FleetFile.FleetSite;
import io.sesamo.model.fleet.FleetFile.LawPolicy;
import io.sesamo.model.fleet.FleetFile.Party;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  private static final Set<String> FILE = Set.of("operator", "tenants", "sites", "data", "law");
  private static final Set<String> OPERATOR =
      Set.of("name", "headquarters", "parent", "usExposed", "stateLinked", "listedShare", "listed");
  private static final Set<String> TENANT =
      Set.of("headquarters", "parent", "usExposed", "endUse", "listedShare", "listed");
  private static final Set<String> SITE = Set.of("site", "operator", "stateFunded", "pools");
  private static final Set<String> POOL = Set.of("name", "platforms");
  private static final Set<String> PLATFORM = Set.of("name", "accelerator");
  private static final Set<String> DATA = Set.of("criticalOperator", "mechanism", "remoteAccess");
  private static final Set<String> LAW = Set.of("unlawful", "running");

  private final Catalog catalog;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> pools = new HashSet<>();

  private FleetReader(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What reading gives. */
  public sealed interface Result {

    /** It can be used. */
    record Accepted(FleetFile fleet) implements Result {}

    /** It cannot. */
    record Refused(List<Problem> problems) implements Result {}
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
      YamlNode root = YamlReader.read(title, 1, text, reader.problems);
      if (root instanceof Mapping map) {
        FleetFile fleet = reader.fleet(reader.entry("the fleet", map, FILE));
        boolean good =
            reader.problems.stream().noneMatch(p -> p.severity() == Problem.Severity.ERROR);
        return good ? new Result.Accepted(fleet) : new Result.Refused(reader.problems);
      }
      reader.problems.add(
          Problem.error(root.where(), "The file of a fleet is a map.", "It begins with operator."));
    } catch (YamlException e) {
      reader.problems.add(e.problem());
    }
    return new Result.Refused(reader.problems);
  }

  private Entry entry(String owner, Mapping map, Set<String> known) {
    return new Entry(owner, map, known, problems);
  }

  private FleetFile fleet(Entry file) {
    file.need("operator");
    file.need("sites");
    Party operator = file.section("operator").map(this::operator).orElse(Party.unknown(""));
    Map<String, Party> tenants = new LinkedHashMap<>();
    file.section("tenants")
        .ifPresent(
            all -> all.entries().forEach((name, node) -> tenants.put(name, tenant(name, node))));
    List<FleetSite> sites = new ArrayList<>();
    file.maps("sites").forEach(map -> site(map, operator).ifPresent(sites::add));
    return new FleetFile(tenants, sites, data(file), law(file));
  }

  private Party operator(Mapping map) {
    Entry entry = entry("the operator", map, OPERATOR);
    entry.need("name");
    entry.need("headquarters");
    return party(entry, entry.text("name").orElse(""), Optional.empty());
  }

  private Party tenant(String name, YamlNode node) {
    String owner = "tenant '" + name + "'";
    if (!(node instanceof Mapping map)) {
      problems.add(
          Problem.error(
              node.where(),
              owner + " must be a map.",
              "Write what is known of it, such as {headquarters: DE}."));
      return Party.unknown(name);
    }
    Entry entry = entry(owner, map, TENANT);
    return party(entry, name, entry.oneOf("endUse", END_USES));
  }

  private Party party(Entry entry, String name, Optional<String> endUse) {
    return new Party(
        name,
        entry.country("headquarters", catalog),
        entry.country("parent", catalog),
        entry.truth("usExposed"),
        entry.truth("stateLinked"),
        entry.percent("listedShare"),
        entry.truth("listed"),
        endUse);
  }

  private Optional<FleetSite> site(Mapping map, Party usual) {
    Entry entry = entry("a site", map, SITE);
    entry.need("site");
    Optional<Site> site =
        entry.known(
            "site",
            "site",
            id -> Optional.ofNullable(catalog.sites().get(id)),
            "`sesamo catalog sites` lists them.");
    Party operator = entry.section("operator").map(this::operator).orElse(usual);
    Optional<Boolean> stateFunded = entry.truth("stateFunded");
    List<FleetPool> found = entry.maps("pools").stream().map(this::pool).toList();
    return site.map(known -> new FleetSite(known, operator, stateFunded, found));
  }

  private FleetPool pool(Mapping map) {
    Entry entry = entry("a pool", map, POOL);
    entry.need("name");
    String name = entry.text("name").orElse("");
    if (!name.isEmpty() && !pools.add(name)) {
      entry.error(map, "There are two pools '" + name + "'.", "A pool is at one site.");
    }
    Map<String, Optional<Accelerator>> platforms = new LinkedHashMap<>();
    for (Mapping item : entry.maps("platforms")) {
      Entry platform = entry("a platform", item, PLATFORM);
      platform.need("name");
      Optional<Accelerator> accelerator =
          platform.known(
              "accelerator",
              "accelerator",
              id -> Optional.ofNullable(catalog.accelerators().get(id)),
              "`sesamo catalog accelerators` lists them.");
      platform.text("name").ifPresent(known -> platforms.put(known, accelerator));
    }
    return new FleetPool(name, platforms);
  }

  private DataTerms data(Entry file) {
    return file.section("data")
        .map(map -> entry("'data'", map, DATA))
        .map(entry ->
            new DataTerms(
                entry.truth("criticalOperator"),
                entry.oneOf("mechanism", MECHANISMS),
                entry.truth("remoteAccess")))
        .orElse(new DataTerms(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private LawPolicy law(Entry file) {
    Optional<Entry> entry = file.section("law").map(map -> entry("'law'", map, LAW));
    Optional<String> unlawful = entry.flatMap(e -> e.oneOf("unlawful", List.of("refuse", "wait")));
    Optional<String> running = entry.flatMap(e -> e.oneOf("running", List.of("finish", "stop")));
    return new LawPolicy(
        unlawful.filter("wait"::equals).isPresent(), running.filter("stop"::equals).isPresent());
  }
}
