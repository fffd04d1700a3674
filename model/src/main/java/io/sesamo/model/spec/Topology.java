package io.sesamo.model.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that tasks agree on what "near each other" is measured by. */
final class Topology {

  private Topology() {}

  /** Refuses tasks with different sets of topology keys; those without any do not count. */
  static void check(Fields workflow, List<GroupSpec> groups) {
    Map<Set<String>, TaskSpec> seen = new HashMap<>();
    for (GroupSpec group : groups) {
      for (TaskSpec task : group.tasks()) {
        Set<String> keys =
            task.resources().topology().stream()
                .map(ResourceSpec.Topology::key)
                .collect(Collectors.toSet());
        if (!keys.isEmpty()) {
          seen.putIfAbsent(keys, task);
        }
      }
    }
    if (seen.size() > 1) {
      List<String> names = seen.values().stream().map(TaskSpec::name).sorted().limit(2).toList();
      workflow.error(
          workflow.where("resources"),
          "Tasks '%s' and '%s' have different topology keys."
              .formatted(names.getFirst(), names.getLast()),
          "All tasks with topology requirements name the same keys.");
    }
  }
}
