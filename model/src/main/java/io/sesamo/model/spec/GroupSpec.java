package io.sesamo.model.spec;

import java.util.List;
import java.util.Set;

/**
 * A gang of tasks that run at the same time in one pool.
 *
 * @param name unique in the workflow
 * @param barrier whether the tasks wait for each other before their commands start
 * @param ignoreNonleadStatus whether only the lead's result counts
 * @param tasks at least one, exactly one of them the lead
 * @param upstream names of the groups whose outputs the tasks of this group take as inputs
 */
public record GroupSpec(
    String name,
    boolean barrier,
    boolean ignoreNonleadStatus,
    List<TaskSpec> tasks,
    Set<String> upstream) {

  public GroupSpec {
    tasks = List.copyOf(tasks);
    upstream = Set.copyOf(upstream);
  }

  public TaskSpec lead() {
    return tasks.stream().filter(TaskSpec::lead).findFirst().orElseThrow();
  }
}
