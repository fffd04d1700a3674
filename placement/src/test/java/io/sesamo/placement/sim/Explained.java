package io.sesamo.placement.sim;

import io.sesamo.placement.Decision;
import io.sesamo.placement.Decision.Placed;
import io.sesamo.placement.Estimate;
import io.sesamo.placement.Explanation;
import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Explanation.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether an explanation agrees with itself and with its decision. */
final class Explained {

  private static final double ROUNDING = 1e-6;

  private Explained() {}

  static void check(Decision decision) {
    Explanation explanation = decision.explanation();
    for (Candidate candidate : explanation.candidates()) {
      boolean fails =
          candidate.standing() == Standing.BUSY || candidate.standing() == Standing.EXCLUDED;
      Invariants.check(
          fails == candidate.constraint().isPresent(),
          "CONSTRAINT AGAINST STANDING",
          decision.group().id(),
          candidate);
      Invariants.check(
          !fails || !candidate.reason().isBlank() || told(explanation, candidate),
          "NO REASON",
          candidate);
      candidate.score().ifPresent(score -> Invariants.check(score >= 0, "SCORE", score, candidate));
      candidate.estimate().ifPresent(estimate -> sane(candidate, estimate));
    }
    List<Candidate> chosen =
        explanation.candidates().stream()
            .filter(candidate -> candidate.standing() == Standing.CHOSEN)
            .toList();
    if (decision instanceof Placed placed) {
      Invariants.check(chosen.size() == 1, "ONE IS CHOSEN", decision);
      Invariants.check(
          place(chosen.getFirst()).equals(placed.placement().pool()),
          "ANOTHER IS CHOSEN",
          decision);
      budget(placed, chosen.getFirst());
    } else {
      Invariants.check(chosen.isEmpty(), "NONE IS CHOSEN", decision);
    }
  }

  /** The pool of a candidate, whose name may tell a platform too. */
  static String place(Candidate candidate) {
    int slash = candidate.pool().indexOf('/');
    return slash < 0 ? candidate.pool() : candidate.pool().substring(0, slash);
  }

  /** What a group that waits may expect, when one asks for it. */
  static void outlook(Decision.Waiting waits, Decision asked) {
    Invariants.check(
        asked instanceof Decision.Waiting, "EXPLAINED OTHERWISE THAN DECIDED", waits, asked);
    Optional<Explanation.Outlook> outlook = asked.explanation().outlook();
    Invariants.check(outlook.isPresent(), "NO OUTLOOK", asked);
    outlook.ifPresent(found -> sane(asked, found));
    Explanation without =
        new Explanation(asked.explanation().lead(), asked.explanation().candidates());
    Invariants.check(
        new Decision.Waiting(waits.group(), waits.victims(), without).equals(waits),
        "EXPLAINED OTHERWISE THAN DECIDED",
        waits,
        asked);
  }

  /** What holds wherever it would run is said once, before all candidates. */
  private static boolean told(Explanation explanation, Candidate candidate) {
    return candidate.constraint().equals(Optional.of(Constraint.QUOTA))
        && explanation.lead().contains("accelerators");
  }

  private static void sane(Candidate candidate, Estimate estimate) {
    boolean sane =
        !estimate.run().isNegative()
            && !estimate.delay().orElse(Duration.ZERO).isNegative()
            && !estimate.transfer().isNegative()
            && estimate.price().orElse(0) >= 0
            && estimate.energy().orElse(0) >= 0
            && estimate.carbon().orElse(0) >= 0
            && estimate.bytes() >= 0
            && estimate.egress() >= 0
            && estimate.distance().orElse(0) >= 0
            && estimate.onward().seconds() >= 0
            && estimate.onward().price() >= 0
            && estimate.onward().carbon() >= 0;
    Invariants.check(sane, "ESTIMATE", candidate);
  }

  private static void sane(Decision decision, Explanation.Outlook outlook) {
    Invariants.check(outlook.position() >= 1, "POSITION", decision);
    outlook
        .delay()
        .ifPresent(delay -> {
          Invariants.check(
              outlook.atLeast().isEmpty() || outlook.atLeast().get().compareTo(delay) <= 0,
              "RANGE",
              decision);
          Invariants.check(
              outlook.atMost().isEmpty() || outlook.atMost().get().compareTo(delay) >= 0,
              "RANGE",
              decision);
        });
  }

  private static void budget(Placed placed, Candidate chosen) {
    if (placed.group().wishes().budget().isPresent() && chosen.estimate().isPresent()) {
      double costs = chosen.estimate().get().price().orElse(0) + chosen.estimate().get().egress();
      Invariants.check(
          costs <= placed.group().wishes().budget().getAsDouble() + ROUNDING,
          "BUDGET",
          placed.group().wishes(),
          chosen);
    }
  }
}
