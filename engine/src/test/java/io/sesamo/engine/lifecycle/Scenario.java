package io.sesamo.engine.lifecycle;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.model.spec.ExitActions;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.ResourceSpec;
import io.sesamo.model.spec.SesamoTask;
import io.sesamo.model.spec.SesamoWorkflow;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.Timeouts;
import io.sesamo.model.spec.WorkflowSpec;
import io.sesamo.placement.Placement;
import io.sesamo.placement.Placement.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A workflow under way: events go in, its state and the effects since the last look come out. */
final class Scenario {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final WorkflowSpec spec;
  private final List<Effect> effects = new ArrayList<>();
  WorkflowState state;
  Instant now = START;
  private Optional<Refusal> refusal = Optional.empty();

  Scenario(WorkflowSpec spec) {
    this.spec = spec;
    this.state = WorkflowState.submitted("w-1", spec);
    apply(new Event.Submitted(now));
  }

  void apply(Event event) {
    Outcome outcome = Lifecycle.apply(spec, state, event);
    state = outcome.state();
    effects.addAll(outcome.effects());
    refusal = outcome.refusal();
    now = now.plusMillis(1);
  }

  /** When time itself changes something. */
  Optional<Instant> deadline() {
    return state.groups().stream()
        .flatMap(group -> Deadlines.of(spec, group).stream())
        .min(Instant::compareTo);
  }

  Scenario pass(Duration time) {
    now = now.plus(time);
    apply(new Event.TimePassed(now));
    return this;
  }

  Event placed(String group) {
    Map<String, Slot> nodes =
        state.group(group).orElseThrow().current().stream()
            .map(TaskState::name)
            .collect(Collectors.toMap(Function.identity(), task -> new Slot("node")));
    return new Event.Placed(now, group, new Placement("pool", nodes));
  }

  Scenario place(String group) {
    apply(placed(group));
    return this;
  }

  Scenario started(String group, String task) {
    apply(new Event.Started(now, group, attempt(group), task, "node"));
    return this;
  }

  Scenario exited(String group, String task, int code) {
    return ended(group, task, Cause.EXITED, code);
  }

  Scenario ended(String group, String task, Cause cause, int code) {
    apply(new Event.Ended(now, group, attempt(group), task, cause, code, Optional.empty(), ""));
    return this;
  }

  /** The group as it is now. */
  GroupState group(String name) {
    return state.group(name).orElseThrow();
  }

  private int attempt(String group) {
    return state.group(group).orElseThrow().attempt();
  }

  /** Why the last event was refused. */
  Optional<Refusal> refusal() {
    return refusal;
  }

  /** The effects since the last look. */
  List<Effect> effects() {
    List<Effect> since = List.copyOf(effects);
    effects.clear();
    return since;
  }

  String statuses() {
    return state.status()
        + state.groups().stream()
            .map(group -> " " + group.name() + "=" + group.status())
            .collect(Collectors.joining());
  }

  static WorkflowSpec chain() {
    return workflow(
        group("a-group", true, task("a", true)),
        new GroupSpec("b-group", true, true, List.of(task("b", true)), Set.of("a-group")));
  }

  static WorkflowSpec workflow(GroupSpec... groups) {
    return workflow(Timeouts.DEFAULT, groups);
  }

  static WorkflowSpec workflow(Timeouts timeouts, GroupSpec... groups) {
    return new WorkflowSpec(
        "w",
        Map.of(),
        List.of(groups),
        Map.of("default", ResourceSpec.DEFAULT),
        timeouts,
        SesamoWorkflow.NONE);
  }

  static GroupSpec group(String name, boolean ignoreNonlead, TaskSpec... tasks) {
    return new GroupSpec(name, true, ignoreNonlead, List.of(tasks), Set.of());
  }

  static TaskSpec task(String name, boolean lead) {
    return task(name, lead, ExitActions.NONE);
  }

  static TaskSpec task(String name, boolean lead, ExitActions actions) {
    return task(name, lead, actions, SesamoTask.NONE);
  }

  static TaskSpec task(String name, boolean lead, ExitActions actions, SesamoTask sesamo) {
    return new TaskSpec(
        name,
        "image",
        List.of("true"),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        lead,
        Map.of(),
        List.of(),
        false,
        false,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        actions,
        List.of(),
        "default",
        ResourceSpec.DEFAULT,
        sesamo);
  }
}
