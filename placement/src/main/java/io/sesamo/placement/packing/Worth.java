package io.sesamo.placement.packing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What the free part of a node is worth for the demands to come, in accelerators:
 *
 * <pre>
 * worth(s) = sum over kinds t of  p_t min(G_t(s), f_t(s))
 *          + 0.5 claim(model) sum over accelerators of h
 *          + 0.1 sum over accelerators of h^2
 * f_t(s)   = w(m_t) k_t min(cpu / cpu_t, memory / memory_t, disk / disk_t)
 * </pre>
 *
 * where {@code t} runs over the kinds with accelerators that accept the model, {@code p_t} is the
 * share of the kind among all with accelerators, {@code k_t} and {@code m_t} how many accelerators
 * it asks for and how much of each, {@code h} what is left of an accelerator (0..1) and {@code w}
 * its {@link CuttingStock worth}; {@code G_t} is the sum of {@code w(h)}, or for a kind that needs
 * several accelerators on one node, what whole multiples of them are worth.
 *
 * <p>The first term is the accelerator worth that the kind could use if only it came: as much as
 * cpu, memory and disk can feed. So cpu is worth something where it is short, and nothing where
 * more is left than the accelerators can use. The second keeps free what {@link Claims choosy
 * demands} need. The third breaks ties for tightness.
 */
final class Worth {

  /** Worth of a free accelerator whose model is fully claimed, beside the 1 of its use. */
  private static final double CLAIM = 0.5;

  /** Worth of an accelerator that is wholly free rather than in many small parts. */
  private static final double TIGHT = 0.1;

  private static final double SQUARE = (double) Demand.WHOLE * Demand.WHOLE;

  /** Accelerators that one unit of something not asked for feeds. */
  private static final double PLENTY = 1e18;

  private final double[] ofMilli;
  private final double[] claim; // by model
  private final List<Kinds> byModel = new ArrayList<>();

  Worth(DemandMix mix, double[] capacity) {
    ofMilli = ofMilli(mix);
    claim = Claims.of(mix, capacity, ofMilli);
    double all = 0;
    for (TypicalDemand kind : mix.kinds()) {
      all += kind.demand().accelerators() > 0 ? kind.share() : 0;
    }
    for (int model = 0; model < capacity.length; model++) {
      byModel.add(new Kinds(mix, model, all));
    }
  }

  private static double[] ofMilli(DemandMix mix) {
    TreeMap<Integer, Double> rates = new TreeMap<>();
    rates.put(Demand.WHOLE, 0.);
    for (TypicalDemand kind : mix.kinds()) {
      if (kind.demand().accelerators() == 1) {
        rates.merge(kind.demand().milliEach(), kind.share(), Double::sum);
      }
    }
    return CuttingStock.worth(
        rates.keySet().stream().mapToInt(i -> i).toArray(),
        rates.values().stream().mapToDouble(d -> d).toArray());
  }

  /** The kinds that run on one model, those for one accelerator first. */
  private final class Kinds {
    final int count;
    final int single; // so many of them ask for one accelerator
    final int[] together; // accelerators on one node
    final int[] milliEach;
    final double[] share; // of all kinds with accelerators
    final double[] perCpu; // share times worth of the accelerators that a milli of cpu feeds
    final double[] perMemory; // and a byte
    final double[] perStorage;

    Kinds(DemandMix mix, int model, double all) {
      List<TypicalDemand> kinds =
          mix.kinds().stream()
              .filter(kind -> kind.demand().accelerators() > 0)
              .filter(kind -> kind.demand().models().has(model))
              .filter(kind -> ofMilli[kind.demand().milliEach()] > 0)
              .sorted(Comparator.comparingInt(kind -> kind.demand().accelerators()))
              .toList();
      count = kinds.size();
      single = (int) kinds.stream().filter(kind -> kind.demand().accelerators() == 1).count();
      together = new int[count];
      milliEach = new int[count];
      share = new double[count];
      perCpu = new double[count];
      perMemory = new double[count];
      perStorage = new double[count];
      for (int i = 0; i < count; i++) {
        Demand demand = kinds.get(i).demand();
        share[i] = kinds.get(i).share() / all;
        double worth = share[i] * demand.accelerators() * ofMilli[demand.milliEach()];
        together[i] = demand.accelerators();
        milliEach[i] = demand.milliEach();
        perCpu[i] = per(worth, demand.cpuMilli());
        perMemory[i] = per(worth, demand.memoryBytes());
        perStorage[i] = per(worth, demand.storageBytes());
      }
    }

    private static double per(double worth, long amount) {
      return amount > 0 ? worth / (double) amount : PLENTY;
    }

    /** Worth that the kinds could use, each if only it came, weighed by their shares. */
    double used(
        double accelerators, long cpuFree, long memoryFree, long storageFree, short[] free) {
      double cpu = (double) Math.max(1, cpuFree); // at least a little, for what asks for none
      double memory = (double) Math.max(1, memoryFree);
      double storage = (double) Math.max(1, storageFree);
      double used = 0;
      for (int i = 0; i < count; i++) {
        double most = i < single ? accelerators : gangs(i, free);
        double fed = Math.min(perMemory[i] * memory, perStorage[i] * storage);
        used += Math.min(Math.min(perCpu[i] * cpu, fed), share[i] * most);
      }
      return used;
    }

    /** What accelerators are worth to a kind that needs several of them on one node. */
    private double gangs(int kind, short[] free) {
      int having = 0;
      for (short left : free) {
        having += left >= milliEach[kind] ? 1 : 0;
      }
      return having / together[kind] * together[kind] * ofMilli[milliEach[kind]];
    }
  }

  /** Worth of what is left of one accelerator, in accelerators. */
  double ofMilli(int milli) {
    return ofMilli[milli];
  }

  /**
   * Worth of a node.
   *
   * @param cpuFree thousandths of a core
   * @param memoryFree bytes
   * @param storageFree bytes
   * @param free milli of each accelerator
   */
  double of(int model, long cpuFree, long memoryFree, long storageFree, short[] free) {
    double accelerators = 0;
    double tight = 0;
    int milli = 0;
    for (short left : free) {
      accelerators += ofMilli[left];
      tight += left * left;
      milli += left;
    }
    return milli == 0
        ? 0
        : byModel.get(model).used(accelerators, cpuFree, memoryFree, storageFree, free)
            + CLAIM * claim[model] * milli / Demand.WHOLE
            + TIGHT * tight / SQUARE;
  }
}
