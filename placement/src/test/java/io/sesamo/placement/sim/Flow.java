package io.sesamo.placement.sim;

import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.Stage;
import io.sesamo.placement.Stage.Forbidden;
import io.sesamo.placement.TaskRequest;
import io.sesamo.placement.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A workflow of a load.
 *
 * @param id unique
 * @param tenant whose it is; empty: the operator's own
 * @param priority higher goes first
 * @param arrival when it is submitted
 * @param wishes of its author, for each of its groups
 * @param steps its groups, each after those it reads
 */
public record Flow(
    String id, String tenant, int priority, Instant arrival, Wishes wishes, List<Step> steps) {

  public Flow {
    steps = List.copyOf(steps);
  }

  /** One of a single group. */
  public static Flow single(
      String id, String tenant, int priority, Instant arrival, List<TaskRequest> tasks, Work work) {
    Step step = new Step("only", tasks, work, Map.of(), 0, List.of(), List.of());
    return new Flow(id, tenant, priority, arrival, Wishes.NONE, List.of(step));
  }

  /** The id of the group of a step. */
  public String group(int step) {
    return id + "/" + steps.get(step).name();
  }

  /** A step as placement sees it, with those after it, under a law. */
  Stage stage(int index, Law law) {
    Step step = steps.get(index);
    List<Stage> onward = new ArrayList<>();
    for (int later = index + 1; later < steps.size(); later++) {
      if (steps.get(later).after().contains(index)) {
        onward.add(stage(later, law));
      }
    }
    return new Stage(
        step.name(), step.tasks(), step.work(), law.forbidden(this, step), step.output(), onward);
  }

  /**
   * A group of a workflow.
   *
   * @param forbidden by pool, the platforms on which it must not run at first
   * @param output bytes that those after it read of it
   * @param after indexes of the steps that it reads
   * @param reads data from outside
   */
  public record Step(
      String name,
      List<TaskRequest> tasks,
      Work work,
      Map<String, Map<String, Forbidden>> forbidden,
      long output,
      List<Integer> after,
      List<DataAt> reads) {

    public Step {
      tasks = List.copyOf(tasks);
      forbidden = Map.copyOf(forbidden);
      after = List.copyOf(after);
      reads = List.copyOf(reads);
    }
  }

  /** What is forbidden to a step. */
  public interface Law {

    /** What the step itself says. */
    Law AS_GIVEN = (flow, step) -> step.forbidden();

    Map<String, Map<String, Forbidden>> forbidden(Flow flow, Step step);
  }
}
