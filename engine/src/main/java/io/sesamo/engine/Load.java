package io.sesamo.engine;

import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.engine.view.PoolLoad;
import java.util.Collection;

/** Counts the work of a pool. */
final class Load {

  private Load() {}

  static PoolLoad of(String pool, Collection<WorkflowRow> rows) {
    int workflows = 0;
    int queued = 0;
    int preparing = 0;
    int running = 0;
    for (WorkflowRow row : rows) {
      if (!row.pool().equals(pool)) {
        continue;
      }
      workflows++;
      for (GroupState group : row.state().groups()) {
        queued += group.status() == TaskStatus.SCHEDULING ? 1 : 0;
        for (TaskState task : group.tasks()) {
          preparing += task.status() == TaskStatus.INITIALIZING ? 1 : 0;
          running += task.status() == TaskStatus.RUNNING ? 1 : 0;
        }
      }
    }
    return new PoolLoad(pool, workflows, queued, preparing, running);
  }
}
