package io.sesamo.placement.packing;

/**
 * Alignment of what is left with what is asked: 100 (1 - (c_left c + g_left g) / 2), with cpu in
 * units of 128 cores and accelerators in units of 8, cut to a whole number (Grandl et al.,
 * "Multi-Resource Packing for Cluster Schedulers", SIGCOMM 2014, as FGD's authors compare it).
 */
public final class DotProduct extends ScoredPacking {

  @Override
  double score(NodeState state, Demand demand) {
    double cpu = state.cpuFree() / BestFit.CPU_UNIT * (demand.cpuMilli() / BestFit.CPU_UNIT);
    double accelerators =
        state.milliFree() / BestFit.MILLI_UNIT * (demand.milli() / BestFit.MILLI_UNIT);
    return (int) (100 * (1 - (cpu + accelerators) / 2));
  }
}
