package io.sesamo.placement.sim;

import io.sesamo.law.Action;
import io.sesamo.law.Effect;
import io.sesamo.law.Fact;
import io.sesamo.law.Facts;
import io.sesamo.law.Verdict;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetFile.FleetSite;
import io.sesamo.model.fleet.FleetFile.Party;
import io.sesamo.model.fleet.FleetPlatform;
import io.sesamo.model.fleet.FleetPool;
import io.sesamo.placement.Stage.Forbidden;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where work may run in a fleet, by the rules of the release. */
final class WorldLaw {

  private static final LocalDate DAY = LocalDate.of(2027, 1, 1);

  private final WorldFleet fleet;
  private final Map<Case, Map<String, Map<String, Forbidden>>> known = new HashMap<>();

  WorldLaw(WorldFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * What of a group matters to the law.
   *
   * @param accelerators whether it uses any
   * @param countries that its data are from; empty: it reads none that matter
   * @param categories of its data
   */
  record Case(
      String tenant, boolean accelerators, List<String> countries, List<String> categories) {
    Case {
      countries = List.copyOf(countries);
      categories = List.copyOf(categories);
    }
  }

  /** By pool, the platforms on which it must not run, neither itself nor with its data. */
  Map<String, Map<String, Forbidden>> forbidden(Case of) {
    return known.computeIfAbsent(of, this::judge);
  }

  private Map<String, Map<String, Forbidden>> judge(Case of) {
    Map<String, Map<String, Forbidden>> forbidden = new HashMap<>();
    for (FleetSite site : fleet.file().sites()) {
      for (FleetPool pool : site.pools()) {
        Map<String, Forbidden> platforms = new HashMap<>();
        for (FleetPlatform platform : pool.platforms().values()) {
          Effect effect = effect(of, site, platform);
          if (effect.compareTo(Effect.NOTIFY) > 0) {
            platforms.put(platform.name(), new Forbidden(effect.word(), effect == Effect.DENY));
          }
        }
        if (!platforms.isEmpty()) {
          forbidden.put(pool.name(), platforms);
        }
      }
    }
    return forbidden;
  }

  private Effect effect(Case of, FleetSite site, FleetPlatform platform) {
    Verdict use = fleet.book().judge(facts(Action.USE, of, site, platform));
    if (of.countries().isEmpty() || of.countries().contains(site.site().country())) {
      return use.effect();
    }
    return use.effect().or(fleet.book().judge(facts(Action.TRANSFER, of, site, platform)).effect());
  }

  private Facts facts(Action action, Case of, FleetSite site, FleetPlatform platform) {
    Facts.Builder facts = Facts.of(action, DAY).site(site.site());
    if (of.accelerators()) {
      platform.accelerator().ifPresent(facts::chip);
    } else {
      facts.noChip();
    }
    operator(facts, site.operator());
    tenant(facts, fleet.file().tenant(of.tenant().split("/", -1)[0])); // parts are the whole's
    if (!of.countries().isEmpty()) {
      facts.set(Fact.DATA_SOURCES, of.countries());
      facts.set(Fact.DATA_CATEGORIES, of.categories());
      FleetFile.DataTerms terms = fleet.file().data();
      terms.mechanism().ifPresent(word -> facts.set(Fact.DATA_MECHANISM, word));
      terms.remoteAccess().ifPresent(can -> facts.set(Fact.DATA_REMOTE_ACCESS, can));
    }
    fleet
        .file()
        .data()
        .criticalOperator()
        .ifPresent(is -> facts.set(Fact.DATA_CRITICAL_OPERATOR, is));
    return facts.build();
  }

  private static void operator(Facts.Builder facts, Party party) {
    facts.set(Fact.OPERATOR_NAME, party.name());
    party.headquarters().ifPresent(country -> facts.set(Fact.OPERATOR_HEADQUARTERS, country));
    party.parent().ifPresent(country -> facts.set(Fact.OPERATOR_PARENT, country));
    party.usExposed().ifPresent(exposed -> facts.set(Fact.OPERATOR_US_EXPOSED, exposed));
    party.listedShare().ifPresent(share -> facts.set(Fact.OPERATOR_LISTED_SHARE, share));
    party.listed().ifPresent(is -> facts.set(Fact.OPERATOR_LISTED, is));
  }

  private static void tenant(Facts.Builder facts, Party party) {
    facts.set(Fact.TENANT_NAME, party.name());
    party.headquarters().ifPresent(country -> facts.set(Fact.TENANT_HEADQUARTERS, country));
    party.parent().ifPresent(country -> facts.set(Fact.TENANT_PARENT, country));
    party.usExposed().ifPresent(exposed -> facts.set(Fact.TENANT_US_EXPOSED, exposed));
    party.listedShare().ifPresent(share -> facts.set(Fact.TENANT_LISTED_SHARE, share));
    party.listed().ifPresent(is -> facts.set(Fact.TENANT_LISTED, is));
    party.endUse().ifPresent(use -> facts.set(Fact.TENANT_END_USE, use));
  }
}
