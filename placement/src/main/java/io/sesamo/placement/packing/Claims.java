package io.sesamo.placement.packing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much of each accelerator model is claimed by demands that will not do with every model.
 * Demand that equals the whole pool is supposed to come in the learned mix. Each group of demands
 * that accepts the same models spreads over them so that the sum of capacity times load squared is
 * least, which is the one assignment in which no group can move to a less loaded model. It is found
 * by pouring one group after the other anew, until it hardly changes.
 */
final class Claims {

  private static final int ROUNDS = 30;

  private final double[] capacity;
  private final double[] used;

  private Claims(double[] capacity) {
    this.capacity = capacity;
    this.used = new double[capacity.length];
  }

  /**
   * Load of each model by such demands: 0 for none, 1 when they would fill it.
   *
   * @param capacity accelerators of each model
   * @param worth of a demand of one accelerator of so many milli, in accelerators
   */
  static double[] of(DemandMix mix, double[] capacity, double[] worth) {
    long present = 0;
    for (int model = 0; model < capacity.length; model++) {
      present |= capacity[model] > 0 ? 1L << model : 0;
    }
    Map<Long, Double> asked = new LinkedHashMap<>();
    double all = 0;
    for (TypicalDemand kind : mix.kinds()) {
      Demand demand = kind.demand();
      double amount = kind.share() * demand.accelerators() * worth[demand.milliEach()];
      all += amount;
      asked.merge(demand.models().bits() & present, amount, Double::sum);
    }
    asked.remove(present);
    asked.remove(0L);
    double pool = Arrays.stream(capacity).sum();
    Claims claims = new Claims(capacity);
    if (all > 0) {
      claims.balance(asked, pool / all);
    }
    double[] load = new double[capacity.length];
    for (int model = 0; model < load.length; model++) {
      load[model] = capacity[model] > 0 ? claims.used[model] / capacity[model] : 0;
    }
    return load;
  }

  private void balance(Map<Long, Double> asked, double scale) {
    Map<Long, double[]> poured = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<Long, Double> group : asked.entrySet()) {
        double[] before =
            poured.computeIfAbsent(group.getKey(), any -> new double[capacity.length]);
        for (int model = 0; model < before.length; model++) {
          used[model] -= before[model];
        }
        poured.put(group.getKey(), pour(new Models(group.getKey()), group.getValue() * scale));
      }
    }
  }

  /** Fills the least loaded of the models up to one level, and tells what each got. */
  private double[] pour(Models accepted, double amount) {
    List<Integer> models =
        IntStream.range(0, capacity.length)
            .filter(accepted::has)
            .filter(model -> capacity[model] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(model -> used[model] / capacity[model]))
            .toList();
    double space = 0;
    double content = amount;
    double level = Double.POSITIVE_INFINITY;
    double[] got = new double[capacity.length];
    for (int model : models) {
      if (used[model] / capacity[model] >= level) {
        break;
      }
      space += capacity[model];
      content += used[model];
      level = content / space;
    }
    for (int model : models) {
      got[model] = Math.max(0, level * capacity[model] - used[model]);
      used[model] += got[model];
    }
    return got;
  }
}
