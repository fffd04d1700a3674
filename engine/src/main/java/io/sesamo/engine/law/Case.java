package io.sesamo.engine.law;

import io.sesamo.engine.EngineException;
import io.sesamo.law.Action;
import io.sesamo.law.FactText;
import io.sesamo.law.FactText.UnreadableException;
import io.sesamo.law.Facts;
import io.sesamo.model.catalog.Catalog;
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
    fleet.flatMap(this::operator).ifPresent(party -> CandidateFacts.operator(builder, party));
    try {
      return FactText.add(builder, chip, site, facts, catalog).build();
    } catch (UnreadableException e) {
      throw Wrong.field(e.field(), String.valueOf(e.getMessage()));
    }
  }

  private Optional<Party> operator(FleetFile fleet) {
    boolean said = facts.keySet().stream().anyMatch(name -> name.startsWith("operator."));
    return fleet.sites().stream()
        .filter(known -> !said && known.site().id().equals(site))
        .map(FleetFile.FleetSite::operator)
        .findFirst();
  }
}
