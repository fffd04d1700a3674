package io.sesamo.backend.local;

import io.sesamo.engine.backend.Launch;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

/**
 * How many tasks of emulated pools run on this machine at a time: a fleet of thousands of emulated
 * nodes must not become as many processes here. A launch gets seats for all its tasks together, in
 * the order of asking; one with more tasks than there are seats runs when no other does.
 * Thread-safe.
 */
final class Seats {

  private static final int FEWEST = 4;

  private final int all;
  private final Map<String, Integer> taken = new HashMap<>();
  private final SequencedSet<String> waiting = new LinkedHashSet<>();

  Seats(int all) {
    this.all = all;
  }

  /** Twice as many as this machine has cores: tasks also wait for disks and networks. */
  static int usual() {
    return Math.max(FEWEST, 2 * Runtime.getRuntime().availableProcessors());
  }

  /** How many there are. */
  int most() {
    return all;
  }

  /** What a task is told that waits. */
  String description() {
    return "waits for this machine, which runs " + all + " tasks of emulated pools at a time";
  }

  /**
   * Waits until the launch has its seats.
   *
   * @param waits is run when it has to wait
   */
  synchronized void take(Launch launch, Runnable waits) throws InterruptedException {
    boolean told = false;
    try {
      while (!taken.containsKey(launch.id())) {
        waiting.add(launch.id());
        if (waiting.getFirst().equals(launch.id()) && fits(launch)) {
          occupy(launch);
        } else {
          if (!told) {
            waits.run();
            told = true;
          }
          wait();
        }
      }
    } catch (InterruptedException givesUp) {
      waiting.remove(launch.id());
      notifyAll();
      throw givesUp;
    }
  }

  private boolean fits(Launch launch) {
    int used = taken.values().stream().mapToInt(Integer::intValue).sum();
    return used == 0 || used + launch.tasks().size() <= all;
  }

  /** Gives a launch its seats whether there are any: it runs already. */
  synchronized void occupy(Launch launch) {
    taken.put(launch.id(), launch.tasks().size());
    waiting.remove(launch.id());
    notifyAll();
  }

  /** All tasks of a launch are over. */
  synchronized void leave(String launchId) {
    taken.remove(launchId);
    waiting.remove(launchId);
    notifyAll();
  }
}
