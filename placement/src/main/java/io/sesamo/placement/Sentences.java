package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.placement.Ranking.Ranked;
import io.sesamo.placement.Scores.Total;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** What a decision comes to, in one sentence for people. */
final class Sentences {

  /**
   * Below so much a difference of prices is not told, USD: half of what {@link Words#money} shows.
   */
  private static final double LEAST_PRICE = 0.00005;

  private Sentences() {}

  /** Why the first of the ways was chosen: what it takes, and what the next best would. */
  static String chosen(GroupRequest group, FleetState fleet, List<Ranked> ranked) {
    Ranked best = ranked.getFirst();
    StringBuilder words = new StringBuilder("runs in " + best.way().name() + where(best.way()));
    if (known(best.way().estimate())) {
      words.append(", done in ").append(figures(best.way().estimate()));
    }
    if (ranked.size() == 1) {
      return words.append("; the only place that it can run in").toString();
    }
    Ranked next = ranked.get(1);
    words
        .append("; best for objective ")
        .append(group.wishes().objective().orElse(fleet.policy().objective()).words())
        .append(", before ")
        .append(next.way().name())
        .append(where(next.way()));
    String difference = difference(best.way().estimate(), next.way().estimate());
    boolean more = best.way().estimate().onward().seconds() > 0;
    return words
        .append(difference.isEmpty() ? ", which is as good" : ": there " + difference)
        .append(more ? ", to the end of the workflow" : "")
        .toString();
  }

  private static boolean known(Estimate estimate) {
    return estimate.source() != Work.Source.ASSUMED || estimate.price().isPresent();
  }

  /** The city of a way, and whether it is emulated. */
  static String where(Way way) {
    PoolState pool = way.book().pool();
    List<String> parts = new ArrayList<>();
    if (!pool.site().city().isEmpty()) {
      parts.add(pool.site().city());
    }
    if (pool.emulated()) {
      parts.add("emulated");
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  /** As in 2 h 10 min for 12.40 USD and 1.2 kg CO2e. */
  private static String figures(Estimate estimate) {
    Total own = own(estimate);
    List<String> parts = new ArrayList<>();
    own.price().ifPresent(price -> parts.add(Words.money(price)));
    own.carbon().ifPresent(carbon -> parts.add(Words.carbon(carbon)));
    return Words.time(own.seconds())
        + (parts.isEmpty() ? "" : " for " + String.join(" and ", parts));
  }

  /** Without what comes after the group. */
  private static Total own(Estimate estimate) {
    return new Total(
        Estimator.seconds(estimate.transfer().plus(estimate.run())),
        estimate.price().isPresent()
            ? OptionalDouble.of(estimate.price().getAsDouble() + estimate.egress())
            : OptionalDouble.empty(),
        estimate.carbon());
  }

  /** How the second differs from the first, to the end of the workflow. */
  private static String difference(Estimate best, Estimate next) {
    Total one = Total.of(best);
    Total other = Total.of(next);
    List<String> parts = new ArrayList<>();
    part(
            OptionalDouble.of(other.seconds() - one.seconds()),
            1,
            "later",
            "sooner",
            seconds -> Words.time(seconds))
        .ifPresent(parts::add);
    part(minus(other.price(), one.price()), LEAST_PRICE, "dearer", "cheaper", Words::money)
        .ifPresent(parts::add);
    part(minus(other.carbon(), one.carbon()), 1, "more", "less", Words::carbon)
        .ifPresent(parts::add);
    return String.join(", ", parts);
  }

  private static OptionalDouble minus(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() && other.isPresent()
        ? OptionalDouble.of(one.getAsDouble() - other.getAsDouble())
        : OptionalDouble.empty();
  }

  private static Optional<String> part(
      OptionalDouble difference,
      double least,
      String more,
      String less,
      DoubleFunction<String> words) {
    if (difference.isEmpty() || Math.abs(difference.getAsDouble()) < least) {
      return Optional.empty();
    }
    double by = difference.getAsDouble();
    return Optional.of(words.apply(Math.abs(by)) + " " + (by > 0 ? more : less));
  }

  static String borrows(String tenant, long borrowed, int guaranteed) {
    return "; borrows "
        + Resources.acceleratorWords(borrowed)
        + " accelerators beyond the "
        + guaranteed
        + " that tenant "
        + (tenant.isEmpty() ? "(none)" : tenant)
        + " is guaranteed";
  }

  /** Those of other tenants are not named. */
  private static String victims(List<Running> victims, GroupRequest group) {
    List<String> names =
        victims.stream()
            .filter(victim -> Option.isOf(victim.tenant(), group.tenant()))
            .map(Running::id)
            .collect(Collectors.toCollection(ArrayList::new));
    int others = victims.size() - names.size();
    if (others > 0) {
      names.add(others == 1 ? "a group of another tenant" : others + " groups of other tenants");
    }
    return String.join(", ", names);
  }

  /** What a group waits for, and what it could have now. */
  static String waits(
      List<Ranked> ranked, List<Running> victims, FleetState fleet, GroupRequest group) {
    Ranked best = ranked.getFirst();
    if (!victims.isEmpty()) {
      return "takes the place of " + victims(victims, group);
    }
    Optional<Ranked> now = ranked.stream().filter(one -> one.way().now()).findFirst();
    if (now.isPresent()) {
      Total waits = Total.of(best.way().estimate());
      Total starts = Total.of(now.get().way().estimate());
      String difference =
          starts.price().isEmpty() || waits.price().isEmpty()
              ? "" // nobody knows
              : ", "
                  + part(
                          minus(starts.price(), waits.price()),
                          LEAST_PRICE,
                          "dearer",
                          "cheaper",
                          Words::money)
                      .orElse("at the same price");
      return "waits for "
          + best.way().name()
          + ", the best for objective "
          + group.wishes().objective().orElse(fleet.policy().objective()).words()
          + "; it could start now in "
          + now.get().way().name()
          + where(now.get().way())
          + difference;
    }
    return ranked.size() == 1 ? "" : "waits for " + best.way().name();
  }
}
