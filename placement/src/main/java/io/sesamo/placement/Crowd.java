package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.util.HashMap;
import java.util.Map;

/** Nodes by what is left of them: of thousands in a pool most are alike. */
final class Crowd {

  private final Map<Left, Integer> alike = new HashMap<>();

  void add(Left left) {
    alike.merge(left, 1, Integer::sum);
  }

  /** How many tasks of that amount they hold, where it matters up to {@code most}. */
  long count(Resources amount, int most) {
    long count = 0;
    for (Map.Entry<Left, Integer> some : alike.entrySet()) {
      count += (long) some.getValue() * some.getKey().count(amount, most);
      if (count >= most) {
        return count;
      }
    }
    return count;
  }
}
