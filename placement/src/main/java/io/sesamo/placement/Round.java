package io.sesamo.placement;

import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Standing;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.Gang.Found;
import io.sesamo.placement.Order.Turn;
import io.sesamo.placement.Placement.Slot;
import io.sesamo.placement.Plans.Planned;
import io.sesamo.placement.Ranking.Ranked;
import io.sesamo.placement.Survey.Findings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One call of the {@link Scheduler}: the fleet as it becomes while the queue is served. */
final class Round {

  private final FleetState fleet;
  private final Instant now;
  private final Plans plans;
  private final Order order;
  private final Shares shares;
  private final Survey survey;
  private final Ranking ranking;
  private @Nullable Map<String, List<Running>> running;
  private final Map<Asked, Stamped> refused = new HashMap<>();
  private int changes;

  /** Where the group that was decided last waits; null: it does not. */
  private @Nullable Way held;

  /** Pools that a group which waits for room could use. */
  private final Set<Book> claimed = new HashSet<>();

  /** Tenants of which a group waits until others of them end. */
  private final Set<String> capped = new HashSet<>();

  /** Begins with plans that hold for the fleet. */
  Round(List<GroupRequest> queue, FleetState fleet, Plans plans, Instant now) {
    this.fleet = fleet;
    this.plans = plans;
    this.now = now;
    this.shares = new Shares(fleet);
    this.order = new Order(queue, group -> plans.of(group).lots(), fleet.policy(), shares, now);
    Packer packer = new Packer(queue, fleet);
    List<Book> books = new ArrayList<>();
    for (Layout layout : plans.layouts()) {
      PoolState pool = fleet.pools().get(layout.number());
      books.add(new Book(layout, pool, () -> running(pool.name()), packer, now));
    }
    this.survey = new Survey(books, fleet.policy().backfill(), now);
    this.ranking = new Ranking(survey, fleet.policy().objective(), now);
  }

  private List<Running> running(String pool) {
    if (running == null) {
      running = fleet.running().stream().collect(Collectors.groupingBy(Running::pool));
    }
    return running.getOrDefault(pool, List.of());
  }

  /** What of a group decides the answer to it; plans are the same where needs are equal. */
  @SuppressWarnings("ReferenceEquality")
  private record Asked(Plan plan, int priority) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Asked asked && plan == asked.plan && priority == asked.priority;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(plan) + priority;
    }
  }

  /** An answer that holds until something changes, and where one who gets it waits. */
  private record Stamped(int changes, Decision decision, @Nullable Way held) {}

  List<Decision> decisions() {
    List<Decision> decisions = new ArrayList<>();
    for (Optional<Turn> next = order.next(); next.isPresent(); next = order.next()) {
      decisions.add(decide(next.get().group()));
    }
    return decisions;
  }

  /** The decision for one group, with all that can be said of it; empty: it is not in the queue. */
  Optional<Decision> explain(String id) {
    int waiting = 0;
    for (Optional<Turn> next = order.next(); next.isPresent(); next = order.next()) {
      GroupRequest group = next.get().group();
      if (group.id().equals(id)) { // not as it was told another
        held = null;
        Decision decision = decide(group, plans.of(group));
        return Optional.of(
            decision instanceof Decision.Waiting w ? foreseen(w, waiting + 1) : decision);
      }
      waiting += decide(group) instanceof Decision.Waiting ? 1 : 0;
    }
    return Optional.empty();
  }

  private Decision foreseen(Decision.Waiting waits, int position) {
    Explanation why = waits.explanation();
    if (held != null) { // what it waits for does not come behind itself
      held.book().unqueue(held.option(), held.estimate().run());
    }
    Prospects prospects = new Prospects(waits.group(), fleet, this::ways, survey::foreseen);
    return new Decision.Waiting(
        waits.group(),
        waits.victims(),
        new Explanation(
            why.lead(), why.candidates(), Optional.of(prospects.outlook(position, why))));
  }

  /** The ways that a group could choose from now, the best first. */
  private List<Ranked> ways(GroupRequest group) {
    Findings found = survey.of(group, plans.of(group).plan());
    Findings chosen = ranking.choice(group, found);
    return chosen.ways().isEmpty() ? List.of() : ranking.of(group, chosen);
  }

  private Decision decide(GroupRequest group) {
    Planned planned = plans.of(group);
    Asked asked = new Asked(planned.plan(), group.priority());
    Stamped same = refused.get(asked);
    held = null;
    if (same != null && same.changes() == changes) {
      if (same.held() != null) { // it waits there as well
        same.held().book().queue(same.held().option(), same.held().estimate().run());
      }
      return again(same.decision(), group);
    }
    int before = changes; // what it changes itself counts for the next one, too
    Decision decision = decide(group, planned);
    boolean once =
        decision instanceof Decision.Placed
            || (decision instanceof Decision.Waiting waiting && !waiting.victims().isEmpty());
    if (!once) {
      refused.put(asked, new Stamped(before, decision, held));
    }
    return decision;
  }

  private static Decision again(Decision same, GroupRequest group) {
    return switch (same) {
      case Decision.Placed placed -> throw new IllegalStateException("One place for two groups");
      case Decision.Waiting waiting ->
          new Decision.Waiting(group, List.of(), waiting.explanation());
      case Decision.Unlawful no -> new Decision.Unlawful(group, no.explanation(), no.forGood());
      case Decision.Impossible no -> new Decision.Impossible(group, no.explanation());
    };
  }

  private Decision decide(GroupRequest group, Planned planned) {
    Findings all = survey.of(group, planned.plan());
    if (all.ways().isEmpty()) {
      return again(plans.nowhere(group, planned.plan(), all.against()), group);
    }
    Findings findings = ranking.choice(group, all);
    if (findings.ways().isEmpty()) {
      return plans.overBudget(group, findings.against());
    }
    List<Ranked> ranked = ranking.of(group, findings);
    long accelerators = planned.lots().total().acceleratorMilli();
    Optional<Tenant> exceeded = shares.exceeded(group.tenant(), accelerators);
    if (exceeded.isPresent()) {
      Tenant quota = exceeded.get();
      capped.add(quota.name());
      return Refusals.overQuota(group, ranked, findings, quota, shares.has(quota.name()));
    }
    return ranked.getFirst().way().now()
        ? place(group, planned.lots(), ranked, findings)
        : hold(group, planned.lots(), ranked, findings);
  }

  private Decision place(GroupRequest group, Lots lots, List<Ranked> ranked, Findings findings) {
    Way way = ranked.getFirst().way();
    Book book = way.book();
    Duration longest = longest(group, way.estimate());
    Room open = survey.open(group, book, longest);
    Gang gang = way.option().gang().of(lots);
    Found found = book.numbered(gang.place(open, book).orElseThrow(), group.tasks());
    Instant predicted = now.plus(way.estimate().transfer()).plus(way.estimate().run());
    book.take(group.id(), found.amounts(group.tasks()), predicted, now.plus(longest));
    shares.take(group.tenant(), lots.total());
    changes++;
    Map<String, Slot> slots = new HashMap<>();
    found
        .nodeByTask()
        .forEach((task, node) ->
            slots.put(task, new Slot(book.pool().nodes().get(node).name(), found.numbersOf(task))));
    Estimate estimate = way.estimate().at(OptionalInt.of(found.distance()));
    return new Decision.Placed(
        group,
        new Placement(book.pool().name(), slots),
        new Explanation(
            Sentences.chosen(group, fleet, ranked)
                + ranking.late(group, way).map(by -> "; late by " + Words.time(by)).orElse("")
                + borrows(group, lots),
            candidates(ranked, findings, Optional.of(estimate))));
  }

  private static Duration longest(GroupRequest group, Estimate estimate) {
    return estimate.transfer().plus(group.stage().work().most().orElse(estimate.run()));
  }

  /** What is told of a group that has begun by what its tenant borrows. */
  private String borrows(GroupRequest group, Lots lots) {
    if (!shares.quotas() || lots.total().acceleratorMilli() == 0) {
      return "";
    }
    long borrowed = shares.borrowed(group.tenant(), 0);
    return borrowed == 0
        ? ""
        : Sentences.borrows(group.tenant(), borrowed, shares.guaranteed(group.tenant()));
  }

  private static List<Candidate> candidates(
      List<Ranked> ranked, Findings findings, Optional<Estimate> chosen) {
    List<Candidate> candidates = new ArrayList<>(ranked.size() + findings.against().size());
    for (Ranked one : ranked) {
      boolean first = candidates.isEmpty() && chosen.isPresent();
      Standing standing =
          first ? Standing.CHOSEN : one.way().now() ? Standing.POSSIBLE : Standing.BUSY;
      Estimate estimate = first ? chosen.get() : one.way().estimate();
      candidates.add(one.way().candidate(standing, one.score(), estimate));
    }
    candidates.addAll(findings.against());
    return candidates;
  }

  /** It waits for its best way, which is kept for it when it is the first to wait there. */
  private Decision hold(GroupRequest group, Lots lots, List<Ranked> ranked, Findings findings) {
    Optional<Stop> stop =
        fleet.policy().preemption() ? stop(group, ranked, findings) : Optional.empty();
    Way way = stop.map(Stop::way).orElse(ranked.getFirst().way());
    List<Running> victims = stop.map(Stop::victims).orElse(List.of());
    if (!victims.isEmpty()) {
      way.book().stop(victims);
    }
    reserve(group, lots, way);
    way.book().queue(way.option(), way.estimate().run());
    held = way;
    changes += ranked.size() > 1 ? 1 : 0; // another may choose another place, since this one waits
    ranked.forEach(one -> claimed.add(one.way().book()));
    String lead = Sentences.waits(ranked, victims, fleet, group);
    Explanation why = new Explanation(lead, candidates(ranked, findings, Optional.empty()));
    return new Decision.Waiting(group, victims.stream().map(Running::id).toList(), why);
  }

  /** Groups to be stopped, and what for. */
  private record Stop(Way way, List<Running> victims) {}

  /**
   * Whom to stop for a group that can begin nowhere: for a place that it would then choose, and
   * that nobody before it in the queue could take.
   */
  private Optional<Stop> stop(GroupRequest group, List<Ranked> ranked, Findings findings) {
    Ranked best = ranked.getFirst();
    boolean soon = best.way().estimate().delay().equals(Optional.of(Duration.ZERO));
    boolean none = ranked.stream().allMatch(one -> claimed.contains(one.way().book()));
    if (none || soon || ranked.stream().anyMatch(one -> one.way().now())) {
      return Optional.empty(); // none is left, or it can begin, or others are being stopped already
    }
    return ranking.better(group, ranked, findings.scale()).stream()
        .filter(way -> !claimed.contains(way.book()))
        .flatMap(way -> victims(group, way, gain(best.way(), way)).stream())
        .findFirst();
  }

  /** How much sooner it is done in the one way than in the other. */
  private static Duration gain(Way other, Way way) {
    double seconds = other.total().seconds() - way.total().seconds();
    return Estimator.duration(Math.max(0, seconds));
  }

  private Optional<Stop> victims(GroupRequest group, Way way, Duration gain) {
    Book book = way.book();
    Room free = book.at(now);
    if (way.option().gang().fits(free)) {
      return Optional.empty(); // others are being stopped already
    }
    // What those of a capped tenant leave goes to whom of it waits before.
    List<Running> others =
        book.running().stream()
            .filter(one -> capped.stream().noneMatch(name -> Option.isOf(one.tenant(), name)))
            .toList();
    return new Preemption(group, way.option().gang(), gain, fleet.policy(), shares, now)
        .victims(book, free, others)
        .map(them -> new Stop(way, them));
  }

  private void reserve(GroupRequest group, Lots lots, Way way) {
    Book book = way.book();
    if (book.reservation() != null) {
      return;
    }
    Gang gang = way.option().gang().of(lots);
    Optional<Instant> first = book.start(way.option().gang());
    Room then = first.map(book::at).orElseGet(book.capacity()::copy);
    Optional<Found> plan = gang.place(then, book);
    if (plan.isEmpty()) { // tasks that are not alike may fit into less room and not into more
      then = book.whenFits(way.option().gang());
      plan = gang.place(then, book);
    }
    if (plan.isPresent()) {
      plan.get().amounts(group.tasks()).forEach(then::take);
      book.reserve(new Reservation(group, first.orElse(now.plus(Survey.UNKNOWN)), then));
      changes++;
    }
  }
}
