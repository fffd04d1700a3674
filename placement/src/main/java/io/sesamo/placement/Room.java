package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * Amounts of a pool's nodes, by the number of the node, as arrays: a fleet has 100,000 of them, and
 * each is looked at for each group. Not thread-safe.
 */
final class Room {

  /** So often the nodes are looked at one by one before it pays to gather those that are alike. */
  private static final int FEW = 3;

  private final long[] cpu;
  private final long[] memory;
  private final long[] storage;
  private final int[] accelerators;
  private final IdentityHashMap<int[], Crowd> crowds = new IdentityHashMap<>();
  private final IdentityHashMap<Gang, Boolean> fits = new IdentityHashMap<>();
  private int scans;

  private Room(long[] cpu, long[] memory, long[] storage, int[] accelerators) {
    this.cpu = cpu;
    this.memory = memory;
    this.storage = storage;
    this.accelerators = accelerators;
  }

  static Room of(List<Node> nodes, Function<Node, Resources> what) {
    int size = nodes.size();
    Room room = new Room(new long[size], new long[size], new long[size], new int[size]);
    for (int i = 0; i < size; i++) {
      Resources amount = what.apply(nodes.get(i));
      room.cpu[i] = amount.cpuMilli();
      room.memory[i] = amount.memoryBytes();
      room.storage[i] = amount.storageBytes();
      room.accelerators[i] = amount.accelerators();
    }
    return room;
  }

  Room copy() {
    return new Room(cpu.clone(), memory.clone(), storage.clone(), accelerators.clone());
  }

  int size() {
    return cpu.length;
  }

  boolean holds(int node, Resources amount) {
    return accelerators[node] >= amount.accelerators()
        && cpu[node] >= amount.cpuMilli()
        && memory[node] >= amount.memoryBytes()
        && storage[node] >= amount.storageBytes();
  }

  Resources at(int node) {
    return new Resources(cpu[node], memory[node], storage[node], accelerators[node]);
  }

  /** How many tasks of that amount the node holds, but no more than {@code most}. */
  int count(int node, Resources amount, int most) {
    return count(at(node), amount, most);
  }

  static int count(Resources has, Resources amount, int most) {
    long count = most;
    if (amount.accelerators() > 0) {
      count = Math.min(count, has.accelerators() / amount.accelerators());
    }
    if (amount.cpuMilli() > 0) {
      count = Math.min(count, has.cpuMilli() / amount.cpuMilli());
    }
    if (amount.memoryBytes() > 0) {
      count = Math.min(count, has.memoryBytes() / amount.memoryBytes());
    }
    if (amount.storageBytes() > 0) {
      count = Math.min(count, has.storageBytes() / amount.storageBytes());
    }
    return Math.max(0, (int) count);
  }

  /** Those nodes together. It is remembered as long as nothing changes, for the very same array. */
  Crowd crowd(int[] nodes) {
    return crowds.computeIfAbsent(nodes, this::gather);
  }

  /** Whether a gang fits. It is remembered as long as nothing changes, for the very same gang. */
  boolean fits(Gang gang) {
    return fits.computeIfAbsent(gang, key -> key.fits(this));
  }

  /** Whether those nodes hold so many tasks of that amount. */
  boolean holds(int[] nodes, Resources amount, int tasks) {
    if (scans > FEW || crowds.containsKey(nodes)) {
      return crowd(nodes).count(amount, tasks) >= tasks;
    }
    scans++;
    int left = tasks;
    for (int i = 0; i < nodes.length && left > 0; i++) {
      left -= count(nodes[i], amount, left);
    }
    return left == 0;
  }

  /** What those nodes have together. */
  Resources sum(int[] nodes) {
    long cores = 0;
    long bytes = 0;
    long disk = 0;
    int chips = 0;
    for (int node : nodes) {
      cores += cpu[node];
      bytes += memory[node];
      disk += storage[node];
      chips += accelerators[node];
    }
    return new Resources(cores, bytes, disk, chips);
  }

  /** Of each part, what one of those nodes has at most. */
  Resources most(int[] nodes) {
    long cores = 0;
    long bytes = 0;
    long disk = 0;
    int chips = 0;
    for (int node : nodes) {
      cores = Math.max(cores, cpu[node]);
      bytes = Math.max(bytes, memory[node]);
      disk = Math.max(disk, storage[node]);
      chips = Math.max(chips, accelerators[node]);
    }
    return new Resources(cores, bytes, disk, chips);
  }

  private Crowd gather(int[] nodes) {
    Crowd crowd = new Crowd();
    for (int node : nodes) {
      crowd.add(at(node));
    }
    return crowd;
  }

  int accelerators(int node) {
    return accelerators[node];
  }

  /** In thousandths of a core. */
  long cpu(int node) {
    return cpu[node];
  }

  /** Of all nodes together. */
  Resources sum() {
    return new Resources(
        Arrays.stream(cpu).sum(),
        Arrays.stream(memory).sum(),
        Arrays.stream(storage).sum(),
        Arrays.stream(accelerators).sum());
  }

  void take(int node, Resources amount) {
    add(node, amount, -1);
  }

  void give(int node, Resources amount) {
    add(node, amount, 1);
  }

  private void add(int node, Resources amount, int sign) {
    cpu[node] += sign * amount.cpuMilli();
    memory[node] += sign * amount.memoryBytes();
    storage[node] += sign * amount.storageBytes();
    accelerators[node] += sign * amount.accelerators();
    scans = 0;
    if (!crowds.isEmpty()) {
      crowds.clear();
    }
    if (!fits.isEmpty()) {
      fits.clear();
    }
  }

  /** What is in this and in the other, node by node. */
  Room least(Room other) {
    Room least = copy();
    for (int i = 0; i < cpu.length; i++) {
      least.cpu[i] = Math.min(cpu[i], other.cpu[i]);
      least.memory[i] = Math.min(memory[i], other.memory[i]);
      least.storage[i] = Math.min(storage[i], other.storage[i]);
      least.accelerators[i] = Math.min(accelerators[i], other.accelerators[i]);
    }
    return least;
  }
}
