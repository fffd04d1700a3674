package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Explanation.Standing;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.Ranking.Ranked;
import io.sesamo.placement.Stage.Forbidden;
import io.sesamo.placement.Survey.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The answers to groups for which there is no way.
 *
 * @param layouts of all pools
 */
record Refusals(List<Layout> layouts) {

  /**
   * It fits nowhere as things are: something is closed, the law forbids it, or nothing helps.
   *
   * @param against what stands against each pool
   */
  Decision nowhere(GroupRequest group, List<Candidate> against) {
    return nowhere(group, against, option -> true, "");
  }

  /**
   * The same where only some of all places are for it. One that could afford a place if others of
   * its workflow cost nothing waits until they have ended, and it is known what they cost.
   *
   * @param may whether it would take a place
   * @param otherwise why it has none, where nothing is closed or forbidden
   */
  Decision nowhere(
      GroupRequest group, List<Candidate> against, Predicate<Option> may, String otherwise) {
    if (against.stream().anyMatch(no -> comesFree(group, no))) {
      String lead = "over its budget while others of its workflow run";
      return new Decision.Waiting(group, List.of(), new Explanation(lead, against));
    }
    List<Candidate> closed = closed(group, may);
    if (!closed.isEmpty()) {
      Set<String> told = closed.stream().map(Candidate::pool).collect(Collectors.toSet());
      List<Candidate> candidates = new ArrayList<>(closed);
      against.stream().filter(no -> !told.contains(no.pool())).forEach(candidates::add);
      return new Decision.Waiting(group, List.of(), new Explanation("", candidates));
    }
    boolean law = !group.stage().forbidden().isEmpty();
    if (law && asked(group).anyMatch(layout -> holds(layout.open(), group, why -> false, may))) {
      boolean forGood =
          asked(group).noneMatch(layout -> holds(layout.open(), group, Forbidden::forGood, may));
      String lead = forGood ? "the law forbids it" : "waiting for a decision";
      Explanation why = new Explanation(lead, inIdle(group));
      return new Decision.Unlawful(group, why, forGood);
    }
    return new Decision.Impossible(group, new Explanation(otherwise, against));
  }

  /** Whether a place is over the budget, and might not be once those that run have ended. */
  private static boolean comesFree(GroupRequest group, Candidate no) {
    double held = group.wishes().held();
    return held > 0
        && no.constraint().equals(Optional.of(Constraint.BUDGET))
        && no.estimate().stream()
            .anyMatch(one -> Ranking.price(one) <= group.wishes().budget().orElse(0) + held);
  }

  /** The pools that would hold it if all of them were open. */
  private List<Candidate> closed(GroupRequest group, Predicate<Option> may) {
    return asked(group)
        .filter(layout -> layout.pool().partlyClosed())
        .filter(layout -> holds(layout.open(), group, why -> true, may))
        .map(Layout::pool)
        .map(pool ->
            Candidate.failing(
                pool,
                Standing.EXCLUDED,
                Constraint.POOL_STATE,
                pool.closed().orElse("nodes that it needs are drained or lost")))
        .toList();
  }

  /** What stands against a group in pools that are idle and open. */
  private List<Candidate> inIdle(GroupRequest group) {
    Lots lots = Lots.of(group.tasks());
    return asked(group)
        .map(Layout::open)
        .flatMap(layout ->
            Option.of(group, lots, layout, why -> true).against().stream()
                .map(why -> Plans.excluded(layout.pool(), why)))
        .toList();
  }

  /** The pools in which the group may be as far as its author says. */
  private Stream<Layout> asked(GroupRequest group) {
    return layouts.stream()
        .filter(layout -> group.wishes().pool().map(layout.pool().name()::equals).orElse(true));
  }

  /** Whether a pool would hold the group with nothing running in it. */
  private static boolean holds(
      Layout layout, GroupRequest group, Predicate<Forbidden> heeded, Predicate<Option> may) {
    return Option.of(group, Lots.of(group.tasks()), layout, heeded).options().stream()
        .anyMatch(option -> layout.capacity().fits(option.gang()) && may.test(option));
  }

  /**
   * Its tenant may have no more.
   *
   * @param has accelerators that the tenant has, in thousandths
   */
  static Decision overQuota(
      GroupRequest group, List<Ranked> ranked, Findings findings, Tenant quota, long has) {
    String reason =
        "tenant "
            + quota.name()
            + " may have "
            + quota.most()
            + " accelerators at a time and has "
            + Resources.acceleratorWords(has)
            + "; this needs "
            + Resources.acceleratorWords(group.stage().acceleratorMilli());
    List<Candidate> candidates = new ArrayList<>();
    for (Ranked one : ranked) {
      candidates.add(
          new Candidate(
              one.way().name(),
              one.way().book().pool().site().id(),
              Standing.BUSY,
              Optional.of(Constraint.QUOTA),
              "",
              Optional.of(one.way().estimate()),
              OptionalDouble.of(one.score())));
    }
    candidates.addAll(findings.against());
    boolean never = group.stage().acceleratorMilli() > (long) quota.most() * Resources.WHOLE;
    Explanation why = new Explanation(reason, candidates);
    return never
        ? new Decision.Impossible(group, why)
        : new Decision.Waiting(group, List.of(), why);
  }
}
