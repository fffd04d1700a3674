package io.sesamo.law.rule;

import io.sesamo.law.Action;
import io.sesamo.law.Effect;
import io.sesamo.law.Fact;
import io.sesamo.law.condition.Condition;
import io.sesamo.model.Location;
import io.sesamo.model.catalog.Confidence;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One legal or commercial condition.
 *
 * @param jurisdiction whose it is: ISO 3166-1 alpha-2, EU, or SESAMO for what the catalogue itself
 *     does not cover
 * @param authority who issued it
 * @param title one line for people
 * @param citation where it stands
 * @param source where it was read
 * @param confidence low: it never leads to <em>allow</em>
 * @param actions that it speaks of
 * @param status in words, as of the catalogue's day
 * @param inForce days on which it applies; none: it is no law (yet), and only listed
 * @param licensable whether a licence also lifts what it denies
 * @param cases what it says, and when
 */
public record Rule(
    String id,
    String jurisdiction,
    String authority,
    String title,
    String citation,
    String source,
    Confidence confidence,
    Set<Action> actions,
    String status,
    List<Period> inForce,
    boolean licensable,
    List<Case> cases,
    Location where) {

  public Rule {
    actions = Set.copyOf(actions);
    inForce = List.copyOf(inForce);
    cases = List.copyOf(cases);
  }

  /** Whether it applies on that day. */
  public boolean holds(LocalDate date) {
    return inForce.stream().anyMatch(period -> period.holds(date));
  }

  /**
   * One thing that it says.
   *
   * @param text the condition as written
   * @param when the condition
   * @param says what it is that it says
   * @param lifts rules whose say gives way to this one where it holds
   * @param policy how an authority decides on licences; empty: nothing is known
   * @param sentence for people, with facts in braces
   * @param period days on which this case applies, within those of the rule
   */
  public record Case(
      String text,
      Condition.Checked when,
      Says says,
      Set<String> lifts,
      String policy,
      String sentence,
      Period period) {

    public Case {
      lifts = Set.copyOf(lifts);
    }
  }

  /** What a case says. */
  public sealed interface Says {

    /** That something is allowed, or not. */
    record Judgement(Effect effect) implements Says {}

    /** How a chip is classified. */
    record Classification(Fact fact) implements Says {}

    /** Something to know, which decides nothing. */
    record Note() implements Says {}

    /** As it is written. */
    default String word() {
      return switch (this) {
        case Judgement judgement -> judgement.effect().word();
        case Classification classification -> "class " + classification.fact().path();
        case Note note -> "note";
      };
    }
  }

  /** The effect of a case, if it has one. */
  public static Optional<Effect> effect(Case item) {
    return item.says() instanceof Says.Judgement judgement
        ? Optional.of(judgement.effect())
        : Optional.empty();
  }
}
