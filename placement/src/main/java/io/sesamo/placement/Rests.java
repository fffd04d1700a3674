package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is left of those accelerators of a node of which a part is taken, in thousandths, by their
 * numbers. A number below 0 stands for one of which nothing is taken now, where nobody has said yet
 * which: what is only planned, or tried, needs none in particular. Immutable.
 *
 * @param sum of all of them: it is asked for node by node
 */
record Rests(NavigableMap<Integer, Integer> left, long sum) {

  static final Rests NONE = new Rests(Collections.emptyNavigableMap());

  private static final Comparator<Map.Entry<Integer, Integer>> LEAST =
      Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey());

  private Rests(NavigableMap<Integer, Integer> left) {
    this(left, left.values().stream().mapToLong(Integer::longValue).sum());
  }

  /** Of a node on which so much is taken of accelerators. */
  static Rests of(Map<Integer, Integer> taken) {
    NavigableMap<Integer, Integer> left = new TreeMap<>();
    taken.forEach((number, milli) -> left.put(number, Resources.WHOLE - milli));
    return new Rests(left);
  }

  /** How many accelerators these are. */
  int size() {
    return left.size();
  }

  Collection<Integer> each() {
    return left.values();
  }

  /** The most that is left of one. */
  int most() {
    int most = 0;
    for (int milli : left.values()) {
      most = Math.max(most, milli);
    }
    return most;
  }

  /** Whether so much is left of that one. */
  boolean holds(int number, int milli) {
    return left.getOrDefault(number, 0) >= milli;
  }

  /** The one that holds so much and has the least left; else one that is not among these yet. */
  int tightest(int milli) {
    return left.entrySet().stream()
        .filter(one -> one.getValue() >= milli)
        .min(LEAST)
        .map(Map.Entry::getKey)
        .orElseGet(this::fresh);
  }

  /** Stands for one of which nothing is taken, whichever. */
  int fresh() {
    return left.isEmpty() ? -1 : Math.min(0, left.firstKey()) - 1;
  }

  /** After parts of some were taken; those that are not among these were whole. */
  Rests take(Map<Integer, Integer> parts) {
    NavigableMap<Integer, Integer> now = new TreeMap<>(left);
    new TreeMap<>(parts)
        .forEach((number, milli) -> { // by number: the order can matter
          int before =
              Optional.ofNullable(now.remove(number)).orElseGet(() -> said(now, number, milli));
          now.put(number, before - milli);
        });
    return new Rests(now);
  }

  /** It may be one of which has only been said so far that there will be one. */
  private static int said(NavigableMap<Integer, Integer> now, int number, int milli) {
    Optional<Integer> unsaid =
        now.headMap(0, false).entrySet().stream()
            .filter(one -> number >= 0 && one.getValue() >= milli)
            .min(LEAST)
            .map(Map.Entry::getKey);
    return unsaid.map(now::remove).orElse(Resources.WHOLE);
  }

  /** After parts of some were given back; those that are whole then are not among these. */
  Rests give(Map<Integer, Integer> parts) {
    NavigableMap<Integer, Integer> now = new TreeMap<>(left);
    parts.forEach((number, milli) -> now.merge(number, milli, Integer::sum));
    now.values().removeIf(milli -> milli >= Resources.WHOLE);
    return now.isEmpty() ? NONE : new Rests(now);
  }

  /**
   * What is left in this and in the other: whoever takes it finds it in both. One that is in one of
   * them alone is whole in the other, as long as that has wholes to spare; or it is the one of
   * which the other has only said that there will be one.
   *
   * @param more how many more wholes this has than the other
   */
  Rests least(Rests other, int more) {
    NavigableMap<Integer, Integer> both = new TreeMap<>();
    left.forEach((number, milli) -> {
      Integer there = other.left.get(number);
      if (there != null) {
        both.put(number, Math.min(milli, there));
      }
    });
    Deque<Map.Entry<Integer, Integer>> mine = without(other);
    Deque<Map.Entry<Integer, Integer>> theirs = other.without(this);
    for (int i = more; i < 0 && !mine.isEmpty(); i++) {
      both.put(mine.getFirst().getKey(), mine.removeFirst().getValue());
    }
    for (int i = more; i > 0 && !theirs.isEmpty(); i--) {
      both.put(theirs.getFirst().getKey(), theirs.removeFirst().getValue());
    }
    theirs.removeIf(one -> one.getKey() >= 0);
    while (!mine.isEmpty() && !theirs.isEmpty()) {
      int there = theirs.removeFirst().getValue();
      both.put(mine.getFirst().getKey(), Math.min(mine.removeFirst().getValue(), there));
    }
    return new Rests(both);
  }

  /** Those that the other has not, the one with the most left first. */
  private Deque<Map.Entry<Integer, Integer>> without(Rests other) {
    return new ArrayDeque<>(
        left.entrySet().stream()
            .filter(one -> !other.left.containsKey(one.getKey()))
            .sorted(LEAST.reversed())
            .toList());
  }
}
