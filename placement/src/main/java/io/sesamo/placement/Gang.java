package io.sesamo.placement;

import io.sesamo.placement.Lots.Lot;
import io.sesamo.placement.TaskRequest.Near;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds nodes of one pool for all tasks of a group, or for none of them. Packed groups get the
 * tightest part of the network that holds them, and in it the fewest nodes; among equals the part
 * and the nodes that they fill best. Spread ones get as many nodes as they have tasks, or as near
 * to that as can be.
 *
 * @param layout of the pool
 * @param lots of the group
 * @param nodes for each lot, the numbers of those that it may use at all
 * @param levels labels that say where a node is, the tightest first
 */
record Gang(Layout layout, Lots lots, List<int[]> nodes, List<String> levels, boolean spread) {

  /**
   * Nodes for every task.
   *
   * @param nodeByTask the number of each task's node
   * @param numbers of the accelerators of each task. A search names the one of which a task gets a
   *     part; one that is less than 0 is one of which nothing is taken, whichever of those
   * @param distance how many of the levels, the node itself among them, differ within the group
   */
  record Found(Map<String, Integer> nodeByTask, Map<String, List<Integer>> numbers, int distance) {

    List<Integer> numbersOf(String task) {
      return numbers.getOrDefault(task, List.of());
    }

    /** What it takes of each node, by its number. */
    Map<Integer, Allocation> amounts(List<TaskRequest> tasks) {
      Map<Integer, Allocation> amounts = new HashMap<>();
      for (TaskRequest task : tasks) {
        Integer node = nodeByTask.get(task.task());
        if (node != null) {
          Allocation taken = Allocation.of(task.amount(), numbersOf(task.task()));
          amounts.merge(node, taken, Allocation::plus);
        }
      }
      return amounts;
    }
  }

  /** Whether all its tasks are equal and may be anywhere: then counting tells whether they fit. */
  boolean simple() {
    return lots.all().size() == 1
        && lots.all().getFirst().asks().near().stream().noneMatch(Near::required);
  }

  /** Whether they would be held; the same answer as of {@link #place}, and sooner. */
  boolean fits(Room room) {
    if (simple()) {
      Lot lot = lots.all().getFirst();
      return room.holds(nodes.getFirst(), lot.amount(), lot.size());
    }
    List<Near> nears = nears(true);
    Search search = new Search(this, room, Optional.empty());
    return (lots.all().size() == 1 && nears.size() == 1)
        ? search.holds(nears.getFirst()) // then counting is enough again
        : search.within(nears).isPresent();
  }

  /** The same of other tasks that ask for the same. */
  Gang of(Lots others) {
    return new Gang(layout, others, nodes, levels, spread);
  }

  /**
   * The best nodes for it.
   *
   * @param room of the book's pool
   */
  Optional<Found> place(Room room, Book book) {
    Search search = new Search(this, room, Optional.of(book));
    List<Near> required = nears(true);
    List<Near> wished = nears(false);
    if (!wished.isEmpty()) {
      List<Near> both = new ArrayList<>(required);
      both.addAll(wished);
      Optional<Found> found = search.near(both);
      if (found.isPresent()) {
        return found;
      }
    }
    return search.near(required);
  }

  private List<Near> nears(boolean required) {
    return lots.all().stream()
        .flatMap(lot -> lot.asks().near().stream())
        .filter(near -> near.required() == required)
        .distinct()
        .toList();
  }

  /** How far apart nodes are: how many of the levels differ among them, the node itself counted. */
  int distance(int[] used) {
    if (used.length < 2) {
      return 0;
    }
    int distance = 1;
    for (String level : levels) {
      long values =
          Arrays.stream(used)
              .mapToObj(node -> String.valueOf(layout.pool().nodes().get(node).labels().get(level)))
              .distinct()
              .count();
      distance += values > 1 ? 1 : 0;
    }
    return distance;
  }
}
