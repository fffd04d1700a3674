package io.sesamo.engine;

import io.sesamo.engine.EngineException.Code;
import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.law.Records;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.store.AuditEntry;
import io.sesamo.engine.store.AuditEntry.Kind;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.engine.view.TenantScope;
import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.OutputSpec;
import io.sesamo.model.spec.SesamoTask.Deadline;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecResult;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import io.sesamo.placement.Decision;
import io.sesamo.placement.Explanation;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.Placement;
import io.sesamo.placement.Placer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * Checks a submission against its spec and against the pool it asks for, before anything is stored.
 *
 * @param backends the pools
 * @param mostTasks how many tasks a workflow may have
 * @param placer the policy that will place it
 * @param earlier finds the output of a task of an earlier workflow
 * @param has whether there is an earlier workflow for somebody
 * @param credentials whether whoever submits it has those that it needs
 */
record Admission(
    List<Backend> backends,
    IntSupplier mostTasks,
    Placer placer,
    BiFunction<String, String, Optional<ManifestId>> earlier,
    BiPredicate<String, TenantScope> has,
    CredentialCheck credentials) {

  /**
   * The workflow as it would be stored, under its name for an id.
   *
   * @param around of now; what the law says of the places is asked by {@link #unlawful}
   * @throws EngineException with the first kind of reason against it
   */
  WorkflowRow check(Submission submission, Instant now, Circumstances around) {
    SpecResult.Accepted accepted =
        switch (SpecReader.read(submission.source(), mostTasks.getAsInt())) {
          case SpecResult.Accepted good -> good;
          case SpecResult.Refused bad -> throw new EngineException(bad.problems());
        };
    WorkflowSpec spec = forTenant(accepted.spec(), submission.scope());
    Optional<String> pool = pool(submission, around.fleet());
    checkData(spec, submission.scope());
    credentials.check(spec, submission.user());
    List<String> warnings =
        new ArrayList<>(accepted.warnings().stream().map(Problem::toString).toList());
    warnings.addAll(Unheeded.warnings(spec, around.law().asked()));
    warnings.addAll(past(spec, now));
    around
        .fleet()
        .now()
        .catalog()
        .ifPresent(catalog -> warnings.addAll(Unheeded.unknownModels(spec, catalog)));
    WorkflowRow row =
        new WorkflowRow(
            new WorkflowRow.Intake(
                UUID.randomUUID(),
                submission.user(),
                pool,
                submission.priority(),
                spec.labels(),
                List.of(),
                spec,
                submission.template().orElse(submission.source().text()),
                submission.ancestry(),
                now),
            WorkflowState.submitted(spec.name(), spec));
    checkBackends(row, places(row, around.fleet(), now), around.fleet(), warnings);
    return row.warned(warnings);
  }

  /** One line for each deadline that nothing can meet. */
  private static List<String> past(WorkflowSpec spec, Instant now) {
    List<String> lines = new ArrayList<>();
    for (TaskSpec task : spec.groups().stream().flatMap(g -> g.tasks().stream()).toList()) {
      if (task.sesamo().deadline().orElse(null) instanceof Deadline.At moment
          && moment.at().isBefore(now)) {
        lines.add("The deadline of task '" + task.name() + "' is past: " + moment.at() + ".");
      }
    }
    return lines;
  }

  /** For whom it runs: as the spec says, or whoever hands it in. */
  private static WorkflowSpec forTenant(WorkflowSpec spec, TenantScope scope) {
    Optional<String> said = spec.sesamo().tenant();
    said.filter(tenant -> !scope.holds(tenant))
        .ifPresent(tenant -> {
          throw new EngineException(
              Code.USAGE,
              "You cannot run a workflow for the tenant "
                  + tenant
                  + (scope.home().isEmpty()
                      ? ": you belong to none. Leave sesamo.tenant out."
                      : ": you belong to " + scope.home() + ". Name that, or one below it."));
        });
    return said.isPresent() || scope.home().isEmpty() ? spec : spec.forTenant(scope.home());
  }

  /** The pool that it must run in: the one that it asks for, or the only one that there is. */
  private static Optional<String> pool(Submission submission, Fleet fleet) {
    Optional<String> asked = submission.pool();
    Set<String> visible = fleet.names(submission.scope());
    asked
        .filter(pool -> !visible.contains(pool))
        .ifPresent(pool -> {
          throw new EngineException(
              Code.USER,
              "Pool " + pool + " not found. There is: " + String.join(", ", visible) + ".");
        });
    if (fleet.names().isEmpty()) {
      throw new EngineException(
          Code.USER, "This server has no pool: no site of its fleet has one that it can run.");
    }
    return fleet.several() ? asked : Optional.of(fleet.names().iterator().next());
  }

  /** Refuses data that nothing here could read or write, rather than failing hours later. */
  private void checkData(WorkflowSpec spec, TenantScope scope) {
    for (TaskSpec task : spec.groups().stream().flatMap(g -> g.tasks().stream()).toList()) {
      Stream<String> urls =
          Stream.of(
                  task.inputs().stream()
                      .filter(InputSpec.FromUrl.class::isInstance)
                      .map(input -> ((InputSpec.FromUrl) input).url()),
                  task.outputs().stream().map(OutputSpec::url),
                  task.checkpoints().stream().map(checkpoint -> checkpoint.url()))
              .flatMap(stream -> stream);
      urls.filter(url -> !url.startsWith("file://"))
          .findFirst()
          .ifPresent(url -> {
            throw new EngineException(
                Code.USAGE,
                "Task "
                    + task.name()
                    + " names "
                    + url
                    + ", and this server reads and writes file:// URLs only."
                    + " Copy the data to a folder and name that.");
          });
      for (InputSpec input : task.inputs()) {
        if (input instanceof InputSpec.FromTask from
            && !from.workflow().isEmpty()
            && (!has.test(from.workflow(), scope)
                || earlier.apply(from.workflow(), from.task()).isEmpty())) {
          throw new EngineException(
              Code.USAGE,
              "Task "
                  + task.name()
                  + " takes the output of task "
                  + from.task()
                  + " of workflow "
                  + from.workflow()
                  + ", which has not completed, does not exist, or was given up by sesamo gc.");
        }
      }
    }
  }

  /** Where each group would go if nothing else ran, nothing was drained and no law asked. */
  private List<Placement> places(WorkflowRow row, Fleet fleet, Instant now) {
    Circumstances lawless = new Circumstances(LawDay.NONE, fleet, Circumstances.Known.NOTHING);
    FleetState open = fleet.open();
    List<Placement> places = new ArrayList<>();
    Requests requests = new Requests(row, lawless);
    for (GroupSpec group : row.spec().groups()) {
      Decision decision = decide(requests.of(group, now), open, now);
      if (!(decision instanceof Decision.Placed placed)) {
        throw new EngineException(
            Code.RESOURCE, "Group " + group.name() + against(decision.explanation()) + ".");
      }
      places.add(placed.placement());
    }
    return places;
  }

  /** Why it has no place, as the end of a sentence about a group. */
  private static String against(Explanation why) {
    if (why.lead().isEmpty()) {
      return " does not fit in any pool it may use: " + why;
    }
    boolean quota =
        why.candidates().stream()
            .anyMatch(
                candidate -> candidate.constraint().filter(Constraint.QUOTA::equals).isPresent());
    return quota ? " can never run: " + why : " is " + why;
  }

  private Decision decide(GroupRequest group, FleetState fleet, Instant now) {
    return placer.decide(List.of(group), fleet, now).getFirst();
  }

  /**
   * Why the workflow is refused by the law; empty when it is not.
   *
   * @param words for its author
   * @param audit for the audit log
   */
  record Unlawful(List<String> words, List<AuditEntry> audit) {}

  /**
   * What stands against a workflow that passed {@link #check}: its groups for which no platform of
   * the pool is lawful. A group that may wait for people is let in, unless nobody can help it.
   *
   * @param scope of whoever hands it in
   * @param waiting is told, for each group that is let in to wait, why
   */
  Unlawful unlawful(
      WorkflowRow row, TenantScope scope, Instant now, Circumstances around, List<String> waiting) {
    LawDay law = around.law();
    Unlawful refused = new Unlawful(new ArrayList<>(), new ArrayList<>());
    boolean waits = law.policy().waits() || row.spec().sesamo().waitForDecision();
    FleetState open = around.fleet().open();
    Optional<String> stranger = stranger(row, around.fleet(), scope);
    Requests requests = new Requests(row, around);
    for (GroupSpec group : law.asked() ? row.spec().groups() : List.<GroupSpec>of()) {
      Decision decision = decide(requests.of(group, now), open, now);
      if (decision instanceof Decision.Unlawful no && waits && !no.forGood()) {
        stranger.filter(words -> !waiting.contains(words)).ifPresent(waiting::add);
        waiting.add("Group " + group.name() + " is " + no.explanation() + ".");
      } else if (decision instanceof Decision.Unlawful no) {
        String lead =
            no.forGood() ? ": the law forbids it: " : " needs a decision of people first: ";
        Explanation reasons = new Explanation("", no.explanation().candidates());
        if (refused.words().isEmpty()) {
          stranger.ifPresent(refused.words()::add);
          refused.words().add("The law does not allow this workflow.");
        }
        refused.words().add("Group " + group.name() + lead + reasons);
        row.pool().map(Set::of).orElse(around.fleet().names()).stream()
            .flatMap(pool -> law.rulings(Matters.of(row, group, around.known()), pool).stream())
            .filter(ruling -> !ruling.lawful())
            .map(ruling ->
                Records.of(
                    Kind.REFUSAL, now, row, group.name(), ruling.reason(), ruling, law.catalog()))
            .forEach(refused.audit()::add);
      }
    }
    return refused;
  }

  /**
   * Says that the fleet does not know its tenant, nor one above, where it names any: then the law
   * asks for facts that nobody has given.
   */
  private static Optional<String> stranger(WorkflowRow row, Fleet fleet, TenantScope scope) {
    Set<String> known = fleet.now().file().map(file -> file.tenants().keySet()).orElse(Set.of());
    List<String> told = known.stream().filter(scope::holds).sorted().toList();
    return row.spec()
        .sesamo()
        .tenant()
        .filter(tenant -> !known.isEmpty())
        .filter(
            tenant -> known.stream().noneMatch(name -> new TenantScope(name, false).holds(tenant)))
        .map(tenant ->
            "The fleet has no tenant '"
                + tenant
                + "'"
                + (told.isEmpty() ? "." : "; it has " + String.join(", ", told) + "."));
  }

  /**
   * Asks the backend of the place where each group would go first.
   *
   * @param places of the groups, in their order
   */
  private void checkBackends(
      WorkflowRow row, List<Placement> places, Fleet fleet, List<String> warnings) {
    List<Problem> refusals = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      GroupSpec group = row.spec().groups().get(i);
      Placement placement = places.get(i);
      Place place = new Place(placement.pool(), fleet.site(placement.pool()), false);
      for (String refusal :
          backend(placement.pool())
              .refusals(Launches.launch(row, group, place, fleet, earlier), warnings)) {
        refusals.add(Problem.error(Location.wholeFile("group " + group.name()), refusal, ""));
      }
    }
    if (!refusals.isEmpty()) {
      throw new EngineException(refusals);
    }
  }

  private Backend backend(String pool) {
    return backends.stream()
        .filter(backend -> backend.pools().stream().anyMatch(has -> has.name().equals(pool)))
        .findFirst()
        .orElseThrow(() -> new EngineException(Code.USER, "Pool " + pool + " is gone."));
  }
}
