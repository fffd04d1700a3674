package io.sesamo.placement;

import java.time.Instant;
import java.util.Map;

/**
 * What is kept in a pool for the first group that waits for it, so that none of those behind delays
 * it: they may use what is spare beside it, and the rest for as long as they end before its start
 * (EASY backfill: Lifka, "The ANL/IBM SP Scheduling System", JSSPP 1995).
 *
 * @param holder the group
 * @param start when it will start, as far as is known
 * @param spare what will be free at that time beside what it takes
 */
record Reservation(GroupRequest holder, Instant start, Room spare) {

  /** A group that may run past the start takes a part of what is spare. */
  void take(Map<Integer, Allocation> amounts, Instant latest) {
    if (latest.isAfter(start)) {
      amounts.forEach(spare::take);
    }
  }
}
