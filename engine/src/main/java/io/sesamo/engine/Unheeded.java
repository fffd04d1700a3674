package io.sesamo.engine;

import io.sesamo.engine.EngineException.Code;
import io.sesamo.model.spec.SesamoTask;
import io.sesamo.model.spec.SesamoWorkflow;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import java.util.ArrayList;
import java.util.List;

/** What a workflow asks of Sesamo and this server does not do yet: said, never passed over. */
final class Unheeded {

  /** Prices of accelerators are in it. */
  private static final String CURRENCY = "USD";

  private Unheeded() {}

  /** Whether prices can be held against it. */
  static boolean counts(SesamoWorkflow.Budget budget) {
    return budget.currency().equals(CURRENCY);
  }

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
    spec.sesamo()
        .budget()
        .filter(budget -> !counts(budget))
        .ifPresent(other -> wishes.add("a budget in another currency than " + CURRENCY));
    for (TaskSpec task : spec.groups().stream().flatMap(group -> group.tasks().stream()).toList()) {
      SesamoTask sesamo = task.sesamo();
      String owner = " of task '" + task.name() + "'";
      if (!law && !sesamo.data().equals(SesamoTask.NONE.data())) {
        wishes.add("the data's origin" + owner);
      }
    }
    return wishes.stream().map(wish -> "Nothing is done about " + wish + " yet (sesamo).").toList();
  }
}
