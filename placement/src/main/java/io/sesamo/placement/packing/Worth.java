package io.sesamo.placement.packing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final List<List<Kinds>> byModel = new ArrayList<>();

  Worth(DemandMix mix, double[] capacity) {
    ofMilli = ofMilli(mix);
    claim = Claims.of(mix, capacity, ofMilli);
    double all = 0;
    for (TypicalDemand kind : mix.kinds()) {
      all += kind.demand().accelerators() > 0 ? kind.share() : 0;
    }
    for (int model = 0; model < capacity.length; model++) {
      byModel.add(kinds(mix, model, all));
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

  /** The kinds of a model, together with those that are fed for the same accelerators. */
  private List<Kinds> kinds(DemandMix mix, int model, double all) {
    Map<List<Integer>, List<TypicalDemand>> alike = new LinkedHashMap<>();
    mix.kinds().stream()
        .filter(kind -> kind.demand().accelerators() > 0)
        .filter(kind -> kind.demand().models().has(model))
        .filter(kind -> ofMilli[kind.demand().milliEach()] > 0)
        .forEach(
            kind -> alike.computeIfAbsent(uses(kind.demand()), any -> new ArrayList<>()).add(kind));
    return alike.values().stream().map(kinds -> new Kinds(kinds, all)).toList();
  }

  /** Kinds for one accelerator all use whatever is left of one. */
  private static List<Integer> uses(Demand demand) {
    return demand.accelerators() == 1
        ? List.of(1)
        : List.of(demand.accelerators(), demand.milliEach());
  }

  /**
   * Kinds that use the same accelerators, by what of them a milli of cpu feeds, the least first. Of
   * what is left of a node, cpu then feeds too little to those before one of them and enough to the
   * others; and where memory and disk are not short, which is nearly everywhere, sums tell the
   * rest.
   */
  private final class Kinds {
    final int together; // accelerators on one node
    final int milliEach;
    final double[] share; // of all kinds with accelerators
    final double[] byCpu; // worth of the accelerators that a milli of cpu feeds
    final double[] byMemory; // and a byte
    final double[] byStorage;
    // Of the kinds before the i-th:
    final double[] fedBefore; // sum of what a milli of cpu feeds, weighed by the shares
    final double[] memoryBefore; // bytes for a milli of cpu from which on none lacks them
    final double[] storageBefore;
    // Of the i-th kind and those after it:
    final double[] shareFrom; // sum
    final double[] memoryFrom; // bytes for an accelerator from which on none lacks them
    final double[] storageFrom;

    Kinds(List<TypicalDemand> alike, double all) {
      List<TypicalDemand> kinds =
          alike.stream().sorted(Comparator.comparingDouble(kind -> byCpu(kind.demand()))).toList();
      together = kinds.getFirst().demand().accelerators();
      milliEach = kinds.getFirst().demand().milliEach();
      share = kinds.stream().mapToDouble(kind -> kind.share() / all).toArray();
      byCpu = kinds.stream().mapToDouble(kind -> byCpu(kind.demand())).toArray();
      byMemory =
          kinds.stream()
              .mapToDouble(kind -> feeds(kind.demand(), kind.demand().memoryBytes()))
              .toArray();
      byStorage =
          kinds.stream()
              .mapToDouble(kind -> feeds(kind.demand(), kind.demand().storageBytes()))
              .toArray();
      int count = share.length;
      fedBefore = new double[count + 1];
      memoryBefore = new double[count + 1];
      storageBefore = new double[count + 1];
      shareFrom = new double[count + 1];
      memoryFrom = new double[count + 1];
      storageFrom = new double[count + 1];
      for (int i = 0; i < count; i++) {
        fedBefore[i + 1] = fedBefore[i] + share[i] * byCpu[i];
        memoryBefore[i + 1] = Math.max(memoryBefore[i], byCpu[i] / byMemory[i]);
        storageBefore[i + 1] = Math.max(storageBefore[i], byCpu[i] / byStorage[i]);
      }
      for (int i = count - 1; i >= 0; i--) {
        shareFrom[i] = shareFrom[i + 1] + share[i];
        memoryFrom[i] = Math.max(memoryFrom[i + 1], 1 / byMemory[i]);
        storageFrom[i] = Math.max(storageFrom[i + 1], 1 / byStorage[i]);
      }
    }

    private double byCpu(Demand demand) {
      return feeds(demand, demand.cpuMilli());
    }

    /**
     * Worth of the accelerators that a unit of something feeds, of which a demand wants so much.
     */
    private double feeds(Demand demand, long amount) {
      return amount > 0
          ? demand.accelerators() * ofMilli[demand.milliEach()] / (double) amount
          : PLENTY;
    }

    /**
     * Worth that the kinds could use, each if only it came, weighed by their shares.
     *
     * @param accelerators what is left of each, together
     */
    double used(double accelerators, double cpu, double memory, double storage, short[] free) {
      double most = together == 1 ? accelerators : whole(free);
      int fed = fed(most / cpu);
      boolean shortOfBytes =
          memoryBefore[fed] * cpu > memory
              || memoryFrom[fed] * most > memory
              || storageBefore[fed] * cpu > storage
              || storageFrom[fed] * most > storage;
      return shortOfBytes
          ? oneByOne(most, cpu, memory, storage)
          : fedBefore[fed] * cpu + shareFrom[fed] * most;
    }

    /** The first kind of which a milli of cpu feeds so much, or as many as there are. */
    private int fed(double enough) {
      int low = 0;
      int high = byCpu.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (byCpu[middle] < enough) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private double oneByOne(double most, double cpu, double memory, double storage) {
      double used = 0;
      for (int i = 0; i < share.length; i++) {
        double fed = Math.min(byMemory[i] * memory, byStorage[i] * storage);
        used += share[i] * Math.min(Math.min(byCpu[i] * cpu, fed), most);
      }
      return used;
    }

    /** What as many as fit of those that are needed on one node are worth. */
    private double whole(short[] free) {
      int having = 0;
      for (short left : free) {
        having += left >= milliEach ? 1 : 0;
      }
      return having / together * together * ofMilli[milliEach];
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
    if (milli == 0) {
      return 0;
    }
    double cpu = (double) Math.max(1, cpuFree); // at least a little, for what asks for none
    double memory = (double) Math.max(1, memoryFree);
    double storage = (double) Math.max(1, storageFree);
    double used = 0;
    for (Kinds kinds : byModel.get(model)) {
      used += kinds.used(accelerators, cpu, memory, storage, free);
    }
    return used + CLAIM * claim[model] * milli / Demand.WHOLE + TIGHT * tight / SQUARE;
  }
}
