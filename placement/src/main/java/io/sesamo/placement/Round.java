package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Explanation.Standing;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.Gang.Found;
import io.sesamo.placement.Order.Turn;
import io.sesamo.placement.Placement.Slot;
import io.sesamo.placement.Scores.Scale;
import io.sesamo.placement.Scores.Total;
import io.sesamo.placement.Stage.Forbidden;
import io.sesamo.placement.Survey.Findings;
import io.sesamo.placement.Survey.Need;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call of the {@link Scheduler}: the fleet as it becomes while the queue is served. */
final class Round {

  /** Scores that differ by less are equal: what is predicted is not known so well. */
  private static final double CLOSE = 0.001;

  private final FleetState fleet;
  private final Instant now;
  private final Order order;
  private final Shares shares;
  private final Map<String, Book> books = new LinkedHashMap<>();
  private @Nullable Map<String, List<Running>> running;
  private final Survey survey;
  private final Map<Asked, Stamped> refused = new HashMap<>();
  private int changes;

  /** Pools that a group which waits for room could use. */
  private final Set<Book> claimed = new HashSet<>();

  /** Tenants of which a group waits until others of them end. */
  private final Set<String> capped = new HashSet<>();

  Round(List<GroupRequest> queue, FleetState fleet, Instant now) {
    this.fleet = fleet;
    this.now = now;
    this.shares = new Shares(fleet);
    this.order = new Order(queue, fleet.policy(), shares, now);
    Packer packer = new Packer(queue, fleet);
    for (PoolState pool : fleet.pools()) {
      books.put(pool.name(), new Book(pool, () -> running(pool.name()), packer, now));
    }
    this.survey = new Survey(fleet, books, now);
  }

  private List<Running> running(String pool) {
    if (running == null) {
      running = fleet.running().stream().collect(Collectors.groupingBy(Running::pool));
    }
    return running.getOrDefault(pool, List.of());
  }

  /** What of a group decides the answer to it. */
  private record Asked(Need need, int priority) {}

  /** An answer that holds until something changes. */
  private record Stamped(int changes, Decision decision) {}

  List<Decision> decisions() {
    List<Decision> decisions = new ArrayList<>();
    for (Optional<Turn> next = order.next(); next.isPresent(); next = order.next()) {
      decisions.add(decide(next.get()));
    }
    return decisions;
  }

  /** The decision for one group, with all that can be said of it; empty: it is not in the queue. */
  Optional<Decision> explain(String id) {
    int waiting = 0;
    for (Optional<Turn> next = order.next(); next.isPresent(); next = order.next()) {
      Decision decision = decide(next.get());
      if (next.get().group().id().equals(id)) {
        return Optional.of(
            decision instanceof Decision.Waiting w ? foreseen(w, waiting + 1) : decision);
      }
      waiting += decision instanceof Decision.Waiting ? 1 : 0;
    }
    return Optional.empty();
  }

  private Decision foreseen(Decision.Waiting waits, int position) {
    Explanation why = waits.explanation();
    Prospects prospects = new Prospects(waits.group(), fleet, this::ways);
    return new Decision.Waiting(
        waits.group(),
        waits.victims(),
        new Explanation(
            why.lead(), why.candidates(), Optional.of(prospects.outlook(position, why))));
  }

  /** The ways that a group could choose from now, the best first. */
  private List<Ranked> ways(GroupRequest group) {
    Lots lots = Lots.of(group.tasks());
    List<Way> ways = choice(group, survey.of(group, lots, Need.of(group, lots))).ways();
    return ways.isEmpty() ? List.of() : ranked(group, ways);
  }

  private Decision decide(Turn turn) {
    GroupRequest group = turn.group();
    Lots lots = turn.lots();
    Asked asked = new Asked(Need.of(group, lots), group.priority());
    Stamped same = refused.get(asked);
    if (same != null && same.changes() == changes) {
      return again(same.decision(), group);
    }
    Decision decision = decide(group, lots, asked.need());
    boolean once =
        decision instanceof Decision.Placed
            || (decision instanceof Decision.Waiting waiting && !waiting.victims().isEmpty());
    if (!once) {
      refused.put(asked, new Stamped(changes, decision));
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

  private Decision decide(GroupRequest group, Lots lots, Need need) {
    Findings findings = survey.of(group, lots, need);
    if (findings.ways().isEmpty()) {
      return nowhere(group, findings);
    }
    Choice choice = choice(group, findings);
    findings = new Findings(choice.ways(), choice.against());
    if (choice.ways().isEmpty()) {
      return new Decision.Impossible(group, new Explanation("over its budget", choice.against()));
    }
    List<Ranked> ranked = ranked(group, choice.ways());
    Optional<Tenant> exceeded = shares.exceeded(group.tenant(), lots.total().acceleratorMilli());
    if (exceeded.isPresent()) {
      return overQuota(group, ranked, findings, exceeded.get());
    }
    Ranked best = ranked.getFirst();
    return best.way().now() ? place(group, ranked, findings) : hold(group, ranked, findings);
  }

  /**
   * A way and its score.
   *
   * @param place among the ways, in the order of the pools
   */
  record Ranked(Way way, int place, double score) {}

  private static final Comparator<Ranked> BEST =
      Comparator.comparingDouble(Ranked::score)
          .thenComparing(r -> !r.way().now())
          .thenComparing(r -> r.way().wastes())
          .thenComparingDouble(r -> r.way().total().seconds())
          .thenComparingDouble(r -> r.way().estimate().price().orElse(Double.MAX_VALUE))
          .thenComparingInt(Ranked::place);

  private List<Ranked> ranked(GroupRequest group, List<Way> ways) {
    Objective objective = group.wishes().objective().orElse(fleet.policy().objective());
    Scale scale = scale(ways);
    PriorityQueue<Ranked> queue = new PriorityQueue<>(BEST);
    for (int i = 0; i < ways.size(); i++) {
      queue.add(rank(ways.get(i), i, scale, objective));
    }
    while (!queue.element().way().dated()) { // it may look better than it is
      Ranked first = queue.remove();
      Way way = first.way().bounded() ? dated(first.way()) : survey.bounded(first.way());
      queue.add(rank(way, first.place(), scale, objective));
    }
    return queue.stream().sorted(BEST).toList();
  }

  /** A way with its wait, behind those that wait for the pool already. */
  private Way dated(Way way) {
    Way dated = survey.dated(way);
    Duration behind = way.option().book().backlog();
    return way.now() || behind.isZero()
        ? dated
        : dated.after(dated.estimate().delay().orElse(Survey.UNKNOWN).plus(behind));
  }

  private static Scale scale(List<Way> ways) {
    return Scale.of(
        ways.stream().map(way -> Total.of(way.after(Duration.ZERO).estimate())).toList());
  }

  private static Ranked rank(Way way, int place, Scale scale, Objective objective) {
    double score = scale.of(way.total(), objective);
    return new Ranked(way, place, Math.round(score / CLOSE) * CLOSE);
  }

  /** The ways that budget and deadline leave, and what stands against the others. */
  private record Choice(List<Way> ways, List<Candidate> against) {}

  /** Leaves out what is over the budget, and what would be late where something would not. */
  private Choice choice(GroupRequest group, Findings findings) {
    OptionalDouble budget = group.wishes().budget();
    Optional<Instant> deadline = group.wishes().deadline();
    if (budget.isEmpty() && deadline.isEmpty()) {
      return new Choice(findings.ways(), findings.against());
    }
    List<Candidate> against = new ArrayList<>();
    List<Way> affordable = new ArrayList<>();
    for (Way way : findings.ways()) {
      Estimate estimate = way.estimate();
      double price = way.total().price().orElse(estimate.egress() + estimate.onward().price());
      if (price > budget.orElse(Double.MAX_VALUE)) {
        String words = "would cost " + Words.money(price) + " with what comes after it, and ";
        words += Words.money(budget.orElse(0)) + " is left";
        against.add(way.without(Constraint.BUDGET, words));
      } else {
        affordable.add(deadline.isPresent() ? dated(way) : way);
      }
    }
    List<Way> inTime = affordable.stream().filter(way -> lateness(group, way).isEmpty()).toList();
    if (!inTime.isEmpty()) {
      for (Way way : affordable) {
        lateness(group, way)
            .ifPresent(late ->
                against.add(
                    way.without(
                        Constraint.DEADLINE, "would be " + Words.time(late) + " too late")));
      }
    }
    against.addAll(findings.against());
    return new Choice(inTime.isEmpty() ? affordable : inTime, against);
  }

  private Optional<Duration> lateness(GroupRequest group, Way way) {
    Instant done = now.plus(Estimator.duration(way.total().seconds()));
    return group.wishes().deadline().filter(done::isAfter).map(at -> Duration.between(at, done));
  }

  private Decision place(GroupRequest group, List<Ranked> ranked, Findings findings) {
    Way way = ranked.getFirst().way();
    Book book = way.option().book();
    Instant end = survey.end(group, way.estimate());
    Room open = survey.open(group, book, way.estimate());
    Found found = book.numbered(way.option().gang().place(open).orElseThrow(), group.tasks());
    Instant predicted = now.plus(way.estimate().transfer()).plus(way.estimate().run());
    book.take(group.id(), found.amounts(group.tasks()), predicted, end);
    long borrowed = shares.borrowed(group.tenant(), group.stage().acceleratorMilli());
    shares.take(group.tenant(), Lots.of(group.tasks()).total());
    changes++;
    Map<String, Slot> slots = new HashMap<>();
    found
        .nodeByTask()
        .forEach((task, node) ->
            slots.put(task, new Slot(book.pool().nodes().get(node).name(), found.numbersOf(task))));
    Estimate estimate = way.estimate().at(OptionalInt.of(found.distance()));
    String lead = Sentences.chosen(group, fleet, ranked);
    if (shares.quotas() && group.stage().acceleratorMilli() > 0 && borrowed > 0) {
      lead += Sentences.borrows(group.tenant(), borrowed, shares.guaranteed(group.tenant()));
    }
    return new Decision.Placed(
        group,
        new Placement(book.pool().name(), slots),
        new Explanation(lead, candidates(ranked, findings, Optional.of(estimate))));
  }

  private List<Candidate> candidates(
      List<Ranked> ranked, Findings findings, Optional<Estimate> chosen) {
    List<Candidate> candidates = new ArrayList<>();
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
  private Decision hold(GroupRequest group, List<Ranked> ranked, Findings findings) {
    Optional<Stop> stop = fleet.policy().preemption() ? stop(group, ranked) : Optional.empty();
    Way way = stop.map(Stop::way).orElse(ranked.getFirst().way());
    List<Running> victims = stop.map(Stop::victims).orElse(List.of());
    victims.forEach(victim -> way.option().book().ends().stop(victim.id(), now));
    reserve(group, way);
    way.option().book().queue(group, way.estimate().run());
    changes += ranked.size() > 1 ? 1 : 0; // another may choose another place, since this one waits
    ranked.forEach(one -> claimed.add(one.way().option().book()));
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
  private Optional<Stop> stop(GroupRequest group, List<Ranked> ranked) {
    Ranked best = ranked.getFirst();
    boolean soon = best.way().estimate().delay().equals(Optional.of(Duration.ZERO));
    if (soon || ranked.stream().anyMatch(one -> one.way().now())) {
      return Optional.empty(); // it can begin, or others are being stopped already
    }
    Objective objective = group.wishes().objective().orElse(fleet.policy().objective());
    Scale scale = scale(ranked.stream().map(Ranked::way).toList());
    return ranked.stream()
        .filter(one -> !claimed.contains(one.way().option().book()))
        .map(one -> rank(one.way().after(Duration.ZERO), one.place(), scale, objective))
        .filter(one -> BEST.compare(one, best) < 0)
        .sorted(BEST)
        .map(Ranked::way)
        .flatMap(way -> victims(group, way, gain(best.way(), way)).stream())
        .findFirst();
  }

  /** How much sooner it is done in the one way than in the other. */
  private static Duration gain(Way other, Way way) {
    double seconds = other.total().seconds() - way.total().seconds();
    return Estimator.duration(Math.max(0, seconds));
  }

  private Optional<Stop> victims(GroupRequest group, Way way, Duration gain) {
    Book book = way.option().book();
    Room free = book.ends().at(now, book.free());
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

  private void reserve(GroupRequest group, Way way) {
    Book book = way.option().book();
    if (book.reservation() != null) {
      return;
    }
    Gang gang = way.option().gang();
    Optional<Instant> first = book.ends().first(book.free(), gang, now);
    Room then =
        first.map(start -> book.ends().at(start, book.free())).orElseGet(book.capacity()::copy);
    Found plan = gang.place(then).orElseThrow();
    plan.amounts(group.tasks()).forEach(then::take);
    book.reserve(new Reservation(group, first.orElse(now.plus(Survey.UNKNOWN)), then));
    changes++;
  }

  private Decision overQuota(
      GroupRequest group, List<Ranked> ranked, Findings findings, Tenant quota) {
    capped.add(quota.name());
    String reason =
        "tenant "
            + quota.name()
            + " may have "
            + quota.most()
            + " accelerators at a time and has "
            + Resources.acceleratorWords(shares.has(quota.name()))
            + "; this needs "
            + Resources.acceleratorWords(group.stage().acceleratorMilli());
    List<Candidate> candidates = new ArrayList<>();
    for (Ranked one : ranked) {
      candidates.add(
          new Candidate(
              one.way().name(),
              one.way().option().book().pool().site().id(),
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

  /** It fits nowhere as things are: something is closed, the law forbids it, or nothing helps. */
  private Decision nowhere(GroupRequest group, Findings findings) {
    List<Candidate> closed = closed(group);
    if (!closed.isEmpty()) {
      Set<String> told = closed.stream().map(Candidate::pool).collect(Collectors.toSet());
      List<Candidate> candidates = new ArrayList<>(closed);
      findings.against().stream().filter(no -> !told.contains(no.pool())).forEach(candidates::add);
      return new Decision.Waiting(group, List.of(), new Explanation("", candidates));
    }
    boolean law = !group.stage().forbidden().isEmpty();
    if (law && asked(group).anyMatch(book -> holds(opened(book), group, why -> false))) {
      boolean forGood =
          asked(group).noneMatch(book -> holds(opened(book), group, Forbidden::forGood));
      String lead = forGood ? "the law forbids it" : "waiting for a decision";
      Explanation why =
          new Explanation(lead, survey.against(group, asked(group).map(this::opened)));
      return new Decision.Unlawful(group, why, forGood);
    }
    return new Decision.Impossible(group, new Explanation("", findings.against()));
  }

  /** The pools that would hold it if all of them were open. */
  private List<Candidate> closed(GroupRequest group) {
    return asked(group)
        .map(Book::pool)
        .filter(PoolState::partlyClosed)
        .filter(pool -> holds(opened(pool), group, why -> true))
        .map(pool ->
            Candidate.failing(
                pool,
                Standing.EXCLUDED,
                Constraint.POOL_STATE,
                pool.closed().orElse("nodes that it needs are drained or lost")))
        .toList();
  }

  /** The pools in which the group may be as far as its author says. */
  private Stream<Book> asked(GroupRequest group) {
    return books.values().stream()
        .filter(book -> group.wishes().pool().map(book.pool().name()::equals).orElse(true));
  }

  private Book opened(Book book) {
    return book.pool().partlyClosed() ? opened(book.pool()) : book;
  }

  private Book opened(PoolState pool) {
    return new Book(pool.open(), List::of, new Packer(List.of(), fleet), now);
  }

  /** Whether a pool would hold the group with nothing running in it. */
  private static boolean holds(Book book, GroupRequest group, Predicate<Forbidden> heeded) {
    return Option.of(group, Lots.of(group.tasks()), book, heeded).options().stream()
        .anyMatch(option -> option.gang().fits(book.capacity()));
  }
}
