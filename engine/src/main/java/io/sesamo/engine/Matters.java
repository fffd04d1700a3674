package io.sesamo.engine;

import io.sesamo.engine.law.Matter;
import io.sesamo.engine.law.Matter.Origin;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What of a group of a workflow under way matters to the law. */
final class Matters {

  private Matters() {}

  /**
   * With the sites of the data that it reads. What is said of the data of those who made it counts
   * for what they made, beside what its readers say.
   */
  static Matter of(WorkflowRow row, GroupSpec group, Circumstances.Known known) {
    Map<String, List<TaskSpec>> bySite = new TreeMap<>();
    for (Made made : Made.readBy(row, group, known)) {
      if (!made.site().isEmpty()) {
        bySite.computeIfAbsent(made.site(), site -> new ArrayList<>(group.tasks())).add(made.by());
      }
    }
    Matter alone = Matter.of(row.spec(), group);
    List<Origin> origins =
        bySite.entrySet().stream()
            .map(entry -> Matter.origin(entry.getKey(), entry.getValue()))
            .toList();
    return origins.isEmpty() ? alone : alone.with(origins);
  }
}
