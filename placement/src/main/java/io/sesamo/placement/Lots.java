package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tasks of a group, equal ones together, the largest first.
 *
 * @param total what they ask for in all
 */
record Lots(List<Lot> all, Resources total) {

  private static final Comparator<Lot> LARGEST =
      Comparator.<Lot>comparingLong(lot -> lot.amount().acceleratorMilli())
          .thenComparingLong(lot -> lot.amount().cpuMilli())
          .thenComparingLong(lot -> lot.amount().memoryBytes())
          .reversed();

  /**
   * Tasks that ask for the same.
   *
   * @param asks with an empty name
   */
  record Lot(TaskRequest asks, List<String> tasks) {
    Resources amount() {
      return asks.amount();
    }

    int size() {
      return tasks.size();
    }
  }

  static Lots of(List<TaskRequest> tasks) {
    Map<TaskRequest, List<String>> equal = new LinkedHashMap<>();
    for (TaskRequest task : tasks) {
      equal.computeIfAbsent(task.nameless(), key -> new ArrayList<>()).add(task.task());
    }
    List<Lot> lots = new ArrayList<>();
    equal.forEach((asks, names) -> lots.add(new Lot(asks, names)));
    lots.sort(LARGEST);
    Resources total = Resources.NONE;
    for (Lot lot : lots) {
      total = total.plus(lot.amount().times(lot.size()));
    }
    return new Lots(List.copyOf(lots), total);
  }

  int tasks() {
    return all.stream().mapToInt(Lot::size).sum();
  }
}
