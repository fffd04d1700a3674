package io.sesamo.model;

import java.math.BigDecimal;

/**
 * An amount of a machine: what a task asks for, or what a node has.
 *
 * @param cpuMilli thousandths of a CPU core
 * @param memoryBytes main memory
 * @param storageBytes local disk
 * @param acceleratorMilli thousandths of an accelerator. What one task asks for is a part of one
 *     accelerator, 1 to 999, or whole ones; a sum says nothing of how it lies on them
 */
public record Resources(long cpuMilli, long memoryBytes, long storageBytes, long acceleratorMilli) {

  /** One accelerator, in thousandths. */
  public static final int WHOLE = 1000;

  public static final Resources NONE = new Resources(0, 0, 0, 0);

  /** An amount with so many whole accelerators. */
  public static Resources whole(
      long cpuMilli, long memoryBytes, long storageBytes, int accelerators) {
    return new Resources(cpuMilli, memoryBytes, storageBytes, (long) accelerators * WHOLE);
  }

  /** Accelerators, parts of them as fractions. */
  public double accelerators() {
    return acceleratorMilli / (double) WHOLE;
  }

  /** Whether it is a part of one accelerator. */
  public boolean shares() {
    return acceleratorMilli > 0 && acceleratorMilli < WHOLE;
  }

  /** Thousandths of accelerators for people: 2, 0.25, 1.5. */
  public static String acceleratorWords(long milli) {
    return BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
  }

  public Resources plus(Resources other) {
    return new Resources(
        cpuMilli + other.cpuMilli,
        memoryBytes + other.memoryBytes,
        storageBytes + other.storageBytes,
        acceleratorMilli + other.acceleratorMilli);
  }

  public Resources minus(Resources other) {
    return new Resources(
        cpuMilli - other.cpuMilli,
        memoryBytes - other.memoryBytes,
        storageBytes - other.storageBytes,
        acceleratorMilli - other.acceleratorMilli);
  }

  /** The same so many times. */
  public Resources times(int count) {
    return new Resources(
        cpuMilli * count, memoryBytes * count, storageBytes * count, acceleratorMilli * count);
  }

  /** True when {@code request} is at most this in every part. */
  public boolean holds(Resources request) {
    return cpuMilli >= request.cpuMilli
        && memoryBytes >= request.memoryBytes
        && storageBytes >= request.storageBytes
        && acceleratorMilli >= request.acceleratorMilli;
  }
}
