package io.sesamo.engine;

import io.sesamo.engine.EngineException.Code;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.fleet.Guess;
import io.sesamo.model.spec.SesamoTask;
import io.sesamo.model.spec.SesamoWorkflow;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** One line for each model of an accelerator that tasks name and nobody can have. */
  static List<String> unknownModels(WorkflowSpec spec, Catalog catalog) {
    Map<String, String> names = new LinkedHashMap<>();
    catalog.accelerators().forEach((id, chip) -> names.put(id, chip.name()));
    return spec.groups().stream()
        .flatMap(group -> group.tasks().stream())
        .map(TaskSpec::sesamo)
        .flatMap(task ->
            Stream.concat(
                task.accelerators().stream().map(SesamoTask.Accelerator::model),
                task.duration().stream().map(SesamoTask.RunTime::on)))
        .flatMap(Optional::stream)
        .filter(model -> !names.containsKey(model))
        .distinct()
        .map(model -> unknownModel(model, Guess.of(model, names)))
        .toList();
  }

  private static String unknownModel(String model, String guess) {
    String advice = guess.isEmpty() ? "`sesamo catalog accelerators` lists them." : guess;
    return "The catalogue has no accelerator '" + model + "' (sesamo). " + advice;
  }
}
