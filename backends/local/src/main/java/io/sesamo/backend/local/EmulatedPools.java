package io.sesamo.backend.local;

import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Launch.TaskLaunch;
import io.sesamo.engine.backend.Pool;
import io.sesamo.model.Resources;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetFile.FleetSite;
import io.sesamo.model.fleet.FleetPool;
import java.util.ArrayList;
import java.util.List;

/** Pools of a fleet's file that are not there: their tasks are processes of this machine. */
final class EmulatedPools {

  /** The backend that such pools name. */
  private static final String BACKEND = "local";

  private EmulatedPools() {}

  /** The machine's own pool and those that the fleet has it emulate, which may take its name. */
  static List<Pool> beside(Pool real, FleetFile fleet, Seats seats) {
    List<Pool> pools = new ArrayList<>(List.of(real));
    for (FleetSite site : fleet.sites()) {
      for (FleetPool pool : site.pools()) {
        if (pool.emulated() && pool.backend().equals(BACKEND)) {
          pools.removeIf(other -> other.name().equals(pool.name()));
          pools.add(Pool.declared(pool, description(site, seats)));
        }
      }
    }
    return List.copyOf(pools);
  }

  private static String description(FleetSite site, Seats seats) {
    return "Emulated at "
        + site.site().id()
        + ": its nodes are not there; tasks are processes of this machine, "
        + seats.most()
        + " at a time.";
  }

  /** What a task, its log and its events say of where it runs. */
  static String words(Launch launch, TaskLaunch task) {
    Launch.Place place = launch.place();
    String part =
        task.amount().shares()
            ? Resources.acceleratorWords(task.amount().acceleratorMilli()) + " of "
            : "";
    String chip = task.accelerator().isEmpty() ? "" : " with " + part + task.accelerator();
    return "emulated: node "
        + task.node()
        + chip
        + " of pool "
        + place.pool()
        + " at "
        + place.site()
        + "; it runs as a process of this machine";
  }
}
