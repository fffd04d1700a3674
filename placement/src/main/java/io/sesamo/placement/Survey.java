package io.sesamo.placement;

import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Plan.Offer;
import io.sesamo.placement.Scores.Scale;
import io.sesamo.placement.Scores.Total;
import io.sesamo.placement.Way.Obstacle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells what has become of a group's plan by what runs and what is kept: which of the ways can
 * begin now, and when others could. Not thread-safe.
 */
final class Survey {

  /** A wait of which nothing is known. */
  static final Duration UNKNOWN = Duration.ofDays(1);

  private final List<Book> books;
  private final boolean backfill;
  private final Instant now;

  /**
   * Of a fleet.
   *
   * @param books of its pools, by their numbers
   */
  Survey(List<Book> books, boolean backfill, Instant now) {
    this.books = books;
    this.backfill = backfill;
    this.now = now;
  }

  /**
   * What was found.
   *
   * @param ways in which it could run, now or later
   * @param against what is out of the question
   * @param scale of the ways
   */
  record Findings(List<Way> ways, List<Candidate> against, Scale scale) {

    static Findings of(List<Way> ways, List<Candidate> against) {
      return new Findings(
          ways,
          against,
          Scale.of(ways.stream().map(way -> Total.of(way.estimate(), Duration.ZERO)).toList()));
    }
  }

  Findings of(GroupRequest group, Plan plan) {
    List<Way> ways = new ArrayList<>(plan.offers().size());
    List<Candidate> small = new ArrayList<>();
    for (Offer offer : plan.offers()) {
      Book book = books.get(offer.option().layout().number());
      if (open(group, book, offer.longest()).fits(offer.option().gang())) {
        ways.add(
            new Way(
                book,
                offer.option(),
                offer.estimate(),
                Optional.of(Duration.ZERO),
                Optional.empty()));
      } else if (offer.small().isEmpty()) {
        Obstacle obstacle = book.obstacle(offer.option().gang(), gang -> obstacle(book, gang));
        ways.add(
            new Way(book, offer.option(), offer.later(), Optional.empty(), Optional.of(obstacle)));
      } else {
        small.add(offer.small().get());
      }
    }
    if (small.isEmpty()) {
      return new Findings(ways, plan.against(), plan.scale());
    }
    small.addAll(plan.against());
    return Findings.of(ways, small);
  }

  /**
   * What of the pool is open to a group.
   *
   * @param longest that it would take
   */
  Room open(GroupRequest group, Book book, Duration longest) {
    return book.open(group, backfill, longest);
  }

  private Obstacle obstacle(Book book, Gang gang) {
    Reservation kept = book.reservation();
    if (kept != null && book.free().fits(gang)) {
      String wait = Words.time(wait(book, now));
      return new Obstacle(
          Constraint.RESERVED, "kept for a group that goes first, in about " + wait);
    }
    Shortage shortage = Shortage.of(gang, book.free());
    return new Obstacle(shortage.constraint(), "busy: " + shortage.words());
  }

  /** The way with the least wait that is sure: until enough is free, wherever that is. */
  Way bounded(Way way) {
    return way.notBefore(wait(way.book(), way.book().notBefore(way.option().gang())));
  }

  /** The way with its wait: until it fits, but not before whom the pool is kept for. */
  Way dated(Way way) {
    if (way.dated()) {
      return way;
    }
    Optional<Instant> start = way.book().start(way.option().gang());
    return way.after(wait(way.book(), start.orElse(now.plus(UNKNOWN))));
  }

  /** The way with its wait if nobody else waited: until it fits. */
  Way alone(Way way) {
    Instant start = way.book().start(way.option().gang()).orElse(now.plus(UNKNOWN));
    return way.after(start.isAfter(now) ? Duration.between(now, start) : Duration.ZERO);
  }

  /**
   * Whether it is known when the way could begin: all that has to end before has a predicted end.
   */
  boolean foreseen(Way way) {
    Reservation kept = way.book().reservation();
    return way.book().start(way.option().gang()).isPresent()
        && (kept == null || !kept.start().equals(now.plus(UNKNOWN)));
  }

  private Duration wait(Book book, Instant first) {
    Reservation kept = book.reservation();
    Instant start = kept != null && kept.start().isAfter(first) ? kept.start() : first;
    return start.isAfter(now) ? Duration.between(now, start) : Duration.ZERO;
  }
}
