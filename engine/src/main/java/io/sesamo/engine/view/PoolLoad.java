package io.sesamo.engine.view;

import io.sesamo.model.fleet.FleetPool;

/**
 * The work of a pool at one moment.
 *
 * @param pool its name
 * @param workflows taken in and not finished
 * @param queued groups that are ready and wait for a place
 * @param preparing tasks that have a place and whose command does not run yet
 * @param running tasks whose command runs, or whose output is being stored
 */
public record PoolLoad(String pool, int workflows, int queued, int preparing, int running) {

  /** Stands for the pool of what may run in any and has no place yet. */
  public static final String ANY = FleetPool.ANY;
}
