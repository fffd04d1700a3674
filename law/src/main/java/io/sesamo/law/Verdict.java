package io.sesamo.law;

import io.sesamo.law.LawOnDay.Clause;
import io.sesamo.law.condition.Condition.Truth;
import io.sesamo.law.rule.Rule;
import io.sesamo.law.rule.Sentence;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether something may be done, and why. Immutable; its reasons are worked out when asked for. */
public final class Verdict {

  private final LawOnDay law;
  private final Facts facts;
  private final @Nullable Object[] slots;
  private final Clause[] clauses;
  private final Truth[] truths;
  private final boolean[] lifted;
  private final List<Clearance> clearances;
  private final Effect effect;

  Verdict(
      LawOnDay law,
      Facts facts,
      @Nullable Object[] slots,
      Clause[] clauses,
      Truth[] truths,
      boolean[] lifted,
      List<Clearance> clearances,
      Effect effect) {
    this.law = law;
    this.facts = facts;
    this.slots = slots;
    this.clauses = clauses;
    this.truths = truths;
    this.lifted = lifted;
    this.clearances = clearances;
    this.effect = effect;
  }

  /** The verdict. */
  public Effect effect() {
    return effect;
  }

  /** What was judged, with the classes that the chip was found to have. */
  public Facts facts() {
    return facts.with(slots.clone());
  }

  /**
   * What one case of a rule said.
   *
   * @param rule it is of
   * @param item the case
   * @param truth whether it holds
   * @param lifted whether another rule takes its weight
   * @param weight what it weighs; empty: nothing
   * @param clearedBy what a person decided of it, which takes the weight
   * @param sentence for people
   * @param missing facts for whose lack it is unknown
   */
  public record Finding(
      Rule rule,
      Rule.Case item,
      Truth truth,
      boolean lifted,
      Optional<Effect> weight,
      Optional<Clearance> clearedBy,
      String sentence,
      Set<Fact> missing) {}

  /** Every case that holds or may hold, notes too, in the order of the rules. */
  public List<Finding> considered() {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < clauses.length; i++) {
      Truth truth = clauses[i].idle() ? clauses[i].condition().of(slots) : truths[i];
      if (truth == Truth.TRUE || (truth == Truth.UNKNOWN && !clauses[i].idle())) {
        findings.add(finding(clauses[i], truth));
      }
    }
    return findings;
  }

  /** Those whose weight is the verdict; none when nothing restricts. */
  public List<Finding> decidedBy() {
    return considered().stream()
        .filter(finding -> finding.clearedBy().isEmpty())
        .filter(finding -> finding.weight().filter(effect::equals).isPresent())
        .toList();
  }

  /** What people have decided that made the verdict milder. */
  public List<Clearance> clearedBy() {
    return considered().stream()
        .flatMap(finding -> finding.clearedBy().stream())
        .distinct()
        .toList();
  }

  /** Facts for whose lack some rule that counts could not be told. */
  public Set<Fact> missingFacts() {
    Set<Fact> missing = EnumSet.noneOf(Fact.class);
    for (Finding finding : considered()) {
      if (finding.clearedBy().isEmpty() && finding.weight().isPresent()) {
        missing.addAll(finding.missing());
      }
    }
    return missing;
  }

  private Finding finding(Clause clause, Truth truth) {
    Set<Fact> missing = law.roots(clause.condition().missing(slots), slots);
    String sentence = Sentence.fill(clause.item().sentence(), this::value);
    Optional<Effect> weight = LawOnDay.weight(clause, truth, lifted);
    boolean gone = lifted.length > 0 && lifted[clause.number()];
    return new Finding(
        clause.rule(),
        clause.item(),
        truth,
        gone,
        weight,
        weight.flatMap(weighs -> LawOnDay.answer(clause, weighs, clearances)),
        sentence,
        missing);
  }

  private @Nullable Object value(Fact fact) {
    return VerdictFacts.value(facts, fact);
  }
}
