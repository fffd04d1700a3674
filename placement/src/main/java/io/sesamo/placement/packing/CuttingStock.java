package io.sesamo.placement.packing;

import java.util.Arrays;

/**
 * What a part of an accelerator is worth when shares of given sizes keep coming: the cutting-stock
 * problem of Gilmore and Gomory ("A Linear Programming Approach to the Cutting-Stock Problem",
 * Operations Research 9, 1961). Its linear program asks for the fewest accelerators that hold the
 * shares; the dual variable of a size is its price in accelerators, and what is left of an
 * accelerator is worth the most that shares which fit in it are priced at. So 190 milli beside a
 * share of 810 are worth nothing when hardly a share is that small, and the share costs a whole
 * accelerator.
 *
 * <p>Revised simplex with the inverse of the basis kept dense, and column generation: the pattern
 * that enters is the one that a knapsack over the prices finds. Rows are sizes; a column is a
 * pattern, or the surplus of one size.
 */
final class CuttingStock {

  private static final int WHOLE = Demand.WHOLE;
  private static final int MOST_STEPS = 2_000; // stops short of the optimum rather than to cycle
  private static final double TINY = 1e-9;

  private final int[] size;
  private final double[][] inverse;
  private final double[] amount; // of each column in the basis
  private final double[] cost; // 1 for a pattern, 0 for a surplus
  private final double[] price; // of each size

  private CuttingStock(int[] size, double[] rate) {
    this.size = size;
    int n = size.length;
    inverse = new double[n][n];
    amount = new double[n];
    cost = new double[n];
    price = new double[n];
    for (int i = 0; i < n; i++) {
      int copies = WHOLE / size[i];
      inverse[i][i] = 1. / copies;
      amount[i] = rate[i] / copies;
      cost[i] = 1;
    }
  }

  /**
   * The worth of so many milli left, in accelerators, for 0..1000.
   *
   * @param size of shares, 1..1000 milli, all different
   * @param rate how often each size comes, in any unit
   */
  static double[] worth(int[] size, double[] rate) {
    CuttingStock program = new CuttingStock(size, rate);
    program.solve();
    double[] worth = new double[WHOLE + 1];
    program.knapsack(worth);
    double whole = worth[WHOLE];
    for (int milli = 0; whole > 0 && milli <= WHOLE; milli++) {
      worth[milli] /= whole;
    }
    return worth;
  }

  private void solve() {
    boolean better = true;
    for (int step = 0; better && step < MOST_STEPS; step++) {
      setPrices();
      int negative = mostNegative();
      if (negative >= 0) {
        better = enter(surplus(negative), 0);
      } else {
        int[] pattern = knapsack(new double[WHOLE + 1]);
        double value = 0;
        for (int j = 0; j < size.length; j++) {
          value += pattern[j] * price[j];
        }
        better = value > 1 + TINY && enter(column(pattern), 1);
      }
    }
    for (int j = 0; j < price.length; j++) {
      price[j] = Math.max(0, price[j]);
    }
  }

  private void setPrices() {
    Arrays.fill(price, 0);
    for (int i = 0; i < cost.length; i++) {
      for (int j = 0; cost[i] > 0 && j < price.length; j++) {
        price[j] += inverse[i][j];
      }
    }
  }

  /** A size with a price below zero, of which more than needed should be packed, or -1. */
  private int mostNegative() {
    int lowest = 0;
    for (int j = 1; j < price.length; j++) {
      lowest = price[j] < price[lowest] ? j : lowest;
    }
    return price[lowest] < -TINY ? lowest : -1;
  }

  private double[] surplus(int row) {
    double[] column = new double[size.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = -inverse[i][row];
    }
    return column;
  }

  private double[] column(int[] pattern) {
    double[] column = new double[size.length];
    for (int i = 0; i < column.length; i++) {
      for (int j = 0; j < column.length; j++) {
        column[i] += inverse[i][j] * pattern[j];
      }
    }
    return column;
  }

  /** Brings a column into the basis for the one that reaches zero first. */
  private boolean enter(double[] column, double itsCost) {
    int out = -1;
    for (int i = 0; i < column.length; i++) {
      if (column[i] > TINY && (out < 0 || amount[i] / column[i] < amount[out] / column[out])) {
        out = i;
      }
    }
    if (out < 0) {
      return false;
    }
    double pivot = column[out];
    amount[out] /= pivot;
    for (int j = 0; j < column.length; j++) {
      inverse[out][j] /= pivot;
    }
    for (int i = 0; i < column.length; i++) {
      double times = column[i];
      if (i != out && times != 0) {
        amount[i] -= times * amount[out];
        for (int j = 0; j < column.length; j++) {
          inverse[i][j] -= times * inverse[out][j];
        }
      }
    }
    cost[out] = itsCost;
    return true;
  }

  /**
   * The pattern with the highest price.
   *
   * @param best is set to the highest price of what fits in so many milli
   */
  private int[] knapsack(double[] best) {
    int[] last = new int[WHOLE + 1];
    for (int milli = 1; milli <= WHOLE; milli++) {
      best[milli] = best[milli - 1];
      last[milli] = -1;
      for (int j = 0; j < size.length; j++) {
        if (size[j] <= milli && best[milli - size[j]] + price[j] > best[milli] + TINY) {
          best[milli] = best[milli - size[j]] + price[j];
          last[milli] = j;
        }
      }
    }
    int[] pattern = new int[size.length];
    int milli = WHOLE;
    while (milli > 0) {
      if (last[milli] < 0) {
        milli--;
      } else {
        pattern[last[milli]]++;
        milli -= size[last[milli]];
      }
    }
    return pattern;
  }
}
