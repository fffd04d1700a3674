package io.sesamo.cli.command.fleet;

import io.sesamo.cli.client.Json;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.fleet.Figure;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetFile.FleetSite;
import io.sesamo.model.fleet.FleetPlatform;
import io.sesamo.model.fleet.FleetPool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pools of a file as a program reads them, with the names that a server's answer has too. */
final class FleetFacts {

  private FleetFacts() {}

  static List<Map<String, Object>> pools(FleetFile fleet) {
    return fleet.sites().stream()
        .flatMap(site -> site.pools().stream().map(pool -> pool(site, pool)))
        .toList();
  }

  private static Map<String, Object> pool(FleetSite site, FleetPool pool) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", pool.name());
    facts.put("site", site.site().id());
    facts.put("city", site.site().city());
    facts.put("country", site.site().country());
    facts.put("electricity", figure(site.energy().electricity()));
    facts.put("carbon", figure(site.energy().carbon()));
    facts.put("pue", figure(site.energy().pue()));
    facts.put("backend", pool.backend());
    facts.put("emulated", pool.emulated());
    facts.put("tenants", pool.tenants());
    facts.put(
        "platforms",
        pool.platforms().values().stream().map(one -> platform(one, pool.emulated())).toList());
    return facts;
  }

  private static Map<String, Object> platform(FleetPlatform platform, boolean declared) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", platform.name());
    facts.put("accelerator", new Json(platform.accelerator().map(Accelerator::id).orElse(null)));
    facts.put("nodes", new Json(declared ? platform.nodes().count() : null));
    facts.put("accelerators", new Json(declared ? platform.accelerators() : null));
    facts.put("pricePerHour", new Json(platform.price().map(Figure::value).orElse(null)));
    facts.put("priceSource", new Json(platform.price().map(Figure::source).orElse(null)));
    return facts;
  }

  /** A number with where it is from; null where it is not known. */
  private static Json figure(Optional<Figure> figure) {
    Map<String, Object> facts = new LinkedHashMap<>();
    figure.ifPresent(known -> {
      facts.put("value", known.value());
      facts.put("source", known.source());
    });
    return new Json(facts.isEmpty() ? null : facts);
  }
}
