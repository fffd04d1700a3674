package io.sesamo.engine.law;

import io.sesamo.engine.EngineException;
import io.sesamo.law.Clearance;
import io.sesamo.law.LawBook;
import io.sesamo.law.rule.Rule;
import io.sesamo.model.catalog.Catalog;
import java.time.LocalDate;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A clearance that somebody wants to record.
 *
 * @param reference of the authority's paper or of the case
 */
public record NewClearance(
    Clearance.Kind kind,
    Set<String> rules,
    Clearance.Scope scope,
    OptionalLong quantity,
    LocalDate from,
    LocalDate to,
    String reference,
    String why) {

  public NewClearance {
    rules = Set.copyOf(rules);
  }

  /**
   * The clearance, still without an id.
   *
   * @throws EngineException which names the field that is wrong
   */
  Clearance check(LawBook book) {
    Set<String> known = book.rules().stream().map(Rule::id).collect(Collectors.toSet());
    require(!rules.isEmpty(), "rules", "name at least one rule");
    rules.forEach(id -> require(known.contains(id), "rules", "there is no rule '" + id + "'"));
    Catalog catalog = book.catalog();
    scope
        .chips()
        .forEach(id ->
            require(
                catalog.accelerators().containsKey(id),
                "chips",
                "the catalogue has no accelerator '" + id + "'"));
    scope
        .sites()
        .forEach(id ->
            require(
                catalog.sites().containsKey(id),
                "sites",
                "the catalogue has no site '" + id + "'"));
    require(!to.isBefore(from), "to", "the last day is before the first");
    require(!reference.isBlank(), "reference", "name the paper or the case");
    require(!why.isBlank(), "why", "say why, for those who read it later");
    quantity.ifPresent(number -> require(number > 0, "quantity", "it is a number from 1 on"));
    return new Clearance("", kind, rules, scope, quantity, from, to);
  }

  private static void require(boolean holds, String field, String words) {
    if (!holds) {
      throw Wrong.field(field, words);
    }
  }
}
