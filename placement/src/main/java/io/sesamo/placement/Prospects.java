package io.sesamo.placement;

import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Explanation.Outlook;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.Ranking.Ranked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a group that waits may expect, and what would make it start sooner.
 *
 * @param ways finds the ways of the group, or of it with other wishes, the best first
 * @param foreseen whether it is known when a way could begin
 */
record Prospects(
    GroupRequest group,
    FleetState fleet,
    Function<GroupRequest, List<Ranked>> ways,
    Predicate<Way> foreseen) {

  /**
   * What it may expect. A predicted wait rests on the predicted ends of what runs; the range
   * assumes that what is left of each takes between half and twice as long.
   *
   * @param position in the queue
   * @param why it waits
   */
  Outlook outlook(int position, Explanation why) {
    Optional<Duration> delay =
        ways.apply(group).stream()
            .findFirst()
            .map(Ranked::way)
            .filter(foreseen)
            .flatMap(best -> best.estimate().delay());
    boolean room =
        why.candidates().stream()
            .noneMatch(no -> no.constraint().equals(Optional.of(Constraint.QUOTA)));
    Optional<Duration> known = room ? delay : Optional.empty();
    return new Outlook(
        position,
        known,
        known.map(wait -> wait.dividedBy(2)),
        known.map(wait -> wait.multipliedBy(2)),
        String.join("; ", sooner(room, why)));
  }

  private List<String> sooner(boolean room, Explanation why) {
    if (!room) {
      return List.of("with a larger quota, or when others of its tenant end");
    }
    List<String> closed =
        why.candidates().stream()
            .filter(no -> no.constraint().equals(Optional.of(Constraint.POOL_STATE)))
            .map(Candidate::pool)
            .toList();
    if (ways.apply(group).isEmpty() && !closed.isEmpty()) {
      return List.of("when " + String.join(" or ", closed) + " takes work again");
    }
    List<String> ideas = new ArrayList<>();
    Wishes wishes = group.wishes();
    for (Objective other : List.of(Objective.TIME, Objective.COST, Objective.CARBON)) {
      if (ideas.isEmpty()) {
        Wishes changed =
            new Wishes(
                wishes.pool(),
                Optional.of(other),
                wishes.labels(),
                wishes.spread(),
                wishes.budget(),
                wishes.held(),
                wishes.deadline());
        now(changed).ifPresent(way -> ideas.add("with objective: " + other.words() + way));
      }
    }
    if (wishes.pool().isPresent()) {
      Wishes anywhere =
          new Wishes(
              Optional.empty(),
              wishes.objective(),
              wishes.labels(),
              wishes.spread(),
              wishes.budget(),
              wishes.held(),
              wishes.deadline());
      now(anywhere)
          .ifPresent(way -> ideas.add("if it need not be in " + wishes.pool().get() + way));
    }
    return ideas;
  }

  /** Where it would start now with those wishes, and at what price beside where it waits for. */
  private Optional<String> now(Wishes wishes) {
    GroupRequest changed =
        new GroupRequest(
            group.id(),
            group.tenant(),
            group.priority(),
            group.readySince(),
            group.stage(),
            wishes,
            group.data());
    List<Ranked> present = ways.apply(group);
    return ways.apply(changed).stream()
        .findFirst()
        .filter(best -> best.way().now())
        .map(best ->
            " it would start now in "
                + best.way().name()
                + Sentences.where(best.way())
                + present.stream().findFirst().map(held -> atPrice(held, best)).orElse(""));
  }

  private static String atPrice(Ranked held, Ranked other) {
    OptionalDouble mine = held.way().total().price();
    OptionalDouble price = other.way().total().price();
    if (mine.isEmpty() || price.isEmpty() || mine.getAsDouble() <= 0) {
      return "";
    }
    double times = price.getAsDouble() / mine.getAsDouble();
    return Math.abs(times - 1) < 0.005
        ? " at the same price"
        : String.format(Locale.ROOT, " at %.2f times the price", times);
  }
}
