package io.sesamo.law;

import io.sesamo.law.rule.Rule;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person has decided or obtained: it takes the weight of the rules that it names, inside its
 * scope and dates, and nothing else.
 *
 * @param id of the record
 * @param kind what it is
 * @param rules ids of the rules that it answers; not empty
 * @param scope what it covers
 * @param quantity chips that may still be supplied under it; empty: without limit
 * @param from first day
 * @param to last day
 */
public record Clearance(
    String id,
    Kind kind,
    Set<String> rules,
    Scope scope,
    OptionalLong quantity,
    LocalDate from,
    LocalDate to) {

  public Clearance {
    rules = Set.copyOf(rules);
  }

  /** What it is. */
  public enum Kind {
    /** An authority's permission: it answers <em>licence</em>. */
    LICENCE,
    /** An authority was told: it answers <em>notify</em>. */
    NOTIFICATION,
    /** A compliance officer looked at it: it answers <em>review</em>. */
    WAIVER;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
  }

  /**
   * What it covers; an empty set covers all.
   *
   * @param chips ids of accelerators
   * @param sites ids of sites
   * @param parties names of operators or tenants
   * @param actions what may be done
   */
  public record Scope(
      Set<String> chips, Set<String> sites, Set<String> parties, Set<Action> actions) {

    /** Everything. */
    public static final Scope ALL = new Scope(Set.of(), Set.of(), Set.of(), Set.of());

    public Scope {
      chips = Set.copyOf(chips);
      sites = Set.copyOf(sites);
      parties = Set.copyOf(parties);
      actions = Set.copyOf(actions);
    }

    boolean covers(Facts facts) {
      return holds(chips, facts.get(Fact.CHIP_ID))
          && holds(sites, facts.get(Fact.SITE_ID))
          && (parties.isEmpty()
              || holds(parties, facts.get(Fact.OPERATOR_NAME))
              || holds(parties, facts.get(Fact.TENANT_NAME)))
          && (actions.isEmpty() || actions.contains(facts.action()));
    }

    private static boolean holds(Set<String> covered, @Nullable Object value) {
      return covered.isEmpty() || (value instanceof String text && covered.contains(text));
    }
  }

  /** Whether it is in force for these facts: its dates, its scope, what is left of its quantity. */
  public boolean covers(Facts facts) {
    LocalDate date = facts.date();
    return !date.isBefore(from) && !date.isAfter(to) && scope.covers(facts) && enough(facts);
  }

  private boolean enough(Facts facts) {
    return facts.action() != Action.SUPPLY
        || quantity.isEmpty()
        || (facts.get(Fact.SHIPMENT_QUANTITY) instanceof Double wanted
            && quantity.getAsLong() >= wanted);
  }

  /**
   * Whether its kind answers what a case of a rule weighs.
   *
   * @param weight what the case weighs
   */
  boolean answers(Rule rule, Rule.Case item, Effect weight) {
    if (!rules.contains(rule.id())) {
      return false;
    }
    Optional<Effect> says = Rule.effect(item);
    return switch (kind) {
      case LICENCE ->
          weight == Effect.LICENCE
              || (weight == Effect.DENY && rule.licensable())
              || (weight == Effect.REVIEW
                  && says.filter(effect -> effect == Effect.LICENCE || rule.licensable())
                      .isPresent());
      case NOTIFICATION ->
          weight == Effect.NOTIFY
              || (weight == Effect.REVIEW && says.filter(Effect.NOTIFY::equals).isPresent());
      case WAIVER -> weight == Effect.REVIEW;
    };
  }
}
