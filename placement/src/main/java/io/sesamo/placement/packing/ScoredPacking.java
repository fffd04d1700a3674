package io.sesamo.placement.packing;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the node with the highest score, where the score depends on the node's state and the demand
 * alone. For each demand the scores stand beside the nodes, so that a choice reads two arrays from
 * end to end and works out only what has changed.
 */
abstract class ScoredPacking implements Packing {

  /** Of a node that does not hold the demand. */
  static final double NONE = Double.NEGATIVE_INFINITY;

  private static final int RECENT = 512; // states by which nodes that are alike share a score

  private final Map<Demand, Row> rows = new HashMap<>();
  private @Nullable NodeStates known;

  /** Higher is better; asked only when the demand fits. */
  abstract double score(NodeState state, Demand demand);

  /** States are other ones from now on, numbered anew. */
  void forget() {}

  /** The accelerators on the chosen node. */
  long accelerators(Ledger ledger, int node, Demand demand) {
    return ledger.tightest(node, demand);
  }

  @Override
  public Optional<Choice> choose(Ledger ledger, Demand demand, BitSet allowed) {
    Row row = row(ledger, demand);
    boolean all = allowed.cardinality() == ledger.size();
    double best = NONE;
    int chosen = -1;
    for (int node = 0; node < ledger.size(); node++) {
      if (all || allowed.get(node)) {
        double score = row.score(ledger, node);
        if (score > best) {
          best = score;
          chosen = node;
        }
      }
    }
    return chosen < 0
        ? Optional.empty()
        : Optional.of(new Choice(chosen, accelerators(ledger, chosen, demand)));
  }

  private Row row(Ledger ledger, Demand demand) {
    if (ledger.states() != known) {
      known = ledger.states();
      rows.clear();
      forget();
    }
    Row row = rows.computeIfAbsent(demand, Row::new);
    row.reach(ledger);
    return row;
  }

  /** The scores of one demand, each with the number of the state that it is of. */
  private final class Row {
    private final Demand demand;
    private int[] number = new int[0]; // by node
    private double[] score = new double[0];
    private final int[] recentNumber = new int[RECENT]; // by the last digits of the number
    private final double[] recentScore = new double[RECENT];

    Row(Demand demand) {
      this.demand = demand;
      Arrays.fill(recentNumber, -1);
    }

    void reach(Ledger ledger) {
      if (number.length < ledger.size()) {
        number = new int[ledger.size()];
        score = new double[ledger.size()];
        Arrays.fill(number, -1);
      }
    }

    double score(Ledger ledger, int node) {
      return number[node] == ledger.number(node) ? score[node] : changed(ledger.state(node), node);
    }

    private double changed(NodeState state, int node) {
      int slot = state.number() & (RECENT - 1);
      if (recentNumber[slot] != state.number()) {
        recentNumber[slot] = state.number();
        recentScore[slot] = state.fits(demand) ? ScoredPacking.this.score(state, demand) : NONE;
      }
      number[node] = state.number();
      score[node] = recentScore[slot];
      return score[node];
    }
  }
}
