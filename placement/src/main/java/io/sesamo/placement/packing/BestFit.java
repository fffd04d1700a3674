package io.sesamo.placement.packing;

/**
 * Least left over: 100 (1 - c_rest / 2 - g_rest / 2), with cpu in units of 128 cores and
 * accelerators in units of 8, cut to a whole number, as FGD's authors compare it. They then spread
 * the scores over 0..100 among the nodes that hold the demand, in whole numbers again; only the
 * highest reaches 100, and when all are equal all get 0, so that changes no choice.
 */
public final class BestFit extends ScoredPacking {

  static final double CPU_UNIT = 128_000;
  static final double MILLI_UNIT = 8_000;

  @Override
  double score(NodeState state, Demand demand) {
    double cpu = (state.cpuFree() - demand.cpuMilli()) / CPU_UNIT;
    double accelerators = (state.milliFree() - demand.milli()) / MILLI_UNIT;
    return (int) (100 * (1 - 0.5 * cpu - 0.5 * accelerators));
  }
}
