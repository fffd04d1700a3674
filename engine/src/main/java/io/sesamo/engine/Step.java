package io.sesamo.engine;

import io.sesamo.engine.Standings.Standing;
import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.law.Matter;
import io.sesamo.engine.law.Records;
import io.sesamo.engine.law.Ruling;
import io.sesamo.engine.lifecycle.Effect;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Lifecycle;
import io.sesamo.engine.lifecycle.Outcome;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.store.AuditEntry;
import io.sesamo.engine.store.AuditEntry.Kind;
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
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One step of the engine, worked out on a copy: what happened, then timeouts, then placement.
 * Nothing outside changes until its {@link #changes} are committed. Not thread-safe; used once.
 */
final class Step {

  private static final Pattern FIGURES = Pattern.compile("[0-9]+(\\.[0-9]+)?");

  private final Map<String, WorkflowRow> rows;
  private final Standings standings;
  private final LawDay law;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final List<AuditEntry> audit = new ArrayList<>();

  /**
   * Begins a step.
   *
   * @param rows the unfinished workflows by id, in order of submission; not changed
   * @param law of the day
   */
  Step(Map<String, WorkflowRow> rows, Standings standings, LawDay law) {
    this.rows = new LinkedHashMap<>(rows);
    this.standings = standings;
    this.law = law;
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
    FleetState state = fleet.apply(all);
    for (Decision decision : placer.decide(queue, state, now)) {
      Place place = places.get(decision.group().id());
      if (place == null) {
        continue;
      }
      String why = words.computeIfAbsent(decision.explanation(), Explanation::toString);
      Event event = event(decision, place.group().name(), why, now);
      if (!(event instanceof Event.Queued) || !saysSo(place.group().message(), why)) {
        note(place, decision, state, now);
        apply(place.workflow(), event);
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
      case Decision.Unlawful no when !no.forGood() -> new Event.Queued(now, group, why);
      case Decision.Unlawful no -> new Event.Unplaceable(now, group, why);
      case Decision.Impossible no -> new Event.Unplaceable(now, group, why);
    };
  }

  /** Notes for the audit log what was decided by the law. */
  private void note(Place place, Decision decision, FleetState state, Instant now) {
    WorkflowRow row = rows.get(place.workflow());
    if (!law.asked() || row == null) {
      return;
    }
    String group = place.group().name();
    switch (decision) {
      case Decision.Placed placed -> {
        Set<String> nodes = Set.copyOf(placed.placement().nodeByTask().values());
        String what = "placed on " + String.join(", ", nodes.stream().sorted().toList());
        rulings(row, group, state.platforms(row.pool(), nodes))
            .forEach(ruling -> note(Kind.PLACEMENT, now, row, group, what, ruling));
      }
      case Decision.Unlawful no when no.forGood() ->
          rulings(row, group, no.group().forbidden().keySet())
              .forEach(ruling -> note(Kind.REFUSAL, now, row, group, ruling.reason(), ruling));
      case Decision.Unlawful no -> {}
      case Decision.Waiting waiting -> {}
      case Decision.Impossible no -> {}
    }
  }

  private void note(
      Kind kind, Instant now, WorkflowRow row, String group, String what, Ruling ruling) {
    audit.add(Records.of(kind, now, row, group, what, ruling, law.catalog()));
  }

  private List<Ruling> rulings(WorkflowRow row, String group, Set<String> platforms) {
    return row.spec().groups().stream()
        .filter(spec -> spec.name().equals(group))
        .flatMap(spec -> law.rulings(Matter.of(row.spec(), spec, row.pool())).stream())
        .filter(ruling -> platforms.contains(ruling.platform()))
        .toList();
  }

  /**
   * Looks at what is under way, after the law has changed: what has come to be forbidden says so,
   * is noted, and is stopped where the operator wants that.
   */
  void heed(List<Backend> backends, Instant now) {
    if (!law.asked()) {
      return;
    }
    FleetState state = Fleet.state(backends, List.of());
    for (WorkflowRow row : List.copyOf(rows.values())) {
      for (GroupState group : row.state().groups()) {
        Set<String> nodes =
            group.current().stream()
                .filter(TaskState::launched)
                .flatMap(task -> task.node().stream())
                .collect(Collectors.toSet());
        if (!nodes.isEmpty()) {
          rulings(row, group.name(), state.platforms(row.pool(), nodes)).stream()
              .filter(ruling -> !ruling.lawful())
              .findFirst()
              .ifPresent(ruling -> heed(row, group, ruling, now));
        }
      }
    }
  }

  private void heed(WorkflowRow row, GroupState group, Ruling ruling, Instant now) {
    String words = "The law has come to forbid it " + ruling.reason();
    boolean stops = law.policy().stops() && row.state().cancelledBy().isEmpty();
    if (stops || !group.message().equals(words)) {
      note(Kind.RUNNING, now, row, group.name(), stops ? "stopped" : "finishes", ruling);
      apply(row.id(), new Event.Forbidden(now, group.name(), words));
      if (stops) {
        apply(row.id(), new Event.CancelRequested(now, "sesamo", words, Lifecycle.GRACE));
      }
    }
  }

  /** What the audit log is to keep of it, in order. */
  List<AuditEntry> audit() {
    return audit;
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
