package io.sesamo.placement.packing;

import java.util.BitSet;
import java.util.Optional;

/** Sesamo's own policy, which learns each demand that it is asked for. */
final class Learner implements Packing {

  private final DemandHistory history = new DemandHistory();
  private int version = -1;
  private Packing policy = new BestFit(); // never asked

  @Override
  public Optional<Choice> choose(Ledger ledger, Demand demand, BitSet allowed) {
    history.observe(demand);
    if (history.version() != version) {
      version = history.version();
      policy = new Sesamo(history.mix(), ledger);
    }
    return policy.choose(ledger, demand, allowed);
  }
}
