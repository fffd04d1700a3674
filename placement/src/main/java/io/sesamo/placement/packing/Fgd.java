package io.sesamo.placement.packing;

import java.util.Arrays;
import java.util.List;

/**
 * Fragmentation gradient descent: the node, and of a share the accelerator, where the expected
 * fragmentation grows least (Weng et al., "Beware of Fragmentation: Scheduling GPU-Sharing
 * Workloads with Fragmentation Gradient Descent", USENIX ATC 2023), with the whole-number scores of
 * the authors' implementation: 100 / (1 + e^((F_after - F_before) / 1000)), cut.
 */
public final class Fgd extends ScoredPacking {

  private static final int LITTLE_OF_BOTH = 0;
  private static final int FEW_ACCELERATORS = 1;
  private static final int LITTLE_CPU = 2;
  private static final int CPU_ONLY = 3;
  private static final int CPU_ONLY_TOO_LARGE = 4;
  private static final int OTHER_MODEL = 5;
  private static final int CAUSES = 6;

  private final List<TypicalDemand> typical;

  /**
   * @param typical kinds of demand, known in advance
   */
  public Fgd(List<TypicalDemand> typical) {
    this.typical = List.copyOf(typical);
  }

  /**
   * Expected milli of a node that the next demand cannot use: all that is free when it cannot run
   * there, else what is free on accelerators that have too little for it.
   */
  public double fragmentation(NodeState state) {
    return fragmentation(state.model(), state.cpuFree(), state.free());
  }

  /** Summed by cause first: a whole-number score can hang on the last bit of the sum. */
  private double fragmentation(int model, long cpuFree, short[] free) {
    double[] byCause = new double[CAUSES];
    int idle = 0;
    for (short milli : free) {
      idle += milli;
    }
    for (TypicalDemand kind : typical) {
      Demand demand = kind.demand();
      int having = 0;
      int stranded = 0;
      for (short milli : free) {
        having += milli >= demand.milliEach() ? 1 : 0;
        stranded += milli < demand.milliEach() ? milli : 0;
      }
      boolean cpu = cpuFree >= demand.cpuMilli();
      boolean accelerators = having >= demand.accelerators();
      if (demand.accelerators() == 0) {
        byCause[cpu ? CPU_ONLY : CPU_ONLY_TOO_LARGE] += kind.share() * idle;
      } else if (!demand.models().has(model)) {
        byCause[OTHER_MODEL] += kind.share() * idle;
      } else if (cpu) {
        byCause[FEW_ACCELERATORS] += kind.share() * (accelerators ? stranded : idle);
      } else {
        byCause[accelerators ? LITTLE_CPU : LITTLE_OF_BOTH] += kind.share() * idle;
      }
    }
    return Arrays.stream(byCause).reduce(0, Double::sum);
  }

  @Override
  double score(NodeState state, Demand demand) {
    double before = fragmentation(state);
    int first = state.firstHaving(demand.milliEach());
    int best = score(before, state, demand, first);
    for (int i = first + 1; chooses(demand) && i < state.accelerators(); i++) {
      best = Math.max(best, score(before, state, demand, i));
    }
    return best;
  }

  /** The score with the demand on the accelerators from the {@code first}-th tightest. */
  private int score(double before, NodeState state, Demand demand, int first) {
    short[] free = state.free();
    for (int i = first; i < first + demand.accelerators(); i++) {
      free[i] -= (short) demand.milliEach();
    }
    double after = fragmentation(state.model(), state.cpuFree() - demand.cpuMilli(), free);
    return (int) (100 / (1 + Math.exp((after - before) / 1000)));
  }

  @Override
  long accelerators(Ledger ledger, int node, Demand demand) {
    if (!chooses(demand)) {
      return ledger.tightest(node, demand);
    }
    NodeState state = ledger.state(node);
    double before = fragmentation(state);
    int best = -1;
    long chosen = 0;
    for (int i = 0; i < state.accelerators(); i++) {
      int left = ledger.milliFree(node, i);
      if (left >= demand.milliEach()) {
        int score = score(before, state, demand, state.firstHaving(left));
        if (score > best) {
          best = score;
          chosen = 1L << i;
        }
      }
    }
    return chosen;
  }

  /** True when it matters which accelerator of the node is taken. */
  private static boolean chooses(Demand demand) {
    return demand.shares() && demand.accelerators() == 1;
  }
}
