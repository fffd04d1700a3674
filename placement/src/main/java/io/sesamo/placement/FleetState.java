package io.sesamo.placement;

import java.util.List;

/** All pools with what is free in them. */
public record FleetState(List<PoolState> pools) {

  public FleetState {
    pools = List.copyOf(pools);
  }
}
