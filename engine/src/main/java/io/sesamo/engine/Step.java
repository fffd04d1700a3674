package io.sesamo.engine;

import io.sesamo.engine.Standings.Standing;
import io.sesamo.engine.lifecycle.Effect;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Lifecycle;
import io.sesamo.engine.lifecycle.Outcome;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.store.Change;
import io.sesamo.engine.store.EventRow;
import io.sesamo.engine.store.HistoryRow;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.placement.Decision;
import io.sesamo.placement.Explanation;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.Placer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One step of the engine, worked out on a copy: what happened, then timeouts, then placement.
 * Nothing outside changes until its {@link #changes} are committed. Not thread-safe; used once.
 */
final class Step {

  private static final Pattern FIGURES = Pattern.compile("[0-9]+(\\.[0-9]+)?");

  private final Map<String, WorkflowRow> rows;
  private final Standings standings;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();

  /**
   * Begins a step.
   *
   * @param rows the unfinished workflows by id, in order of submission; not changed
   */
  Step(Map<String, WorkflowRow> rows, Standings standings) {
    this.rows = new LinkedHashMap<>(rows);
    this.standings = standings;
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
    List<String> due = new ArrayList<>();
    for (WorkflowRow row : rows.values()) {
      if (standings.of(row).deadline().filter(deadline -> !deadline.isAfter(now)).isPresent()) {
        due.add(row.id());
      }
    }
    due.forEach(id -> apply(id, new Event.TimePassed(now)));
  }

  /**
   * Places what can be placed.
   *
   * @param fleet counts what workflows take of the pools
   */
  void place(Placer placer, Function<Collection<Standing>, FleetState> fleet, Instant now) {
    Map<String, Place> places = new HashMap<>();
    List<GroupRequest> queue = new ArrayList<>();
    List<Standing> all = new ArrayList<>();
    for (WorkflowRow row : rows.values()) {
      Standing standing = standings.of(row);
      all.add(standing);
      for (Standing.Queued queued : standing.queued()) {
        queue.add(queued.request());
        places.put(queued.request().id(), new Place(row.id(), queued.group()));
      }
    }
    if (queue.isEmpty()) {
      return;
    }
    IdentityHashMap<Explanation, String> words = new IdentityHashMap<>();
    for (Decision decision : placer.decide(queue, fleet.apply(all), now)) {
      Place place = places.get(decision.group().id());
      if (place == null) {
        continue;
      }
      String why = words.computeIfAbsent(decision.explanation(), Explanation::toString);
      if (!(decision instanceof Decision.Waiting) || !saysSo(place.group().message(), why)) {
        apply(place.workflow(), event(decision, place.group().name(), why, now));
      }
    }
  }

  /**
   * Whether a group says already why it waits. What is free changes with every task that starts or
   * ends, and thousands that wait are not written anew for each: the figures that are told are
   * those of when the reason began.
   */
  private static boolean saysSo(String said, String why) {
    return said.equals(why)
        || (!said.isEmpty() && withoutFigures(said).equals(withoutFigures(why)));
  }

  private static String withoutFigures(String words) {
    return FIGURES.matcher(words).replaceAll("#");
  }

  /** A group of a workflow. */
  private record Place(String workflow, GroupState group) {}

  private static Event event(Decision decision, String group, String why, Instant now) {
    return switch (decision) {
      case Decision.Placed placed -> new Event.Placed(now, group, placed.placement());
      case Decision.Waiting waiting -> new Event.Queued(now, group, why);
      case Decision.Impossible no -> new Event.Unplaceable(now, group, why);
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
