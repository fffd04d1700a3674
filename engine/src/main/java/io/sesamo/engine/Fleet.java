package io.sesamo.engine;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.Resources;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.Node;
import io.sesamo.placement.PoolState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what the launched tasks take of the pools' nodes. */
final class Fleet {

  private Fleet() {}

  static FleetState state(List<Backend> backends, Collection<WorkflowRow> rows) {
    return new FleetState(backends.stream().map(backend -> pool(backend, rows)).toList());
  }

  static PoolState pool(Backend backend, Collection<WorkflowRow> rows) {
    Map<String, Resources> taken = new HashMap<>();
    rows.stream()
        .filter(row -> row.pool().equals(backend.pool()))
        .forEach(row -> count(row, taken));
    return new PoolState(
        backend.pool(),
        backend.nodes().stream()
            .map(node ->
                new Node(
                    node.name(),
                    node.platform(),
                    node.capacity(),
                    node.capacity().minus(taken.getOrDefault(node.name(), Resources.NONE))))
            .toList());
  }

  private static void count(WorkflowRow row, Map<String, Resources> taken) {
    for (GroupSpec group : row.spec().groups()) {
      for (TaskSpec task : group.tasks()) {
        row.state()
            .group(group.name())
            .flatMap(state -> state.task(task.name()))
            .filter(TaskState::launched)
            .flatMap(TaskState::node)
            .ifPresent(node -> taken.merge(node, Launches.amount(task), Resources::plus));
      }
    }
  }
}
