package io.sesamo.model.fleet;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a tenant may use of the fleet. Tenants form a tree by the slashes in their names; what one
 * uses counts for all above it.
 *
 * @param tenant its name
 * @param parent the nearest tenant above it that the file names
 * @param guaranteed accelerators that it gets whenever it wants them; where the file does not say,
 *     those of its children together
 * @param most accelerators that it may use at a time; empty: no limit of its own
 * @param weight what it gets of that which nobody is guaranteed, against the other children of its
 *     parent; more than 0, and 1 where the file does not say
 */
public record Share(
    String tenant, Optional<String> parent, int guaranteed, OptionalInt most, double weight) {

  /** Of a tenant that the file does not name: nothing for sure, no limit. */
  public static Share unknown(String tenant) {
    return new Share(tenant, Optional.empty(), 0, OptionalInt.empty(), 1);
  }
}
