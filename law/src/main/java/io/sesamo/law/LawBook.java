package io.sesamo.law;

import io.sesamo.law.rule.Period;
import io.sesamo.law.rule.Rule;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.Membership;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** All rules, with the facts that they ask for, on all days. Thread-safe. */
public final class LawBook {

  private static final int MOST_DAYS = 400;

  private final Catalog catalog;
  private final List<Rule> rules;
  private final NavigableSet<LocalDate> boundaries;
  private final Map<LocalDate, LawOnDay> days = new ConcurrentHashMap<>();

  /**
   * A book of rules that have been checked.
   *
   * @param catalog whose version covers the rules
   */
  public LawBook(Catalog catalog, List<Rule> rules) {
    this.catalog = catalog;
    this.rules = List.copyOf(rules);
    this.boundaries = Collections.unmodifiableNavigableSet(boundaries(catalog, rules));
  }

  public Catalog catalog() {
    return catalog;
  }

  /** In the order of the files. */
  public List<Rule> rules() {
    return rules;
  }

  /** Equal versions, equal verdicts. */
  public String version() {
    return catalog.version();
  }

  /** Every day on which something may be otherwise than on the day before. */
  public NavigableSet<LocalDate> boundaries() {
    return boundaries;
  }

  private static NavigableSet<LocalDate> boundaries(Catalog catalog, List<Rule> rules) {
    NavigableSet<LocalDate> days = new TreeSet<>();
    for (Rule rule : rules) {
      Stream<Period> periods =
          Stream.concat(rule.inForce().stream(), rule.cases().stream().map(Rule.Case::period));
      periods.forEach(period -> add(days, period.from(), period.to()));
      rule.cases()
          .forEach(item ->
              item.when()
                  .days()
                  .forEach(day -> {
                    days.add(day);
                    days.add(day.plusDays(1));
                  }));
    }
    for (Membership membership : catalog.memberships()) {
      add(days, membership.from(), membership.to());
    }
    return days;
  }

  private static void add(
      NavigableSet<LocalDate> days, Optional<LocalDate> from, Optional<LocalDate> to) {
    from.ifPresent(days::add);
    to.filter(last -> last.isBefore(Days.LAST)).ifPresent(last -> days.add(last.plusDays(1)));
  }

  /** Judges a case on its day, by the rules alone. */
  public Verdict judge(Facts facts) {
    return judge(facts, List.of());
  }

  /** Judges a case on its day, with what people have decided. */
  public Verdict judge(Facts facts, List<Clearance> clearances) {
    return on(facts.date()).judge(facts, clearances);
  }

  /** Between two boundaries the law is the same, so that few days are ever made. */
  private LawOnDay on(LocalDate date) {
    LocalDate since = since(date);
    LawOnDay known = days.get(since);
    if (known != null) {
      return known;
    }
    if (days.size() > MOST_DAYS) {
      days.clear();
    }
    return days.computeIfAbsent(since, day -> new LawOnDay(day, rules));
  }

  private LocalDate since(LocalDate date) {
    LocalDate boundary = boundaries.floor(date);
    return boundary == null ? LocalDate.MIN : boundary;
  }

  /**
   * The verdict on one day and after.
   *
   * @param from first day
   */
  public record Change(LocalDate from, Verdict verdict) {}

  /** When the verdict changes after a day, as far as is known. */
  public List<Change> changesAfter(Facts facts, LocalDate day) {
    return changesAfter(facts, day, List.of());
  }

  /** As {@link #changesAfter(Facts, LocalDate)}, with what people have decided. */
  public List<Change> changesAfter(Facts facts, LocalDate day, List<Clearance> clearances) {
    NavigableSet<LocalDate> days = new TreeSet<>(boundaries.tailSet(day, false));
    for (Clearance clearance : clearances) {
      add(days, Optional.of(clearance.from()), Optional.of(clearance.to()));
    }
    List<Change> changes = new ArrayList<>();
    Effect last = judge(facts.on(day), clearances).effect();
    for (LocalDate next : days.tailSet(day, false)) {
      Verdict verdict = judge(facts.on(next), clearances);
      if (verdict.effect() != last) {
        changes.add(new Change(next, verdict));
        last = verdict.effect();
      }
    }
    return changes;
  }
}
