package io.sesamo.placement.packing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is free on a node, without saying on which accelerator: nodes of one state are worth the
 * same. Equal states of one {@link NodeStates} are one object and numbered, so that a policy keeps
 * what it worked out for a state in an array.
 */
public final class NodeState {

  private final NodeCapacity capacity;
  private final long cpuFree;
  private final long memoryFree;
  private final long storageFree;
  private final short[] free; // milli of each accelerator, ascending
  private final int milliFree;
  private final int hash;
  private final int number;

  /** Takes the array for its own and sorts it. */
  NodeState(
      NodeCapacity capacity,
      long cpuFree,
      long memoryFree,
      long storageFree,
      short[] free,
      int number) {
    this.capacity = capacity;
    this.cpuFree = cpuFree;
    this.memoryFree = memoryFree;
    this.storageFree = storageFree;
    this.free = free;
    this.number = number;
    Arrays.sort(free);
    int sum = 0;
    int mixed = capacity.hashCode();
    for (short milli : free) {
      sum += milli;
      mixed = mixed * 31 + milli;
    }
    milliFree = sum;
    mixed = mixed * 31 + Long.hashCode(cpuFree);
    mixed = mixed * 31 + Long.hashCode(memoryFree);
    hash = mixed * 31 + Long.hashCode(storageFree);
  }

  /** The node with nothing running on it. */
  public NodeCapacity capacity() {
    return capacity;
  }

  public int model() {
    return capacity.model();
  }

  /** Thousandths of a core. */
  public long cpuFree() {
    return cpuFree;
  }

  /** Bytes of main memory. */
  public long memoryFree() {
    return memoryFree;
  }

  /** Bytes of local disk. */
  public long storageFree() {
    return storageFree;
  }

  /** Free milli of all accelerators together. */
  public int milliFree() {
    return milliFree;
  }

  public int accelerators() {
    return free.length;
  }

  /** Free milli of the accelerator with the {@code index}-th least left. */
  public int milliFree(int index) {
    return free[index];
  }

  /** A copy of the free milli of each accelerator, ascending. */
  short[] free() {
    return free.clone();
  }

  /** How many accelerators have at least that much left. */
  public int having(int milli) {
    return free.length - firstHaving(milli);
  }

  /**
   * Index of the accelerator with the least left that still has that much; the count if none has.
   */
  public int firstHaving(int milli) {
    int index = 0;
    while (index < free.length && free[index] < milli) {
      index++;
    }
    return index;
  }

  /** Wholly idle accelerators. */
  public int idle() {
    return having(Demand.WHOLE);
  }

  /** True when a node in this state holds the demand now. */
  public boolean fits(Demand demand) {
    return cpuFree >= demand.cpuMilli()
        && memoryFree >= demand.memoryBytes()
        && storageFree >= demand.storageBytes()
        && (demand.accelerators() == 0 || fitsAccelerators(demand));
  }

  private boolean fitsAccelerators(Demand demand) {
    return demand.models().has(capacity.model())
        && having(demand.milliEach()) >= demand.accelerators();
  }

  /** From 0, in the order of first use, within one {@link NodeStates}. */
  int number() {
    return number;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Equal in everything but the number. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeState that
        && hash == that.hash
        && cpuFree == that.cpuFree
        && memoryFree == that.memoryFree
        && storageFree == that.storageFree
        && Arrays.equals(free, that.free)
        && capacity.equals(that.capacity);
  }

  @Override
  public String toString() {
    return "model %d: %d mCPU, %d B, %d B disk, accelerators %s free"
        .formatted(model(), cpuFree, memoryFree, storageFree, Arrays.toString(free));
  }
}
