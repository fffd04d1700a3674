package io.sesamo.placement.packing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Accelerators that no placement of given demands can exceed, whatever it knows in advance, in
 * percent of the pool. The least of two bounds, both of which forget cpu and memory.
 */
final class UpperBound {

  private static final int MANY_MODELS = 20;

  private UpperBound() {}

  static double percent(List<NodeCapacity> nodes, List<Demand> demands) {
    double pool = nodes.stream().mapToInt(NodeCapacity::accelerators).sum();
    return 100 / pool * Math.min(models(nodes, demands), shares(pool, demands));
  }

  /**
   * For each set of models: what is in it, and all demands that may run outside of it. The least of
   * them is the largest flow from demands to models.
   */
  static double models(List<NodeCapacity> nodes, List<Demand> demands) {
    TreeMap<Integer, Double> capacity = new TreeMap<>();
    nodes.forEach(n -> capacity.merge(n.model(), (double) n.accelerators(), Double::sum));
    TreeMap<Long, Double> asked = new TreeMap<>();
    long present = 0;
    for (int model : capacity.keySet()) {
      present |= 1L << model;
    }
    for (Demand demand : demands) {
      asked.merge(demand.models().bits() & present, demand.milli() / 1000., Double::sum);
    }
    List<Integer> models = List.copyOf(capacity.keySet());
    if (models.size() > MANY_MODELS) {
      throw new IllegalArgumentException(models.size() + " models make too many sets");
    }
    double least = Double.POSITIVE_INFINITY;
    for (int chosen = 0; chosen < 1 << models.size(); chosen++) {
      long set = 0;
      double sum = 0;
      for (int i = 0; i < models.size(); i++) {
        if ((chosen >>> i & 1) != 0) {
          set |= 1L << models.get(i);
          sum += capacity.getOrDefault(models.get(i), 0.);
        }
      }
      for (var group : asked.entrySet()) {
        sum += (group.getKey() & ~set) != 0 ? group.getValue() : 0;
      }
      least = Math.min(least, sum);
    }
    return least;
  }

  /**
   * Whatever fits on one accelerator is together worth at most 1 (weak duality of the cutting-stock
   * program), so all that is placed is worth at most the pool: take the demands with the most milli
   * for their worth first, the last in part.
   */
  static double shares(double pool, List<Demand> demands) {
    TreeMap<Integer, Double> count = new TreeMap<>();
    count.put(Demand.WHOLE, 0.);
    for (Demand demand : demands) {
      if (demand.accelerators() > 0) {
        count.merge(demand.milliEach(), (double) demand.accelerators(), Double::sum);
      }
    }
    List<Integer> sizes = new ArrayList<>(count.keySet());
    double[] worth =
        CuttingStock.worth(
            sizes.stream().mapToInt(i -> i).toArray(),
            count.values().stream().mapToDouble(d -> d).toArray());
    sizes.sort(Comparator.comparingDouble(size -> worth[size] / size));
    double left = pool;
    double placed = 0;
    for (int size : sizes) {
      double many = count.getOrDefault(size, 0.);
      if (worth[size] > 0) {
        many = Math.min(many, left / worth[size]);
      }
      left -= many * worth[size];
      placed += many * size / Demand.WHOLE;
    }
    return Math.min(placed, pool);
  }
}
