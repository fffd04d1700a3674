package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which accelerators of a node something has, by their numbers from 0.
 *
 * @param whole bit {@code i} for accelerator {@code i}, of those that it has whole
 * @param parts thousandths that it has of others, 1 to 1000, by number
 */
public record AcceleratorSet(long whole, Map<Integer, Integer> parts) {

  public static final AcceleratorSet NONE = new AcceleratorSet(0, Map.of());

  /** So many a node can have. */
  public static final int MOST = Long.SIZE;

  public AcceleratorSet {
    parts = Map.copyOf(parts);
  }

  /**
   * What a task has.
   *
   * @param amount whole ones, or a part of one
   * @param numbers of them; empty where nobody knows them
   */
  public static AcceleratorSet of(Resources amount, List<Integer> numbers) {
    if (amount.shares() && numbers.size() == 1) {
      return new AcceleratorSet(0, Map.of(numbers.getFirst(), (int) amount.acceleratorMilli()));
    }
    long whole = 0;
    for (int number : numbers) {
      whole |= 1L << number;
    }
    return whole == 0 ? NONE : new AcceleratorSet(whole, Map.of());
  }

  /** Thousandths in all that it has of those of which it has parts. */
  int partsMilli() {
    int sum = 0;
    for (int milli : parts.values()) { // no stream: it is asked for each allocation
      sum += milli;
    }
    return sum;
  }

  /** Those of this and of the other. */
  public AcceleratorSet plus(AcceleratorSet other) {
    if (other.parts.isEmpty()) {
      return other.whole == 0 ? this : new AcceleratorSet(whole | other.whole, parts);
    }
    Map<Integer, Integer> sum = new TreeMap<>(parts);
    other.parts.forEach((number, milli) -> sum.merge(number, milli, Integer::sum));
    return new AcceleratorSet(whole | other.whole, sum);
  }

  /** Bits for so many accelerators from number 0 on. */
  static long first(long count) {
    return count >= MOST ? -1L : (1L << count) - 1;
  }

  /** All that it has something of, bit {@code i} for accelerator {@code i}. */
  long touched() {
    long all = whole;
    for (int number : parts.keySet()) {
      all |= 1L << number;
    }
    return all;
  }
}
