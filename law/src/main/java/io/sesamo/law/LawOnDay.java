package io.sesamo.law;

import io.sesamo.law.condition.Condition;
import io.sesamo.law.condition.Condition.Truth;
import io.sesamo.law.rule.Rule;
import io.sesamo.law.rule.Rule.Case;
import io.sesamo.law.rule.Rule.Says;
import io.sesamo.model.catalog.Confidence;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that are in force on one day, ready to judge. Thread-safe. */
final class LawOnDay {

  /**
   * One case in force.
   *
   * @param rule what it is of
   * @param number of the rule, to look up whether it is lifted
   * @param lifts numbers of the rules that it lifts
   * @param ifTrue what it weighs when it holds
   * @param ifUnknown what it weighs when that cannot be told
   */
  record Clause(
      Rule rule,
      Case item,
      Condition condition,
      int number,
      List<Integer> lifts,
      Optional<Effect> ifTrue,
      Optional<Effect> ifUnknown) {

    static Clause of(Rule rule, Case item, Condition condition, int number, List<Integer> lifts) {
      return new Clause(
          rule,
          item,
          condition,
          number,
          lifts,
          Weighing.weight(item, Truth.TRUE, rule.confidence()),
          Weighing.weight(item, Truth.UNKNOWN, rule.confidence()));
    }

    /** Whether it never weighs anything, and need not be looked at until somebody asks. */
    boolean idle() {
      return ifTrue.isEmpty() && ifUnknown.isEmpty();
    }
  }

  private final Clause[] classifying;
  private final Map<Action, Clause[]> judging = new EnumMap<>(Action.class);
  private final int rules;

  LawOnDay(LocalDate date, List<Rule> all) {
    this.rules = all.size();
    List<Clause> clauses = clauses(date, all);
    this.classifying =
        clauses.stream()
            .filter(clause -> clause.item().says() instanceof Says.Classification)
            // Those that ask for other classes come last.
            .sorted(
                Comparator.comparing(
                    clause -> clause.item().when().facts().stream().anyMatch(Fact::derived)))
            .toArray(Clause[]::new);
    for (Action action : Action.values()) {
      judging.put(
          action,
          clauses.stream()
              .filter(clause -> !(clause.item().says() instanceof Says.Classification))
              .filter(clause -> clause.rule().actions().contains(action))
              .toArray(Clause[]::new));
    }
  }

  private static List<Clause> clauses(LocalDate date, List<Rule> all) {
    Map<String, Integer> numbers = new HashMap<>();
    all.forEach(rule -> numbers.put(rule.id(), numbers.size()));
    List<Clause> clauses = new ArrayList<>();
    for (Rule rule : all) {
      for (Case item : rule.holds(date) ? rule.cases() : List.<Case>of()) {
        if (item.period().holds(date)) {
          List<Integer> lifts =
              Weighing.lifts(item, rule.confidence()).stream()
                  .flatMap(id -> Optional.ofNullable(numbers.get(id)).stream())
                  .toList();
          clauses.add(
              Clause.of(
                  rule, item, item.when().on(date), numbers.getOrDefault(rule.id(), 0), lifts));
        }
      }
    }
    return clauses;
  }

  /** Judges a case of this day, with what people have decided. */
  Verdict judge(Facts facts, List<Clearance> clearances) {
    @Nullable Object[] slots = facts.slots();
    classify(slots);
    Clause[] clauses = clauses(facts.action());
    Truth[] truths = new Truth[clauses.length];
    boolean[] lifted = NOTHING;
    for (int i = 0; i < clauses.length; i++) {
      truths[i] = clauses[i].idle() ? Truth.FALSE : clauses[i].condition().of(slots);
      if (truths[i] == Truth.TRUE && !clauses[i].lifts().isEmpty()) { // none of low confidence
        lifted = lifted.length == 0 ? new boolean[rules] : lifted;
        for (int number : clauses[i].lifts()) {
          lifted[number] = true;
        }
      }
    }
    List<Clearance> covering =
        clearances.isEmpty()
            ? List.of()
            : clearances.stream().filter(clearance -> clearance.covers(facts)).toList();
    Effect effect = Effect.ALLOW;
    for (int i = 0; i < clauses.length; i++) {
      if (truths[i] != Truth.FALSE) {
        Optional<Effect> weight = weight(clauses[i], truths[i], lifted);
        if (weight.isPresent() && answer(clauses[i], weight.get(), covering).isEmpty()) {
          effect = effect.or(weight.get());
        }
      }
    }
    return new Verdict(this, facts, slots, clauses, truths, lifted, covering, effect);
  }

  /** The clearance that takes the weight of a clause. */
  static Optional<Clearance> answer(Clause clause, Effect weight, List<Clearance> covering) {
    for (Clearance clearance : covering) {
      if (clearance.answers(clause.rule(), clause.item(), weight)) {
        return Optional.of(clearance);
      }
    }
    return Optional.empty();
  }

  private static final boolean[] NOTHING = {};

  static Optional<Effect> weight(Clause clause, Truth truth, boolean[] lifted) {
    if (lifted.length > 0 && lifted[clause.number()]) {
      return Optional.empty();
    }
    return switch (truth) {
      case TRUE -> clause.ifTrue();
      case UNKNOWN -> clause.ifUnknown();
      case FALSE -> Optional.empty();
    };
  }

  /** What is missing itself, instead of the classes that cannot be found without it. */
  Set<Fact> roots(Set<Fact> missing, @Nullable Object[] slots) {
    Set<Fact> roots = EnumSet.noneOf(Fact.class);
    for (Fact fact : missing) {
      if (!fact.derived()) {
        roots.add(fact);
      }
      for (Clause clause : classifying) {
        if (clause.item().says() instanceof Says.Classification(Fact found) && found == fact) {
          roots.addAll(roots(clause.condition().missing(slots), slots));
        }
      }
    }
    return roots;
  }

  private Clause[] clauses(Action action) {
    Clause[] clauses = judging.get(action);
    return clauses == null ? new Clause[0] : clauses;
  }

  /** Finds the classes of a chip: one that no rule gives it, it does not have. */
  private void classify(@Nullable Object[] slots) {
    if (slots[Fact.CHIP_ID.slot()] == null && slots[Fact.CHIP_TPP.slot()] == null) {
      return;
    }
    slots[Fact.CHIP_3A090A.slot()] = false;
    slots[Fact.CHIP_3A090B.slot()] = false;
    slots[Fact.CHIP_4A090A.slot()] = false;
    slots[Fact.CHIP_4A090B.slot()] = false;
    for (Clause clause : classifying) {
      if (clause.item().says() instanceof Says.Classification(Fact fact)) {
        int slot = fact.slot();
        Truth truth = clause.condition().of(slots);
        if (truth == Truth.TRUE && clause.rule().confidence() != Confidence.LOW) {
          slots[slot] = true;
        } else if (truth != Truth.FALSE && !Boolean.TRUE.equals(slots[slot])) {
          slots[slot] = null;
        }
      }
    }
  }
}
