package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.util.HashMap;
import java.util.Map;

/** Nodes by what they have: of thousands in a pool most are alike. */
final class Crowd {

  private final Map<Resources, Integer> alike = new HashMap<>();

  void add(Resources amount) {
    alike.merge(amount, 1, Integer::sum);
  }

  /** How many tasks of that amount they hold, where it matters up to {@code most}. */
  long count(Resources amount, int most) {
    long count = 0;
    for (Map.Entry<Resources, Integer> some : alike.entrySet()) {
      count += (long) some.getValue() * Room.count(some.getKey(), amount, most);
      if (count >= most) {
        return count;
      }
    }
    return count;
  }
}
