package io.sesamo.law;

import io.sesamo.law.condition.Condition.Truth;
import io.sesamo.law.rule.Rule.Case;
import io.sesamo.law.rule.Rule.Says;
import io.sesamo.model.catalog.Confidence;
import java.util.Optional;
import java.util.Set;

/**
 * How what the rules say becomes one verdict: each case weighs something or nothing, and the
 * strictest weight decides; without any, the verdict is <em>allow</em>.
 *
 * <table>
 * <caption>What a case weighs</caption>
 * <tr><th>it says</th><th>it holds</th><th>it is unknown whether it holds</th></tr>
 * <tr><td>notify, review, licence, deny</td><td>that; of low confidence at least review</td><td>review</td></tr>
 * <tr><td>allow</td><td>allow; of low confidence: review</td><td>nothing; of low confidence:
 * review</td></tr>
 * <tr><td>note, class</td><td>nothing</td><td>nothing</td></tr>
 * </table>
 *
 * <p>A case that does not hold weighs nothing, nor does an exception of low confidence. A case of a
 * rule that another case lifts weighs nothing where that other case holds and is not of low
 * confidence; what that one says counts instead. {@code docs/law.md} has the table for people; a
 * test compares them.
 */
final class Weighing {

  private Weighing() {}

  /** What a case weighs; empty: nothing. */
  static Optional<Effect> weight(Case item, Truth truth, Confidence confidence) {
    boolean low = confidence == Confidence.LOW;
    boolean doubtfulException = low && !item.lifts().isEmpty();
    if (truth == Truth.FALSE
        || doubtfulException
        || !(item.says() instanceof Says.Judgement judgement)) {
      return Optional.empty();
    }
    if (truth == Truth.TRUE) {
      return Optional.of(judgement.effect().or(low ? Effect.REVIEW : Effect.ALLOW));
    }
    boolean harmless = judgement.effect() == Effect.ALLOW && !low;
    return harmless ? Optional.empty() : Optional.of(Effect.REVIEW);
  }

  /** The rules whose weight a case takes where it holds; one of low confidence takes none. */
  static Set<String> lifts(Case item, Confidence confidence) {
    return confidence == Confidence.LOW ? Set.of() : item.lifts();
  }
}
