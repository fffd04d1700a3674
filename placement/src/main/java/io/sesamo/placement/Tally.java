package io.sesamo.placement;

import io.sesamo.placement.Lots.Lot;
import java.util.Map;

/**
 * Tells whether a gang fits while room comes and goes. Where counting is enough, only the nodes
 * that change are counted again. Not thread-safe.
 */
final class Tally {

  private final Gang gang;
  private final Room room;
  private final boolean[] mine;
  private long held;

  /** Begins with that room, which stays as it is. */
  Tally(Gang gang, Room begin) {
    this.gang = gang;
    this.room = begin.copy();
    this.mine = new boolean[room.size()];
    for (int[] nodes : gang.nodes()) {
      for (int node : nodes) {
        mine[node] = true;
      }
    }
    Lot lot = gang.lots().all().getFirst();
    held = begin.crowd(gang.nodes().getFirst()).count(lot.amount(), Integer.MAX_VALUE);
  }

  private int count(int node) {
    Lot lot = gang.lots().all().getFirst();
    return mine[node] ? room.count(node, lot.amount(), Integer.MAX_VALUE) : 0;
  }

  /** Room that a group leaves, by the numbers of the nodes. */
  void give(Map<Integer, Allocation> taken) {
    taken.forEach((node, amount) -> {
      int before = count(node);
      room.give(node, amount);
      held += count(node) - before;
    });
  }

  /** Room that a group keeps after all. */
  void take(Map<Integer, Allocation> taken) {
    taken.forEach((node, amount) -> {
      int before = count(node);
      room.take(node, amount);
      held += count(node) - before;
    });
  }

  /** Whether the gang may use a node of these. */
  boolean uses(Map<Integer, Allocation> taken) {
    return taken.keySet().stream().anyMatch(node -> mine[node]);
  }

  boolean fits() {
    return gang.simple() ? held >= gang.lots().all().getFirst().size() : gang.fits(room);
  }
}
