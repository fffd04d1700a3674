package io.sesamo.model;

/**
 * An amount of a machine: what a task asks for, or what a node has.
 *
 * @param cpuMilli thousandths of a CPU core
 * @param memoryBytes main memory
 * @param storageBytes local disk
 * @param accelerators whole accelerators
 */
public record Resources(long cpuMilli, long memoryBytes, long storageBytes, int accelerators) {

  public static final Resources NONE = new Resources(0, 0, 0, 0);

  public Resources plus(Resources other) {
    return new Resources(
        cpuMilli + other.cpuMilli,
        memoryBytes + other.memoryBytes,
        storageBytes + other.storageBytes,
        accelerators + other.accelerators);
  }

  public Resources minus(Resources other) {
    return new Resources(
        cpuMilli - other.cpuMilli,
        memoryBytes - other.memoryBytes,
        storageBytes - other.storageBytes,
        accelerators - other.accelerators);
  }

  /** True when {@code request} is at most this in every part. */
  public boolean holds(Resources request) {
    return cpuMilli >= request.cpuMilli
        && memoryBytes >= request.memoryBytes
        && storageBytes >= request.storageBytes
        && accelerators >= request.accelerators;
  }
}
