package io.sesamo.placement;

import java.math.BigDecimal;

/**
 * What a workflow wants of its places: weights of how much worse a place is than the best in each
 * respect. They need not add up to 1; none is negative and one is positive.
 *
 * @param time until it is done
 * @param cost USD
 * @param carbon gCO₂e
 */
public record Objective(double time, double cost, double carbon) {

  public static final Objective TIME = new Objective(1, 0, 0);
  public static final Objective COST = new Objective(0, 1, 0);
  public static final Objective CARBON = new Objective(0, 0, 1);
  public static final Objective BALANCED = new Objective(1, 1, 1);

  public Objective {
    if (!(time >= 0 && cost >= 0 && carbon >= 0 && time + cost + carbon > 0)) {
      throw new IllegalArgumentException(
          "An objective needs weights of 0 or more, one of them more");
    }
  }

  /** Its name for people, or its weights. */
  public String words() {
    if (equals(TIME)) {
      return "time";
    }
    if (equals(COST)) {
      return "cost";
    }
    if (equals(CARBON)) {
      return "carbon";
    }
    return equals(BALANCED)
        ? "balanced"
        : "time " + plain(time) + ", cost " + plain(cost) + ", carbon " + plain(carbon);
  }

  private static String plain(double weight) {
    return BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString();
  }
}
