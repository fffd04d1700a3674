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

  /** By what a pool is drained: by itself, or by its site. */
  public Optional<Drain> drain(String pool) {
    return Optional.ofNullable(drains.get(pool))
        .or(() ->
            file.flatMap(all -> all.place(pool))
                .flatMap(place -> Optional.ofNullable(drains.get(place.site().site().id()))));
  }

  /** A model of the catalogue. */
  public Optional<Accelerator> accelerator(String id) {
    return catalog.map(found -> found.accelerators().get(id));
  }
}
