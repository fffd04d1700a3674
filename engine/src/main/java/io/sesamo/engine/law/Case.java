package io.sesamo.engine.law;

import io.sesamo.engine.EngineException;
import io.sesamo.law.Action;
import io.sesamo.law.Fact;
import io.sesamo.law.FactText;
import io.sesamo.law.FactText.UnreadableException;
import io.sesamo.law.Facts;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.Site;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetFile.Party;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * A case as people write it.
 *
 * @param chip of the catalogue, or {@code none}; empty: not said
 * @param site of the catalogue; empty: not said
 * @param facts by name, as texts
 */
public record Case(
    Action action, LocalDate date, String chip, String site, Map<String, String> facts) {

  public Case {
    facts = Map.copyOf(facts);
  }

  /**
   * What is known of it.
   *
   * @param fleet tells the operator of the site where nothing is said of one
   * @throws EngineException which names the field that is wrong
   */
  Facts facts(Catalog catalog, Optional<FleetFile> fleet) {
    Facts.Builder builder = Facts.of(action, date);
    if (chip.equals("none")) {
      builder.noChip();
    } else if (!chip.isEmpty()) {
      Accelerator known = catalog.accelerators().get(chip);
      if (known == null) {
        throw Wrong.field("chip", "the catalogue has no accelerator '" + chip + "'");
      }
      builder.chip(known);
    }
    if (!site.isEmpty()) {
      Site known = catalog.sites().get(site);
      if (known == null) {
        throw Wrong.field("site", "the catalogue has no site '" + site + "'");
      }
      builder.site(known);
    }
    fleet.flatMap(this::operator).ifPresent(party -> CandidateFacts.operator(builder, party));
    facts.forEach((name, text) -> set(builder, name, text, catalog));
    return builder.build();
  }

  private Optional<Party> operator(FleetFile fleet) {
    boolean said = facts.keySet().stream().anyMatch(name -> name.startsWith("operator."));
    return fleet.sites().stream()
        .filter(known -> !said && known.site().id().equals(site))
        .map(FleetFile.FleetSite::operator)
        .findFirst();
  }

  private static void set(Facts.Builder builder, String name, String text, Catalog catalog) {
    Fact fact =
        Fact.of(name).orElseThrow(() -> Wrong.field("facts", "there is no fact '" + name + "'"));
    if (fact == Fact.ACTION || fact == Fact.DATE) {
      throw Wrong.field("facts", name + " has a field of its own");
    }
    try {
      builder.set(fact, FactText.parse(fact, text, catalog));
    } catch (UnreadableException e) {
      throw Wrong.field("facts", String.valueOf(e.getMessage()));
    }
  }
}
