package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.util.Collection;
import java.util.List;

/**
 * What is left of a node, without saying on which accelerators: nodes of which the same is left
 * hold the same.
 *
 * @param cpu thousandths of a core
 * @param memory bytes
 * @param storage bytes
 * @param accelerators of which nothing is taken
 * @param rests thousandths left of each of those of which a part is taken, ascending
 */
record Left(long cpu, long memory, long storage, int accelerators, List<Integer> rests) {

  /** How many tasks of that amount it holds, but no more than {@code most}. */
  int count(Resources amount, int most) {
    return count(cpu, memory, storage, accelerators, rests, amount, most);
  }

  static int count(
      long cpu,
      long memory,
      long storage,
      int accelerators,
      Collection<Integer> rests,
      Resources amount,
      int most) {
    long count = most;
    if (amount.acceleratorMilli() > 0) {
      count = Math.min(count, count(accelerators, rests, amount.acceleratorMilli()));
    }
    if (amount.cpuMilli() > 0) {
      count = Math.min(count, cpu / amount.cpuMilli());
    }
    if (amount.memoryBytes() > 0) {
      count = Math.min(count, memory / amount.memoryBytes());
    }
    if (amount.storageBytes() > 0) {
      count = Math.min(count, storage / amount.storageBytes());
    }
    return Math.max(0, (int) count);
  }

  /** How many tasks with so many thousandths each: of whole ones, or of a part of one. */
  private static long count(int accelerators, Collection<Integer> rests, long milli) {
    if (milli >= Resources.WHOLE) {
      return accelerators / (milli / Resources.WHOLE);
    }
    long count = accelerators * (Resources.WHOLE / milli);
    for (int rest : rests) {
      count += rest / milli;
    }
    return count;
  }
}
