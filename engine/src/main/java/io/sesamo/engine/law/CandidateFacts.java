package io.sesamo.engine.law;

import io.sesamo.law.Action;
import io.sesamo.law.Fact;
import io.sesamo.law.Facts;
import io.sesamo.model.catalog.Site;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetFile.FleetSite;
import io.sesamo.model.fleet.FleetFile.Party;
import io.sesamo.model.fleet.FleetFile.Place;
import java.time.LocalDate;
import java.util.List;

/** The facts of running a group on a platform, as the law asks for them. */
public final class CandidateFacts {

  private CandidateFacts() {}

  /**
   * The facts.
   *
   * @param place of the group's pool
   * @param platform of that pool
   */
  public static Facts of(
      Matter matter, FleetFile fleet, Place place, String platform, LocalDate day) {
    Facts.Builder facts = Facts.of(Action.USE, day);
    if (matter.accelerators()) {
      place.pool().accelerator(platform).ifPresent(facts::chip); // else it is unknown
    } else {
      facts.noChip();
    }
    site(facts, place.site());
    operator(facts, place.site().operator());
    tenant(facts, matter.tenant().map(fleet::tenant).orElse(place.site().operator()));
    data(facts, matter, fleet);
    return facts.build();
  }

  /**
   * The facts of moving what a group reads to its site.
   *
   * @param from the site where it is
   */
  static Facts ofTransfer(
      Matter matter, Matter.Origin data, Site from, FleetFile fleet, Place place, LocalDate day) {
    Facts.Builder facts = Facts.of(Action.TRANSFER, day);
    facts.noChip();
    site(facts, place.site());
    operator(facts, place.site().operator());
    tenant(facts, matter.tenant().map(fleet::tenant).orElse(place.site().operator()));
    if (data.said()) {
      said(facts, Fact.DATA_SOURCES, data.countries());
      said(facts, Fact.DATA_CATEGORIES, data.categories());
    } else {
      facts.set(Fact.DATA_SOURCES, List.of(from.country()));
      facts.set(Fact.DATA_CATEGORIES, List.of("other"));
    }
    fleet.data().mechanism().ifPresent(word -> facts.set(Fact.DATA_MECHANISM, word));
    fleet.data().remoteAccess().ifPresent(can -> facts.set(Fact.DATA_REMOTE_ACCESS, can));
    fleet.data().criticalOperator().ifPresent(is -> facts.set(Fact.DATA_CRITICAL_OPERATOR, is));
    return facts.build();
  }

  private static void site(Facts.Builder facts, FleetSite site) {
    facts.site(site.site());
    site.stateFunded().ifPresent(funded -> facts.set(Fact.SITE_STATE_FUNDED, funded));
  }

  static void operator(Facts.Builder facts, Party party) {
    facts.set(Fact.OPERATOR_NAME, party.name());
    party.headquarters().ifPresent(country -> facts.set(Fact.OPERATOR_HEADQUARTERS, country));
    party.parent().ifPresent(country -> facts.set(Fact.OPERATOR_PARENT, country));
    party.usExposed().ifPresent(exposed -> facts.set(Fact.OPERATOR_US_EXPOSED, exposed));
    party.stateLinked().ifPresent(linked -> facts.set(Fact.OPERATOR_STATE_LINKED, linked));
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

  private static void data(Facts.Builder facts, Matter matter, FleetFile fleet) {
    if (matter.data()) {
      said(facts, Fact.DATA_SOURCES, matter.countries());
      said(facts, Fact.DATA_CATEGORIES, matter.categories());
      fleet.data().mechanism().ifPresent(word -> facts.set(Fact.DATA_MECHANISM, word));
      fleet.data().remoteAccess().ifPresent(can -> facts.set(Fact.DATA_REMOTE_ACCESS, can));
    }
    fleet.data().criticalOperator().ifPresent(is -> facts.set(Fact.DATA_CRITICAL_OPERATOR, is));
  }

  private static void said(Facts.Builder facts, Fact fact, List<String> words) {
    if (words.isEmpty()) {
      facts.unknown(fact, "not said, or not in the law's words, of all that is read");
    } else {
      facts.set(fact, words);
    }
  }
}
