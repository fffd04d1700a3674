package io.sesamo.placement;

import io.sesamo.placement.Estimator.Bill;
import io.sesamo.placement.Estimator.Move;
import io.sesamo.placement.Estimator.Run;
import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Explanation.Standing;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.Lots.Lot;
import io.sesamo.placement.Option.Against;
import io.sesamo.placement.Stage.Forbidden;
import io.sesamo.placement.Way.Obstacle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Looks at every pool for a group: the ways in which it could run, and what stands against the
 * rest. What it found of a pool is remembered until something is taken there: of a long queue most
 * groups ask for the same. Not thread-safe.
 */
final class Survey {

  /** A wait of which nothing is known. */
  static final Duration UNKNOWN = Duration.ofDays(1);

  private final FleetState fleet;
  private final Instant now;
  private final Map<String, Book> books;
  private final Outlooks outlooks;
  private final Map<Need, Map<Book, Seen>> known = new HashMap<>();
  private final IdentityHashMap<Way, Way> dated = new IdentityHashMap<>();

  Survey(FleetState fleet, Map<String, Book> books, Instant now) {
    this.fleet = fleet;
    this.books = books;
    this.now = now;
    this.outlooks = new Outlooks(books.values(), fleet);
  }

  /** What of a group decides what is found for it. */
  record Need(
      String tenant,
      List<TaskRequest> asks,
      List<Integer> sizes,
      Work work,
      Map<String, Map<String, Forbidden>> forbidden,
      long output,
      List<Stage> onward,
      Wishes wishes,
      List<DataAt> data) {

    static Need of(GroupRequest group, Lots lots) {
      Stage stage = group.stage();
      return new Need(
          group.tenant(),
          lots.all().stream().map(Lot::asks).toList(),
          lots.all().stream().map(Lot::size).toList(),
          stage.work(),
          stage.forbidden(),
          stage.output(),
          stage.onward(),
          group.wishes(),
          group.data());
    }
  }

  /**
   * What was found.
   *
   * @param ways in which it could run, now or later
   * @param against what is out of the question
   */
  record Findings(List<Way> ways, List<Candidate> against) {}

  private record Seen(int version, Findings findings) {}

  Findings of(GroupRequest group, Lots lots, Need need) {
    List<Way> ways = new ArrayList<>();
    List<Candidate> against = new ArrayList<>();
    Optional<String> asked = group.wishes().pool();
    if (asked.isPresent() && !books.containsKey(asked.get())) {
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
    Map<Book, Seen> seen = known.computeIfAbsent(need, key -> new HashMap<>());
    for (Book book : books.values()) {
      if (asked.isEmpty() || asked.get().equals(book.pool().name())) {
        Seen found = seen.get(book);
        if (found == null || found.version() != book.version()) {
          found = new Seen(book.version(), look(group, lots, book));
          seen.put(book, found);
        }
        ways.addAll(found.findings().ways());
        against.addAll(found.findings().against());
      }
    }
    return new Findings(ways, against);
  }

  private Findings look(GroupRequest group, Lots lots, Book book) {
    Option.Found found = Option.of(group, lots, book, why -> true);
    List<Way> ways = new ArrayList<>();
    List<Candidate> against = new ArrayList<>();
    for (Option option : found.options()) {
      Estimate estimate = estimate(group, option);
      if (option.gang().fits(open(group, book, estimate))) {
        ways.add(new Way(option, estimate, Optional.of(Duration.ZERO), Optional.empty()));
      } else if (option.gang().fits(book.capacity())) {
        ways.add(later(option, estimate));
      } else {
        Shortage shortage = Shortage.of(option.gang(), book.capacity());
        against.add(
            excluded(
                book.pool(),
                new Against(
                    option.platform(), shortage.constraint(), "too small: " + shortage.words())));
      }
    }
    found.against().forEach(why -> against.add(excluded(book.pool(), why)));
    return new Findings(ways, against);
  }

  /** What stands against a group in pools that are idle. */
  List<Candidate> against(GroupRequest group, Stream<Book> idle) {
    Lots lots = Lots.of(group.tasks());
    return idle.flatMap(book ->
            Option.of(group, lots, book, why -> true).against().stream()
                .map(why -> excluded(book.pool(), why)))
        .toList();
  }

  private static Candidate excluded(PoolState pool, Against why) {
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

  /** What of the pool is open to a group that would run so long. */
  Room open(GroupRequest group, Book book, Estimate estimate) {
    return book.open(group, fleet.policy().backfill(), end(group, estimate));
  }

  /** When a group that begins now has ended at the latest, as far as is known. */
  Instant end(GroupRequest group, Estimate estimate) {
    Duration run = group.stage().work().most().orElse(estimate.run());
    return now.plus(estimate.transfer()).plus(run);
  }

  private Way later(Option option, Estimate estimate) {
    Book book = option.book();
    Reservation kept = book.reservation();
    Obstacle obstacle;
    if (kept != null && option.gang().fits(book.free())) {
      String wait = Words.time(Duration.between(now, kept.start()));
      obstacle =
          new Obstacle(
              Constraint.RESERVED,
              "kept for " + kept.holder().id() + ", which goes first, in about " + wait);
    } else {
      Shortage shortage = Shortage.of(option.gang(), book.free());
      obstacle = new Obstacle(shortage.constraint(), "busy: " + shortage.words());
    }
    return new Way(
        option, estimate.after(Optional.empty()), Optional.empty(), Optional.of(obstacle));
  }

  /** The way with the least wait that is sure: until enough is free, wherever that is. */
  Way bounded(Way way) {
    Book book = way.option().book();
    Instant enough = book.ends().notBefore(book.sum(), way.option().gang().lots().total(), now);
    Reservation kept = book.reservation();
    Instant start = kept != null && kept.start().isAfter(enough) ? kept.start() : enough;
    return way.notBefore(start.isAfter(now) ? Duration.between(now, start) : Duration.ZERO);
  }

  /** The way with its wait: until it fits, but not before whom the pool is kept for. */
  Way dated(Way way) {
    return way.dated() ? way : dated.computeIfAbsent(way, this::date);
  }

  private Way date(Way way) {
    Book book = way.option().book();
    Instant first =
        book.ends().first(book.free(), way.option().gang(), now).orElse(now.plus(UNKNOWN));
    Reservation kept = book.reservation();
    Instant start = kept != null && kept.start().isAfter(first) ? kept.start() : first;
    return way.after(start.isAfter(now) ? Duration.between(now, start) : Duration.ZERO);
  }

  private Estimate estimate(GroupRequest group, Option option) {
    PoolState pool = option.book().pool();
    Stage stage = group.stage();
    Move move = Estimator.move(group.data(), pool.site().id(), fleet.network());
    Run run = Estimator.run(stage.work(), pool.platform(option.platform()).accelerator());
    Bill bill =
        Estimator.bill(
            option.gang().lots().total(), pool, option.platform(), move.seconds(), run.time());
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
