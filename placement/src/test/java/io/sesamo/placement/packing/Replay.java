package io.sesamo.placement.packing;

import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Runs arrivals through a policy as FGD's authors did: placed on arrival or lost, and for good. */
final class Replay {

  /** Percent of all accelerators asked for, so far, to which the tables go. */
  static final int LAST = 130;

  /** The tables' last digit, in percent of all accelerators, with room for its rounding. */
  static final double ROUNDING = 0.01 + 1e-9;

  private final Openb.Run run;
  private final Ledger ledger;
  private final double percent; // milli in one percent of all accelerators

  Replay(Openb.Run run) {
    this.run = run;
    ledger = Ledger.idle(run.nodes());
    percent = run.nodes().stream().mapToInt(NodeCapacity::accelerators).sum() * Demand.WHOLE / 100.;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Percent of all accelerators that are allocated, at each percent asked for. */
  double[] allocation(Packing packing) {
    Column allocated = new Column();
    replay(packing, (node, asked, used) -> allocated.add(asked, used / percent));
    return allocated.means();
  }

  /**
   * Percent of all accelerators at each percent asked for: first what is allocated, then the sum
   * over all nodes of a value in milli.
   */
  double[][] series(Packing packing, ToDoubleFunction<NodeState> milli) {
    Column allocated = new Column();
    Column summed = new Column();
    double[] sum = {0};
    double[] ofNode = new double[ledger.size()];
    for (int node = 0; node < ofNode.length; node++) {
      ofNode[node] = milli.applyAsDouble(ledger.state(node));
      sum[0] += ofNode[node];
    }
    replay(
        packing,
        (node, asked, used) -> {
          if (node >= 0) {
            double now = milli.applyAsDouble(ledger.state(node));
            sum[0] += now - ofNode[node];
            ofNode[node] = now;
          }
          allocated.add(asked, used / percent);
          summed.add(asked, sum[0] / percent);
        });
    return new double[][] {allocated.means(), summed.means()};
  }

  /** Hears of each arrival: the node taken or -1, and milli asked and used so far. */
  private interface Listener {
    void arrived(int node, double asked, double used);
  }

  private void replay(Packing packing, Listener listener) {
    double asked = 0;
    double used = 0;
    for (Demand demand : run.arrivals()) {
      Optional<Packing.Choice> choice = packing.choose(ledger, demand);
      if (choice.isPresent()) {
        ledger.take(choice.get().node(), demand, choice.get().accelerators());
        used += demand.milli();
      }
      asked += demand.milli();
      listener.arrived(choice.map(Packing.Choice::node).orElse(-1), asked / percent, used);
    }
  }

  /** Means by percent asked for, in hundredths. */
  private static final class Column {
    private final double[] sum = new double[LAST + 1];
    private final int[] count = new int[LAST + 1];

    void add(double asked, double value) {
      int column = (int) Math.rint(asked);
      if (column <= LAST) {
        sum[column] += rounded(value);
        count[column]++;
      }
    }

    double[] means() {
      double[] means = new double[LAST + 1];
      for (int i = 0; i <= LAST; i++) {
        means[i] = rounded(sum[i] / count[i]);
      }
      return means;
    }

    private static double rounded(double value) {
      return Math.round(value * 100) / 100.;
    }
  }
}
