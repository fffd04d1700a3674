package io.sesamo.engine;

import io.sesamo.engine.lifecycle.Deadlines;
import io.sesamo.engine.lifecycle.Effect;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.Lifecycle;
import io.sesamo.engine.lifecycle.Outcome;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.store.Change;
import io.sesamo.engine.store.EventRow;
import io.sesamo.engine.store.HistoryRow;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.placement.Decision;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.Placer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One step of the engine, worked out on a copy: what happened, then timeouts, then placement.
 * Nothing outside changes until its {@link #changes} are committed. Not thread-safe; used once.
 */
final class Step {

  private final Map<String, WorkflowRow> rows;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();

  /**
   * Begins a step.
   *
   * @param rows the unfinished workflows by id, in order of submission; not changed
   */
  Step(Map<String, WorkflowRow> rows) {
    this.rows = new LinkedHashMap<>(rows);
  }

  /** What the step does to one workflow. */
  private record Draft(
      Optional<WorkflowState> before, List<HistoryRow> history, List<Effect> effects) {}

  void admit(WorkflowRow row) {
    rows.put(row.id(), row);
    drafts.put(row.id(), new Draft(Optional.empty(), new ArrayList<>(), new ArrayList<>()));
    EventRow submitted =
        new EventRow(
            row.id(),
            row.submitTime(),
            Optional.empty(),
            0,
            "SUBMITTED",
            "by " + row.submittedBy());
    apply(row, new Event.Submitted(row.submitTime()), List.of(submitted));
  }

  /** Applies an event; one of a workflow that has finished changes nothing. */
  void apply(String id, Event event) {
    WorkflowRow row = rows.get(id);
    if (row != null) {
      apply(row, event, List.of());
    }
  }

  private void apply(WorkflowRow row, Event event, List<EventRow> told) {
    Outcome outcome = Lifecycle.apply(row.spec(), row.state(), event);
    if (outcome.state().equals(row.state()) && outcome.effects().isEmpty()) {
      return;
    }
    Draft draft =
        drafts.computeIfAbsent(
            row.id(),
            key -> new Draft(Optional.of(row.state()), new ArrayList<>(), new ArrayList<>()));
    List<EventRow> lines = new ArrayList<>(told);
    lines.addAll(History.between(row.state(), outcome.state(), event.at()));
    draft.history().add(new HistoryRow(event, lines));
    draft.effects().addAll(outcome.effects());
    rows.put(row.id(), row.with(outcome.state()));
  }

  void expire(Instant now) {
    for (WorkflowRow row : List.copyOf(rows.values())) {
      boolean due =
          Deadlines.next(row.spec(), row.state())
              .filter(deadline -> !deadline.isAfter(now))
              .isPresent();
      if (due) {
        apply(row.id(), new Event.TimePassed(now));
      }
    }
  }

  /**
   * Places what can be placed.
   *
   * @param fleet counts what the given workflows take of the pools
   */
  void place(Placer placer, Function<Collection<WorkflowRow>, FleetState> fleet, Instant now) {
    Map<String, Place> places = new LinkedHashMap<>();
    List<GroupRequest> queue = new ArrayList<>();
    for (WorkflowRow row : rows.values()) {
      for (GroupSpec group : row.spec().groups()) {
        row.state()
            .group(group.name())
            .filter(state -> state.status() == TaskStatus.SCHEDULING)
            .flatMap(state -> state.schedulingTime())
            .ifPresent(since -> {
              GroupRequest request = Launches.request(row, group, since);
              queue.add(request);
              places.put(request.id(), new Place(row.id(), group.name()));
            });
      }
    }
    if (queue.isEmpty()) {
      return;
    }
    for (Decision decision : placer.decide(queue, fleet.apply(rows.values()), now)) {
      Place place = places.get(decision.group().id());
      if (place != null) {
        apply(place.workflow(), event(decision, place.group(), now));
      }
    }
  }

  /** A group of a workflow. */
  private record Place(String workflow, String group) {}

  private static Event event(Decision decision, String group, Instant now) {
    return switch (decision) {
      case Decision.Placed placed -> new Event.Placed(now, group, placed.placement());
      case Decision.Waiting waiting ->
          new Event.Queued(now, group, waiting.explanation().toString());
      case Decision.Impossible no -> new Event.Unplaceable(now, group, no.explanation().toString());
    };
  }

  /** What is to be written, a change for each workflow that the step touched. */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    drafts.forEach((id, draft) -> {
      WorkflowRow row = rows.get(id);
      if (row != null) {
        changes.add(new Change(draft.before(), row, draft.history(), draft.effects()));
      }
    });
    return changes;
  }
}
