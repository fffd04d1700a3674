package io.sesamo.placement.packing;

/**
 * What tasks may use of a node with nothing running on it.
 *
 * @param model number of its accelerators' model, see {@link Models}; 0 will do for a node without
 * @param cpuMilli thousandths of a CPU core
 * @param memoryBytes main memory
 * @param storageBytes local disk
 * @param accelerators 0..64
 */
public record NodeCapacity(
    int model, long cpuMilli, long memoryBytes, long storageBytes, int accelerators) {

  /** A choice of accelerators is one long, a bit for each. */
  public static final int MAX_ACCELERATORS = Long.SIZE;

  public NodeCapacity {
    if (model < 0 || model >= Models.MAX) {
      throw new IllegalArgumentException("Model " + model + " is not in 0.." + (Models.MAX - 1));
    }
    if (accelerators < 0 || accelerators > MAX_ACCELERATORS) {
      throw new IllegalArgumentException(
          accelerators + " accelerators; a node can have " + MAX_ACCELERATORS);
    }
    if (cpuMilli < 0 || memoryBytes < 0 || storageBytes < 0) {
      throw new IllegalArgumentException("A part of a node's capacity is negative");
    }
  }
}
