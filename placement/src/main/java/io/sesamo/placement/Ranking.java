package io.sesamo.placement;

import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Scores.Scale;
import io.sesamo.placement.Survey.Findings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Orders the ways of a group by what its author wants.
 *
 * @param survey that tells waits
 * @param usual the objective of workflows that name none
 */
record Ranking(Survey survey, Objective usual, Instant now) {

  /** Scores that differ by less are equal: what is predicted is not known so well. */
  private static final double CLOSE = 0.001;

  /**
   * A way and its score.
   *
   * @param place among the ways, in the order of the pools
   */
  record Ranked(Way way, int place, double score) implements Comparable<Ranked> {

    /** The better one is less. Not by comparators in a row: this is done often. */
    @Override
    public int compareTo(Ranked other) {
      int order = Double.compare(score, other.score);
      if (order == 0) {
        order = Boolean.compare(!way.now(), !other.way.now());
      }
      if (order == 0) {
        order = Boolean.compare(way.wastes(), other.way.wastes());
      }
      if (order == 0) {
        order = Double.compare(way.total().seconds(), other.way.total().seconds());
      }
      if (order == 0) {
        order = Double.compare(price(way), price(other.way));
      }
      return order == 0 ? Integer.compare(place, other.place) : order;
    }

    private static double price(Way way) {
      return way.estimate().price().orElse(Double.MAX_VALUE);
    }
  }

  /**
   * The ways, the best first; the first is dated, the others as far as it was needed.
   *
   * @param found at least one way
   */
  List<Ranked> of(GroupRequest group, Findings found) {
    List<Way> ways = found.ways();
    Objective objective = objective(group);
    Scale scale = found.scale();
    List<Ranked> ranked = new ArrayList<>(ways.size());
    for (int i = 0; i < ways.size(); i++) {
      ranked.add(rank(ways.get(i), i, scale, objective));
    }
    Collections.sort(ranked);
    while (!ranked.getFirst().way().dated()) { // it may look better than it is
      Ranked first = ranked.removeFirst();
      Way way = first.way().bounded() ? dated(first.way()) : survey.bounded(first.way());
      Ranked again = rank(way, first.place(), scale, objective);
      ranked.add(-Collections.binarySearch(ranked, again) - 1, again); // no two are equal
    }
    return ranked;
  }

  /**
   * Those that would be better than all others if they had not to wait, the best first: better even
   * than others would be with nobody before the group, since by the next time it may be the first.
   */
  List<Way> better(GroupRequest group, List<Ranked> ranked, Scale scale) {
    Objective objective = objective(group);
    List<Ranked> better =
        ranked.stream()
            .map(one -> rank(one.way().after(Duration.ZERO), one.place(), scale, objective))
            .filter(one -> one.compareTo(ranked.getFirst()) < 0)
            .sorted()
            .toList();
    if (better.isEmpty()) {
      return List.of();
    }
    Ranked rival =
        Collections.min(
            ranked.stream()
                .map(one -> rank(survey.alone(one.way()), one.place(), scale, objective))
                .toList());
    return better.stream().filter(one -> one.compareTo(rival) < 0).map(Ranked::way).toList();
  }

  private Objective objective(GroupRequest group) {
    return group.wishes().objective().orElse(usual);
  }

  /** A way with its wait, behind those that wait for such nodes already. */
  private Way dated(Way way) {
    Way dated = survey.dated(way);
    Duration behind = way.book().backlog(way.option().platform());
    return way.now() || behind.isZero()
        ? dated
        : dated.after(dated.estimate().delay().orElse(Survey.UNKNOWN).plus(behind));
  }

  private static Ranked rank(Way way, int place, Scale scale, Objective objective) {
    double score = scale.of(way.total(), objective);
    return new Ranked(way, place, Math.round(score / CLOSE) * CLOSE);
  }

  /** Leaves out what is over the budget, and what would be late where something would not. */
  Findings choice(GroupRequest group, Findings findings) {
    OptionalDouble budget = group.wishes().budget();
    boolean due = group.stage().deadline().isPresent() || group.wishes().deadline().isPresent();
    if (budget.isEmpty() && !due) {
      return findings;
    }
    List<Candidate> against = new ArrayList<>();
    List<Way> affordable = new ArrayList<>();
    for (Way way : findings.ways()) {
      double price = price(way.estimate());
      if (price > budget.orElse(Double.MAX_VALUE)) {
        String words = "would cost " + Words.money(price) + " with what comes after it, and ";
        words += Words.money(budget.orElse(0)) + " is left";
        against.add(way.without(Constraint.BUDGET, words));
      } else {
        affordable.add(due ? dated(way) : way);
      }
    }
    List<Way> own = inTime(affordable, way -> late(group, way), "", against);
    String rest = group.stage().onward().isEmpty() ? "" : " with what comes after it";
    List<Way> all = inTime(own, way -> lateAtLast(group, way), rest, against);
    against.addAll(findings.against());
    return Findings.of(all, against);
  }

  /**
   * Those that are not late; all, if all are.
   *
   * @param against is told of the others
   */
  private static List<Way> inTime(
      List<Way> ways,
      Function<Way, Optional<Duration>> lateness,
      String what,
      List<Candidate> against) {
    List<Way> inTime = ways.stream().filter(way -> lateness.apply(way).isEmpty()).toList();
    if (inTime.isEmpty()) {
      return ways;
    }
    for (Way way : ways) {
      lateness
          .apply(way)
          .map(late -> "would be " + Words.time(late) + " too late" + what)
          .ifPresent(words -> against.add(way.without(Constraint.DEADLINE, words)));
    }
    return inTime;
  }

  /** What a budget must hold: where the price of running is not known, what else is known of it. */
  static double price(Estimate estimate) {
    return estimate.cost() + estimate.onward().price();
  }

  /** By how much a group misses its own deadline; empty: it does not. */
  Optional<Duration> late(GroupRequest group, Way way) {
    double after = way.estimate().onward().seconds();
    return late(group.stage().deadline(), way.total().seconds() - after);
  }

  /** By how much what comes after a group misses the first of its deadlines. */
  private Optional<Duration> lateAtLast(GroupRequest group, Way way) {
    return late(group.wishes().deadline(), way.total().seconds());
  }

  private Optional<Duration> late(Optional<Instant> deadline, double seconds) {
    Instant done = now.plus(Estimator.duration(seconds));
    return deadline.filter(done::isAfter).map(at -> Duration.between(at, done));
  }
}
