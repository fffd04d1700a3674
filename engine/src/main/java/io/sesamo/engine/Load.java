package io.sesamo.engine;

import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.engine.view.PoolLoad;
import java.util.Collection;
import java.util.Optional;

/** Counts the work of a pool. */
final class Load {

  private Load() {}

  /**
   * The work of a pool.
   *
   * @param pool its name, or {@link PoolLoad#ANY}
   */
  static PoolLoad of(String pool, Collection<WorkflowRow> rows) {
    int workflows = 0;
    int queued = 0;
    int preparing = 0;
    int running = 0;
    for (WorkflowRow row : rows) {
      boolean its = false;
      for (GroupState group : row.state().groups()) {
        Optional<String> place = group.place().map(Place::pool);
        if (!place.or(row::pool).orElse(PoolLoad.ANY).equals(pool)) {
          continue;
        }
        its = true;
        queued += group.status() == TaskStatus.SCHEDULING ? 1 : 0;
        for (TaskState task : group.tasks()) {
          preparing += task.status() == TaskStatus.INITIALIZING ? 1 : 0;
          running += task.status() == TaskStatus.RUNNING ? 1 : 0;
        }
      }
      workflows += its ? 1 : 0;
    }
    return new PoolLoad(pool, workflows, queued, preparing, running);
  }
}
