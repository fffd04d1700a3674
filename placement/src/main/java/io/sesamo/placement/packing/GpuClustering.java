package io.sesamo.placement.packing;

import java.util.BitSet;
import java.util.Optional;

/**
 * Like to like: nodes that already run demands of the same kind (a share, or so many whole
 * accelerators) score higher, as FGD's authors compare it. It remembers the kinds of what it chose
 * and forgets none: it is for one run in which every choice is taken and nothing ends.
 */
public final class GpuClustering implements Packing {

  private final long[] kinds; // of each node, a bit per kind: 0 shares, k for k whole accelerators

  public GpuClustering(int nodes) {
    kinds = new long[nodes];
  }

  @Override
  public Optional<Choice> choose(Ledger ledger, Demand demand, BitSet allowed) {
    int best = -1;
    int chosen = -1;
    for (int node = allowed.nextSetBit(0); node >= 0; node = allowed.nextSetBit(node + 1)) {
      if (ledger.fits(node, demand)) {
        int score = score(ledger.state(node), kinds[node], demand);
        if (score > best) {
          best = score;
          chosen = node;
        }
      }
    }
    if (chosen < 0) {
      return Optional.empty();
    }
    if (demand.accelerators() > 0) {
      kinds[chosen] |= kind(demand);
    }
    return Optional.of(new Choice(chosen, ledger.tightest(chosen, demand)));
  }

  private static int score(NodeState state, long present, Demand demand) {
    if (demand.accelerators() == 0) {
      return 0;
    }
    int used = (int) (25 * ((8 * Demand.WHOLE - state.milliFree()) / (8.0 * Demand.WHOLE)));
    long kind = kind(demand);
    if ((present & kind) != 0) {
      return used + (present == kind ? 75 : 50);
    }
    return used + (present == 0 ? 25 : 0);
  }

  private static long kind(Demand demand) {
    return demand.shares() ? 1 : 1L << demand.accelerators();
  }
}
