package io.sesamo.placement;

import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Explanation.Standing;
import io.sesamo.placement.Scores.Total;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A way for a group to run that its filters leave: now, or later.
 *
 * @param book of the pool
 * @param option where in it
 * @param estimate what it takes, with the wait as far as it is known
 * @param soonest a wait that it has at least, once that is worked out
 * @param obstacle why it cannot begin now; empty: it can
 */
record Way(
    Book book,
    Option option,
    Estimate estimate,
    Optional<Duration> soonest,
    Optional<Obstacle> obstacle) {

  /** What keeps a group from beginning. */
  record Obstacle(Constraint constraint, String reason) {}

  boolean now() {
    return obstacle.isEmpty();
  }

  /** Whether it takes a node with accelerators for a group that needs none. */
  boolean wastes() {
    Gang gang = option.gang();
    return gang.lots().total().acceleratorMilli() == 0
        && gang.nodes().stream().anyMatch(nodes -> book.capacity().accelerators(nodes[0]) > 0);
  }

  /** Whether it is known when it can begin. */
  boolean dated() {
    return estimate.delay().isPresent();
  }

  /** All that it takes, with the least wait where it is not known better. */
  Total total() {
    return Total.of(estimate, estimate.delay().or(() -> soonest).orElse(Duration.ZERO));
  }

  /** Whether the least wait is worked out. */
  boolean bounded() {
    return soonest.isPresent();
  }

  /** The same that has to wait so long at least. */
  Way notBefore(Duration wait) {
    return new Way(book, option, estimate, Optional.of(wait), obstacle);
  }

  /** The same that can begin after a wait. */
  Way after(Duration wait) {
    return new Way(book, option, estimate.after(Optional.of(wait)), Optional.of(wait), obstacle);
  }

  String pool() {
    return book.pool().name();
  }

  /** For people: the place, and its kind of nodes where there are several. */
  String name() {
    return book.usable().size() > 1 ? pool() + "/" + option.platform() : pool();
  }

  /** What is told of it. */
  Candidate candidate(Standing standing, double score, Estimate known) {
    return new Candidate(
        name(),
        book.pool().site().id(),
        standing,
        obstacle.map(Obstacle::constraint),
        obstacle.map(Obstacle::reason).orElse(""),
        Optional.of(known),
        OptionalDouble.of(score));
  }

  /** What is told of it when it is left out. */
  Candidate without(Constraint constraint, String reason) {
    return new Candidate(
        name(),
        book.pool().site().id(),
        Standing.EXCLUDED,
        Optional.of(constraint),
        reason,
        Optional.of(estimate),
        OptionalDouble.empty());
  }
}
