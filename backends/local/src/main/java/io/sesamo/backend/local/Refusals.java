package io.sesamo.backend.local;

import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Launch.Input;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.OutputSpec;
import io.sesamo.model.spec.TaskSpec;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What this machine cannot do of a launch, told before it is taken in.
 *
 * @param refusals why it cannot run here; empty: it can
 * @param remarks what its author should know
 */
record Refusals(Set<String> refusals, Set<String> remarks) {

  /** Looks at every task of a launch, which need not have its inputs yet. */
  static Refusals of(Launch launch, Workshop workshop) {
    Refusals found = new Refusals(new LinkedHashSet<>(), new LinkedHashSet<>());
    launch.tasks().forEach(task -> found.look(task, workshop));
    if (!workshop.preparation().confinement().isolated()) {
      found.remarks.add(
          "Tasks are not isolated from this machine: they run with the server's rights");
    }
    return found;
  }

  private void look(Launch.TaskLaunch task, Workshop workshop) {
    TaskSpec spec = task.spec();
    Images images = workshop.preparation().images();
    images.refusal(spec.image()).ifPresent(refusals::add);
    images.warning(spec.image()).ifPresent(remarks::add);
    String name = "Task '" + spec.name() + "' ";
    if (spec.privileged()) {
      refusals.add(name + "asks for a privileged container, which this pool does not grant");
    }
    if (!spec.volumeMounts().isEmpty()) {
      refusals.add(name + "asks for volumeMounts, which this pool does not grant");
    }
    if (!spec.checkpoints().isEmpty()) {
      remarks.add(
          name
              + "has checkpoints: this pool does not upload them, but hands them on to a next attempt");
    }
    refusals.addAll(CredentialUses.refusals(spec));
    for (OutputSpec output : spec.outputs()) {
      workshop.output().urls().refusal(output.url()).ifPresent(refusals::add);
    }
    for (Input input : task.inputs()) {
      if (input.spec() instanceof InputSpec.FromUrl from) {
        workshop.preparation().inputs().refusal(from).ifPresent(refusals::add);
      }
    }
  }
}
