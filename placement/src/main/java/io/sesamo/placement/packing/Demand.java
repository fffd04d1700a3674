package io.sesamo.placement.packing;

/**
 * What one task asks of one node.
 *
 * @param cpuMilli thousandths of a CPU core
 * @param memoryBytes main memory
 * @param storageBytes local disk
 * @param accelerators how many different accelerators, 0 for none
 * @param milliEach thousandths of each of them, 1..1000; 0 when it asks for none
 * @param models accelerator models that will do; heeded only when it asks for accelerators
 */
public record Demand(
    long cpuMilli,
    long memoryBytes,
    long storageBytes,
    int accelerators,
    int milliEach,
    Models models) {

  /** One whole accelerator, in milli. */
  public static final int WHOLE = 1000;

  public Demand {
    if (cpuMilli < 0 || memoryBytes < 0 || storageBytes < 0 || accelerators < 0) {
      throw new IllegalArgumentException("A part of a demand is negative");
    }
    if (accelerators == 0 ? milliEach != 0 : milliEach < 1 || milliEach > WHOLE) {
      throw new IllegalArgumentException(
          "A demand for " + accelerators + " accelerators of " + milliEach + " milli each");
    }
  }

  /** A demand without accelerators; every node will do. */
  public static Demand cpuOnly(long cpuMilli, long memoryBytes, long storageBytes) {
    return new Demand(cpuMilli, memoryBytes, storageBytes, 0, 0, Models.ANY);
  }

  /** Accelerator milli in all. */
  public int milli() {
    return accelerators * milliEach;
  }

  /** True when it asks for a part of an accelerator. */
  public boolean shares() {
    return accelerators > 0 && milliEach < WHOLE;
  }
}
