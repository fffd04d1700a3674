package io.sesamo.engine;

import io.sesamo.engine.law.Matter;
import io.sesamo.engine.law.Matter.Origin;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What of a group of a workflow under way matters to the law. */
final class Matters {

  private Matters() {}

  /**
   * With the sites of the data that it reads. What is said of the data of those who made it counts
   * for what they made, beside what its readers say.
   */
  static Matter of(WorkflowRow row, GroupSpec group) {
    Matter alone = Matter.of(row.spec(), group);
    if (group.upstream().isEmpty()) {
      return alone;
    }
    Map<String, List<TaskSpec>> bySite = new TreeMap<>();
    Set<String> read = read(group);
    for (int i = 0; i < row.state().groups().size(); i++) {
      GroupState state = row.state().groups().get(i);
      String site = state.place().map(Place::site).orElse("");
      List<TaskSpec> makers =
          row.spec().groups().get(i).tasks().stream()
              .filter(task -> read.contains(task.name()))
              .toList();
      if (group.upstream().contains(state.name()) && !site.isEmpty() && !makers.isEmpty()) {
        bySite.computeIfAbsent(site, key -> new ArrayList<>(group.tasks())).addAll(makers);
      }
    }
    List<Origin> origins =
        bySite.entrySet().stream()
            .map(entry -> Matter.origin(entry.getKey(), entry.getValue()))
            .toList();
    return origins.isEmpty() ? alone : alone.with(origins);
  }

  /** Names of the tasks of this workflow whose outputs the group reads. */
  static Set<String> read(GroupSpec group) {
    return group.tasks().stream()
        .flatMap(task -> task.inputs().stream())
        .filter(InputSpec.FromTask.class::isInstance)
        .map(InputSpec.FromTask.class::cast)
        .filter(from -> from.workflow().isEmpty())
        .map(InputSpec.FromTask::task)
        .collect(Collectors.toSet());
  }
}
