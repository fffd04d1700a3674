package io.sesamo.placement.packing;

/**
 * Accelerators in use first, then idle ones of nodes in use, then idle nodes: scores of three
 * bands, as FGD's authors compare it. Demands without accelerators take the first node that holds
 * them.
 */
public final class GpuPacking extends ScoredPacking {

  @Override
  double score(NodeState state, Demand demand) {
    if (demand.accelerators() == 0) {
      return 0;
    }
    int idle = state.idle();
    if (idle == state.accelerators()) {
      return Math.max(33 - idle, idle);
    }
    int from = state.firstHaving(demand.milliEach());
    int opened = 0;
    int left = 0;
    for (int i = from; i < from + demand.accelerators(); i++) {
      opened += state.milliFree(i) == Demand.WHOLE ? 1 : 0;
      left += state.milliFree(i) * 100 / Demand.WHOLE;
    }
    return opened > 0 ? Math.max(50 - opened, 33) : Math.max(100 - left / 10, 50);
  }
}
