package io.sesamo.placement.packing;

import java.util.Arrays;

/**
 * Takes node and accelerator where the least {@link Worth worth} for the demands to come is lost.
 * The mix to expect is learned, see {@link DemandHistory}; nothing is known in advance. A policy is
 * for one mix and one pool; make another one when the mix is another.
 *
 * <p>Beside {@link Fgd}, which asks of each kind whether the next one could use what is left, this
 * asks how much of it many could use: cpu, memory and disk are shared out among all free
 * accelerators, a part of an accelerator counts for what it will sell for, and models that some
 * demands insist on are kept for them.
 */
public final class Sesamo extends ScoredPacking {

  private final Worth worth;
  private double[] ofState = new double[0]; // worth by the state's number, NaN is not yet known

  /**
   * @param mix what to expect
   * @param ledger the pool; only what its nodes have in all counts
   */
  public Sesamo(DemandMix mix, Ledger ledger) {
    worth = new Worth(mix, ledger.acceleratorsByModel());
  }

  @Override
  void forget() {
    Arrays.fill(ofState, Double.NaN);
  }

  @Override
  double score(NodeState state, Demand demand) {
    int candidate = state.firstHaving(demand.milliEach());
    double after = after(state, demand, candidate);
    candidate = next(state, demand, candidate);
    while (candidate < state.accelerators()) {
      after = Math.max(after, after(state, demand, candidate));
      candidate = next(state, demand, candidate);
    }
    return after - before(state);
  }

  @Override
  long accelerators(Ledger ledger, int node, Demand demand) {
    if (demand.accelerators() != 1) {
      return ledger.tightest(node, demand);
    }
    NodeState state = ledger.state(node);
    int best = state.firstHaving(demand.milliEach());
    double most = after(state, demand, best);
    int candidate = next(state, demand, best);
    while (candidate < state.accelerators()) {
      double after = after(state, demand, candidate);
      if (after > most) {
        most = after;
        best = candidate;
      }
      candidate = next(state, demand, candidate);
    }
    return ledger.exactly(node, state.milliFree(best));
  }

  /**
   * The next accelerator that may be better than that one, or as many as there are. The tighter of
   * two is better unless more worth of accelerators is left when the other is taken.
   */
  private int next(NodeState state, Demand demand, int candidate) {
    if (demand.accelerators() != 1) {
      return state.accelerators();
    }
    int next = candidate + 1;
    double change = change(state, demand, candidate);
    while (next < state.accelerators() && change(state, demand, next) <= change) {
      next++;
    }
    return next;
  }

  private double change(NodeState state, Demand demand, int accelerator) {
    int left = state.milliFree(accelerator);
    return worth.ofMilli(left - demand.milliEach()) - worth.ofMilli(left);
  }

  private double before(NodeState state) {
    int number = state.number();
    if (number >= ofState.length) {
      int old = ofState.length;
      ofState = Arrays.copyOf(ofState, number * 3 / 2 + 1);
      Arrays.fill(ofState, old, ofState.length, Double.NaN);
    }
    if (Double.isNaN(ofState[number])) {
      ofState[number] =
          worth.of(
              state.model(),
              state.cpuFree(),
              state.memoryFree(),
              state.storageFree(),
              state.free());
    }
    return ofState[number];
  }

  /** The worth with the demand on the accelerators from the {@code first}-th tightest. */
  private double after(NodeState state, Demand demand, int first) {
    short[] free = state.free();
    for (int i = first; i < first + demand.accelerators(); i++) {
      free[i] -= (short) demand.milliEach();
    }
    return worth.of(
        state.model(),
        state.cpuFree() - demand.cpuMilli(),
        state.memoryFree() - demand.memoryBytes(),
        state.storageFree() - demand.storageBytes(),
        free);
  }
}
