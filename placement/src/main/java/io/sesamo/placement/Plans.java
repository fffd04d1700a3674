package io.sesamo.placement;

import io.sesamo.placement.Estimator.Bill;
import io.sesamo.placement.Estimator.Move;
import io.sesamo.placement.Estimator.Run;
import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Explanation.Standing;
import io.sesamo.placement.FleetState.Network;
import io.sesamo.placement.Option.Against;
import io.sesamo.placement.Plan.Offer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The plans of groups in a fleet. They depend on nothing that runs or waits, nor on the time, so
 * they are kept from call to call: of a long queue next to nothing is new each time, and most of
 * what there is to work out is here. Not thread-safe.
 */
final class Plans {

  /** So many plans that nobody in the queue needs are remembered, beside as many as are needed. */
  private static final int GONE = 1000;

  private final List<Layout> layouts;
  private final Network network;
  private final Objective usual;
  private final Outlooks outlooks;
  private final IdentityHashMap<GroupRequest, Planned> groups = new IdentityHashMap<>();
  private final Map<Need, Plan> plans = new HashMap<>();
  private final Refusals refusals;
  private final IdentityHashMap<Plan, Decision> nowhere = new IdentityHashMap<>();

  private Plans(List<Layout> layouts, Network network, Objective usual) {
    this.layouts = layouts;
    this.network = network;
    this.usual = usual;
    this.outlooks = new Outlooks(layouts, network, usual);
    this.refusals = new Refusals(layouts);
  }

  /** A group's tasks and the plan for it. */
  record Planned(Lots lots, Plan plan) {}

  static Plans of(FleetState fleet) {
    List<Layout> layouts = new ArrayList<>();
    for (PoolState pool : fleet.pools()) {
      layouts.add(new Layout(pool, layouts.size()));
    }
    return new Plans(List.copyOf(layouts), fleet.network(), fleet.policy().objective());
  }

  /**
   * These, if they hold for a fleet still and are not many more than are needed; else new ones. No
   * more than twice as many groups are remembered as are in the queue.
   */
  Plans in(FleetState fleet, List<GroupRequest> queue) {
    boolean hold =
        layouts.size() == fleet.pools().size()
            && usual.equals(fleet.policy().objective())
            && network.equals(fleet.network())
            && plans.size() <= 2 * queue.size() + GONE;
    for (int i = 0; hold && i < layouts.size(); i++) {
      hold = layouts.get(i).is(fleet.pools().get(i));
    }
    if (!hold) {
      return of(fleet);
    }
    if (groups.size() > 2 * queue.size()) {
      Set<GroupRequest> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
      waiting.addAll(queue);
      groups.keySet().retainAll(waiting);
    }
    return this;
  }

  /** The fleet's pools, in its order. */
  List<Layout> layouts() {
    return layouts;
  }

  Planned of(GroupRequest group) {
    return groups.computeIfAbsent(group, this::plan);
  }

  /**
   * The answer to a group without a way; perhaps as it was given to another with the same plan.
   *
   * @param against what stands against each pool
   */
  Decision nowhere(GroupRequest group, Plan plan, List<Candidate> against) {
    return plan.offers().isEmpty()
        ? nowhere.computeIfAbsent(plan, key -> refusals.nowhere(group, against))
        : refusals.nowhere(group, against);
  }

  /**
   * The answer to a group that could run somewhere, but nowhere within its budget: it waits where
   * it could within it, if only something were not closed or not forbidden.
   *
   * @param against what stands against each pool
   */
  Decision overBudget(GroupRequest group, List<Candidate> against) {
    double budget = group.wishes().budget().orElse(Double.MAX_VALUE);
    return refusals.nowhere(
        group,
        against,
        option -> Ranking.price(estimate(group, option)) <= budget,
        "over its budget");
  }

  private Planned plan(GroupRequest group) {
    Lots lots = Lots.of(group.tasks());
    Need need = Need.of(group, lots);
    Plan plan = plans.get(need);
    if (plan == null) {
      plan = look(group, lots);
      plans.put(need, plan);
    }
    return new Planned(lots, plan);
  }

  private Plan look(GroupRequest group, Lots lots) {
    List<Offer> offers = new ArrayList<>();
    List<Candidate> against = new ArrayList<>();
    Optional<String> asked = group.wishes().pool();
    List<Layout> all =
        layouts.stream()
            .filter(layout -> asked.isEmpty() || asked.get().equals(layout.pool().name()))
            .toList();
    if (asked.isPresent() && all.isEmpty()) {
      against.add(
          new Candidate(
              asked.get(),
              "",
              Standing.EXCLUDED,
              Optional.of(Constraint.POOL),
              "there is no such pool",
              Optional.empty(),
              OptionalDouble.empty()));
    }
    for (Layout layout : all) {
      Option.Found found = Option.of(group, lots, layout, why -> true);
      for (Option option : found.options()) {
        Optional<Candidate> small = small(option);
        // Of a gang of different tasks, packed greedily, counting does not tell for sure.
        if (small.isPresent() && option.gang().simple()) {
          against.add(small.get());
        } else {
          offers.add(offer(group, option, small));
        }
      }
      found.against().forEach(why -> against.add(excluded(layout.pool(), why)));
    }
    return Plan.of(offers, against);
  }

  private static Optional<Candidate> small(Option option) {
    Layout layout = option.layout();
    if (layout.capacity().fits(option.gang())) {
      return Optional.empty();
    }
    Shortage shortage = Shortage.of(option.gang(), layout.capacity());
    String words = "too small: " + shortage.words();
    return Optional.of(
        excluded(layout.pool(), new Against(option.platform(), shortage.constraint(), words)));
  }

  /** What is told of a part of a pool that is out of the question. */
  static Candidate excluded(PoolState pool, Against why) {
    boolean law = why.constraint() == Constraint.LAW;
    boolean single = why.platform().isEmpty() || (!law && pool.platforms().size() < 2);
    return new Candidate(
        single ? pool.name() : pool.name() + "/" + why.platform(),
        pool.site().id(),
        Standing.EXCLUDED,
        Optional.of(why.constraint()),
        why.reason(),
        Optional.empty(),
        OptionalDouble.empty());
  }

  private Offer offer(GroupRequest group, Option option, Optional<Candidate> small) {
    Estimate estimate = estimate(group, option);
    Duration run = group.stage().work().most().orElse(estimate.run());
    return new Offer(
        option, estimate, estimate.after(Optional.empty()), estimate.transfer().plus(run), small);
  }

  private Estimate estimate(GroupRequest group, Option option) {
    PoolState pool = option.layout().pool();
    Stage stage = group.stage();
    Move move = Estimator.move(group.data(), pool.site().id(), network);
    Run run = option.run(stage.work());
    Bill bill = option.bill(move.seconds(), run.time());
    return new Estimate(
        option.platform(),
        Optional.of(Duration.ZERO),
        Estimator.duration(move.seconds()),
        run.time(),
        run.source(),
        bill.price(),
        bill.energy(),
        bill.carbon(),
        move.bytes(),
        move.egress(),
        OptionalInt.empty(),
        outlooks.after(group, stage, pool.site().id()));
  }
}
