package io.sesamo.engine.law;

import io.sesamo.law.Clearance;
import io.sesamo.law.Effect;
import io.sesamo.law.Verdict;
import io.sesamo.law.Verdict.Finding;
import io.sesamo.law.VerdictFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether a group may run on one platform.
 *
 * @param verdict word; {@code residency} where the workflow's own wish forbids it
 * @param rules that decided
 * @param answers the kind of clearance that would answer each of them; those that none answers are
 *     not in it
 * @param reason for people
 * @param forGood whether no clearance can change it
 * @param facts what was judged, by name; empty: nothing was
 * @param clearances by which it became milder
 */
public record Ruling(
    String pool,
    String site,
    String platform,
    String verdict,
    List<String> rules,
    Map<String, Clearance.Kind> answers,
    String reason,
    boolean forGood,
    Map<String, Object> facts,
    List<Clearance> clearances) {

  /** The workflow's own rule about where its data must stay. */
  static final String RESIDENCY = "residency";

  /** By the rules of the catalogue. */
  static Ruling of(String pool, String site, String platform, Verdict verdict) {
    return of(pool, site, platform, verdict, "at " + site);
  }

  /** Of moving data there. */
  static Ruling ofTransfer(
      String pool, String from, String site, String platform, Verdict verdict) {
    return of(pool, site, platform, verdict, "moving its data from " + from + " to " + site);
  }

  private static Ruling of(
      String pool, String site, String platform, Verdict verdict, String what) {
    List<Finding> decided = verdict.decidedBy();
    List<String> rules = decided.stream().map(found -> found.rule().id()).distinct().toList();
    Map<String, Clearance.Kind> answers = new TreeMap<>();
    decided.forEach(found ->
        answer(found, verdict.effect()).ifPresent(kind -> answers.put(found.rule().id(), kind)));
    boolean forGood =
        verdict.effect() == Effect.DENY
            && decided.stream().anyMatch(found -> !found.rule().licensable());
    String because = rules.isEmpty() ? "" : " (" + String.join(", ", rules) + ")";
    return new Ruling(
        pool,
        site,
        platform,
        verdict.effect().word(),
        rules,
        answers,
        what + ": " + verdict.effect().word() + ": " + VerdictFacts.sentence(verdict) + because,
        forGood,
        VerdictFacts.values(verdict.facts()),
        verdict.clearedBy());
  }

  /** By the workflow's wish. */
  static Ruling residency(
      String pool, String site, String platform, List<String> wish, String country) {
    return new Ruling(
        pool,
        site,
        platform,
        RESIDENCY,
        List.of("sesamo.residency"),
        Map.of(),
        "at "
            + site
            + ": its data may not leave "
            + String.join(", ", wish)
            + " (sesamo.residency), and the site is in "
            + country,
        true,
        Map.of(),
        List.of());
  }

  private static Optional<Clearance.Kind> answer(Finding found, Effect effect) {
    return switch (effect) {
      case ALLOW -> Optional.empty();
      case NOTIFY -> Optional.of(Clearance.Kind.NOTIFICATION);
      case REVIEW -> Optional.of(Clearance.Kind.WAIVER);
      case LICENCE -> Optional.of(Clearance.Kind.LICENCE);
      case DENY ->
          found.rule().licensable() ? Optional.of(Clearance.Kind.LICENCE) : Optional.empty();
    };
  }

  /** The same for another platform of the pool. */
  Ruling on(String other) {
    return new Ruling(
        pool, site, other, verdict, rules, answers, reason, forGood, facts, clearances);
  }

  /** Whether it may run there now. A notification that is still to be made forbids it. */
  public boolean lawful() {
    return verdict.equals(Effect.ALLOW.word());
  }
}
