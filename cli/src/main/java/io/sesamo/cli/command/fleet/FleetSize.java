package io.sesamo.cli.command.fleet;

import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetFile.Totals;
import io.sesamo.model.fleet.FleetPlatform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How large a fleet is.
 *
 * @param chips how many there are of each model that is declared, by its id
 * @param tenants how many it names
 */
record FleetSize(Totals totals, Map<String, Long> chips, int tenants) {

  private static final int COLUMNS = 80;

  static FleetSize of(FleetFile fleet) {
    Map<String, Long> chips = new LinkedHashMap<>();
    fleet.sites().stream()
        .flatMap(site -> site.pools().stream())
        .flatMap(pool -> pool.platforms().values().stream())
        .filter(platform -> platform.accelerators() > 0)
        .forEach(platform -> chips.merge(model(platform), platform.accelerators(), Long::sum));
    return new FleetSize(fleet.totals(), chips, fleet.tenants().size());
  }

  private static String model(FleetPlatform platform) {
    return platform.accelerator().map(Accelerator::id).orElse("of an unknown model");
  }

  /** As a program reads it. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("sites", totals.sites());
    facts.put("countries", List.copyOf(totals.countries()));
    facts.put("pools", totals.pools());
    facts.put("emulatedPools", totals.emulatedPools());
    facts.put("nodes", totals.nodes());
    facts.put("emulatedNodes", totals.emulatedNodes());
    facts.put("accelerators", totals.accelerators());
    facts.put("emulatedAccelerators", totals.emulatedAccelerators());
    facts.put("acceleratorsByModel", chips);
    facts.put("tenants", tenants);
    return facts;
  }

  /** As a person reads it. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.of(
            "  "
                + Quantities.count(totals.sites(), "site", "sites")
                + " in "
                + Quantities.count(totals.countries().size(), "country", "countries")
                + ": "
                + String.join(" ", totals.countries())));
    lines.add(Line.of("  " + Quantities.count(totals.pools(), "pool", "pools") + emulation()));
    lines.add(
        Line.of(
            "  "
                + Quantities.count(totals.nodes(), "node", "nodes")
                + " with "
                + Quantities.count(totals.accelerators(), "accelerator", "accelerators")
                + (totals.emulatedNodes() > 0 ? ", all emulated" : "")));
    StringBuilder line = new StringBuilder("   ");
    for (Map.Entry<String, Long> chip : chips.entrySet()) {
      String word = " " + chip.getValue() + " " + chip.getKey() + ",";
      if (line.length() + word.length() > COLUMNS) {
        lines.add(Line.of(line.toString()));
        line = new StringBuilder("   ");
      }
      line.append(word);
    }
    if (!chips.isEmpty()) {
      lines.add(Line.of(line.substring(0, line.length() - 1)));
    }
    lines.add(Line.of("  " + Quantities.count(tenants, "tenant", "tenants")));
    return lines;
  }

  private String emulation() {
    int real = totals.pools() - totals.emulatedPools();
    if (real == 0) {
      return totals.pools() == 0 ? "" : ", all emulated";
    }
    String rest = real == 1 ? "its backend finds out what there is" : "backends find out the rest";
    return totals.emulatedPools() == 0
        ? ", none emulated: " + rest
        : ", "
            + totals.emulatedPools()
            + " emulated; of the other"
            + (real == 1 ? ", " : "s, ")
            + rest;
  }
}
