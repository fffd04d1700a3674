package io.sesamo.engine.view;

import io.sesamo.engine.fleet.FleetNow;
import io.sesamo.engine.store.FleetRow;
import java.util.List;

/**
 * The fleet as it stands.
 *
 * @param row its file as it was applied
 * @param now what holds of it
 * @param pools with what is free in them
 */
public record FleetView(FleetRow row, FleetNow now, List<PoolView> pools) {

  public FleetView {
    pools = List.copyOf(pools);
  }
}
