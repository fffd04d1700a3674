package io.sesamo.placement;

import io.sesamo.placement.Estimate.Onward;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Makes one number of time, money and carbon: for each, by how much a way is worse than the best
 * way in that respect if none had to wait (0.2: by a fifth), times the objective's weight, added
 * up. The unit of no respect matters, and a way that is the best in all has 0.
 */
final class Scores {

  /** Below so much a difference is none: seconds, USD, gCO₂e. */
  private static final double LEAST_SECONDS = 1;

  private static final double LEAST_PRICE = 0.01;
  private static final double LEAST_CARBON = 1;

  private Scores() {}

  /** All that a way takes, to the end of the workflow; an unknown wait counts as none. */
  record Total(double seconds, OptionalDouble price, OptionalDouble carbon) {

    static Total of(Estimate estimate) {
      return of(estimate, estimate.delay().orElse(Duration.ZERO));
    }

    /** The same after another wait. */
    static Total of(Estimate estimate, Duration delay) {
      Onward rest = estimate.onward();
      return new Total(
          Estimator.seconds(delay)
              + Estimator.seconds(estimate.transfer())
              + Estimator.seconds(estimate.run())
              + rest.seconds(),
          plus(estimate.price(), estimate.egress() + rest.price()),
          plus(estimate.carbon(), rest.carbon()));
    }

    private static OptionalDouble plus(OptionalDouble value, double more) {
      return value.isPresent() ? OptionalDouble.of(value.getAsDouble() + more) : value;
    }
  }

  /**
   * What the ways are measured by: the best in each respect, and the worst, which an unknown figure
   * counts as.
   */
  record Scale(double seconds, double price, double carbon, double dear, double dirty) {

    /** That of ways without their waits. */
    static Scale of(List<Total> ways) {
      Extent seconds = new Extent();
      Extent price = new Extent();
      Extent carbon = new Extent();
      for (Total way : ways) { // not as streams: this is done for each group of a long queue
        seconds.add(way.seconds());
        way.price().ifPresent(price::add);
        way.carbon().ifPresent(carbon::add);
      }
      return new Scale(seconds.least(), price.least(), carbon.least(), price.most, carbon.most);
    }

    /** The score of a way, 0 or more. */
    double of(Total way, Objective objective) {
      return objective.time() * worse(way.seconds(), seconds, LEAST_SECONDS)
          + objective.cost() * worse(way.price().orElse(dear), price, LEAST_PRICE)
          + objective.carbon() * worse(way.carbon().orElse(dirty), carbon, LEAST_CARBON);
    }

    private static double worse(double value, double best, double least) {
      return Math.max(value, least) / Math.max(best, least) - 1;
    }
  }

  /** The least and the most of some figures, none of which is negative; 0 of none. */
  private static final class Extent {
    private double least = Double.MAX_VALUE;
    private double most;

    void add(double value) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }

    double least() {
      return least == Double.MAX_VALUE ? 0 : least;
    }
  }

  /** The way with the least score, of equal ones the first. */
  static Optional<Onward> best(List<Onward> ways, Objective objective) {
    List<Total> totals =
        ways.stream()
            .map(way ->
                new Total(
                    way.seconds(), OptionalDouble.of(way.price()), OptionalDouble.of(way.carbon())))
            .toList();
    Scale scale = Scale.of(totals);
    int best = -1;
    double least = Double.MAX_VALUE;
    for (int i = 0; i < totals.size(); i++) {
      double score = scale.of(totals.get(i), objective);
      if (score < least) {
        best = i;
        least = score;
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(ways.get(best));
  }
}
