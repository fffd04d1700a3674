package io.sesamo.model.fleet;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How places are chosen and who is first, where a workflow does not say it itself.
 *
 * @param objective what a place is chosen for
 * @param fairShare whether tenants get what they have a right to, by quota and weight; else the
 *     queue goes by priority and time alone
 * @param preemption whether work may be stopped for work with more right to its place
 * @param minimumRun how long work runs before it may be stopped so; zero: at once
 * @param backfill whether work may overtake what waits for a large place, if that is not delayed
 * @param ageing waiting time that weighs like one class of priority; zero: none does
 * @param movesPerHour how often a group may be moved within an hour, 1 to {@value #MOST_MOVES}
 */
public record PlacementPolicy(
    Objective objective,
    boolean fairShare,
    boolean preemption,
    Duration minimumRun,
    boolean backfill,
    Duration ageing,
    int movesPerHour) {

  /** So many of a group's moves are remembered: no more of them can be counted. */
  public static final int MOST_MOVES = 20;

  /** What a place is chosen for. */
  public enum Objective {
    TIME,
    COST,
    CARBON,
    BALANCED;

    /** As files have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name. */
    public static Optional<Objective> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /** All names. */
    public static List<String> words() {
      return Arrays.stream(values()).map(Objective::word).toList();
    }
  }

  /** Where the file says nothing. */
  public static final PlacementPolicy USUAL =
      new PlacementPolicy(
          Objective.BALANCED, true, true, Duration.ofMinutes(10), true, Duration.ofHours(1), 3);
}
