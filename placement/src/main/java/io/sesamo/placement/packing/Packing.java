package io.sesamo.placement.packing;

import java.util.BitSet;
import java.util.Optional;

/**
 * A policy that chooses node and accelerators for a demand. It chooses nothing only if nothing
 * fits. The choice follows from the ledger, the demand and what the policy was made from; what a
 * policy keeps between calls only makes it fast. Not thread safe.
 */
public interface Packing {

  /**
   * The best of the allowed nodes, of equally good ones the lowest. The ledger stays as it is.
   *
   * @param allowed nodes that may be taken
   */
  Optional<Choice> choose(Ledger ledger, Demand demand, BitSet allowed);

  /** The best of all nodes. */
  default Optional<Choice> choose(Ledger ledger, Demand demand) {
    BitSet all = new BitSet(ledger.size());
    all.set(0, ledger.size());
    return choose(ledger, demand, all);
  }

  /**
   * A node and its accelerators.
   *
   * @param accelerators bit {@code i} for accelerator {@code i} of the node
   */
  record Choice(int node, long accelerators) {}
}
