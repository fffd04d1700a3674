package io.sesamo.placement;

import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Scores.Scale;
import io.sesamo.placement.Scores.Total;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that can be said of a fleet for a group, whatever runs and waits there.
 *
 * @param offers ways in which it may be able to run, in the order of the pools
 * @param against what is out of the question
 * @param scale of all offers
 */
record Plan(List<Offer> offers, List<Candidate> against, Scale scale) {

  Plan {
    offers = List.copyOf(offers);
    against = List.copyOf(against);
  }

  static Plan of(List<Offer> offers, List<Candidate> against) {
    return new Plan(
        offers,
        against,
        Scale.of(offers.stream().map(offer -> Total.of(offer.estimate())).toList()));
  }

  /**
   * A way to use a pool.
   *
   * @param estimate of beginning at once
   * @param later the same, with a wait that is not known
   * @param longest from its begin to its end, as far as is known
   * @param small that it does not fit even when nothing runs, as far as can be told beforehand
   */
  record Offer(
      Option option,
      Estimate estimate,
      Estimate later,
      Duration longest,
      Optional<Candidate> small) {}
}
