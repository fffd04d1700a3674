package io.sesamo.placement;

import io.sesamo.model.catalog.Accelerator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What placement knows of a kind of node.
 *
 * @param accelerator its model; empty: it has none, or an unknown one
 * @param price of one accelerator for an hour, USD; empty: unknown
 * @param levels labels of its nodes that say where they are in the network, the tightest first
 */
public record PlatformFacts(
    Optional<Accelerator> accelerator, OptionalDouble price, List<String> levels) {

  public static final PlatformFacts UNKNOWN =
      new PlatformFacts(Optional.empty(), OptionalDouble.empty(), List.of());

  public PlatformFacts {
    levels = List.copyOf(levels);
  }
}
