package io.sesamo.engine;

import io.sesamo.engine.EngineException.Code;
import io.sesamo.model.spec.SesamoTask;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import java.util.ArrayList;
import java.util.List;

/** What a workflow asks of Sesamo and this server does not do yet: said, never passed over. */
final class Unheeded {

  private Unheeded() {}

  /**
   * One line for each wish that is not acted on.
   *
   * @param law whether the law is asked, and with it tenant, residency and the data's origin
   * @throws EngineException when passing over it could break a law or a promise
   */
  static List<String> warnings(WorkflowSpec spec, boolean law) {
    if (!law && !spec.sesamo().residency().isEmpty()) {
      throw new EngineException(
          Code.USAGE,
          "The workflow's data may not leave "
              + String.join(", ", spec.sesamo().residency())
              + " (sesamo.residency), and this server is not told where it is."
              + " Say so in fleet.yaml, or remove it where you have made sure of it yourself.");
    }
    List<String> wishes = new ArrayList<>();
    if (!law) {
      spec.sesamo().tenant().ifPresent(tenant -> wishes.add("the workflow's tenant"));
    }
    spec.sesamo().budget().ifPresent(budget -> wishes.add("the workflow's budget"));
    for (TaskSpec task : spec.groups().stream().flatMap(group -> group.tasks().stream()).toList()) {
      SesamoTask sesamo = task.sesamo();
      String owner = " of task '" + task.name() + "'";
      if (!sesamo.accelerators().isEmpty()) {
        wishes.add("the accelerators" + owner);
      }
      if (!law && !sesamo.data().equals(SesamoTask.NONE.data())) {
        wishes.add("the data's origin" + owner);
      }
      sesamo.deadline().ifPresent(deadline -> wishes.add("the deadline" + owner));
    }
    return wishes.stream().map(wish -> "Nothing is done about " + wish + " yet (sesamo).").toList();
  }
}
