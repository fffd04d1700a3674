package io.sesamo.placement.packing;

import java.util.List;

/**
 * The kinds of demand to expect, the most frequent first.
 *
 * @param kinds with shares that add up to 1, or none
 */
public record DemandMix(List<TypicalDemand> kinds) {

  /** Nothing is known. */
  public static final DemandMix UNKNOWN = new DemandMix(List.of());

  public DemandMix {
    kinds = List.copyOf(kinds);
  }
}
