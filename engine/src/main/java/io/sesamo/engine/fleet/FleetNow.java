package io.sesamo.engine.fleet;

import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.fleet.FleetFile;
import java.util.Map;
import java.util.Optional;

/**
 * The fleet as it is said to be now.
 *
 * @param version counts up with each file that is applied; 0: there is none
 * @param file empty: the server knows its own pool alone
 * @param catalog by which the file was read; empty where there is none
 * @param drains by name
 */
public record FleetNow(
    int version, Optional<FleetFile> file, Optional<Catalog> catalog, Map<String, Drain> drains) {

  /** Of a server that knows of no fleet. */
  public static final FleetNow NONE = new FleetNow(0, Optional.empty(), Optional.empty(), Map.of());

  public FleetNow {
    drains = Map.copyOf(drains);
  }

  /** A model of the catalogue. */
  public Optional<Accelerator> accelerator(String id) {
    return catalog.map(found -> found.accelerators().get(id));
  }
}
