package io.sesamo.engine;

import io.sesamo.engine.lifecycle.Effect;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Lifecycle;
import io.sesamo.engine.lifecycle.Outcome;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.store.AccountRow;
import io.sesamo.engine.store.AuditEntry;
import io.sesamo.engine.store.Change;
import io.sesamo.engine.store.EventRow;
import io.sesamo.engine.store.ExplanationRow;
import io.sesamo.engine.store.HistoryRow;
import io.sesamo.engine.store.Notes;
import io.sesamo.engine.store.WorkflowRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One step of the engine, worked out on a copy: what happened, then timeouts, then what has come to
 * be forbidden ({@link Heeding}), then placement ({@link Placing}). Nothing outside changes until
 * its {@link #changes} are committed. Not thread-safe; used once.
 */
final class Step {

  private final Map<String, WorkflowRow> rows;
  private final Standings standings;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final List<AuditEntry> audit = new ArrayList<>();
  private final List<ExplanationRow> explanations = new ArrayList<>();
  private final List<AccountRow> accounts = new ArrayList<>();

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

  Circumstances around() {
    return standings.around();
  }

  Standings standings() {
    return standings;
  }

  /** The workflows as the step has them by now, in order of submission. */
  Collection<WorkflowRow> rows() {
    return Collections.unmodifiableCollection(rows.values());
  }

  /** The same without those that have finished in it; ends the step. */
  Map<String, WorkflowRow> unfinished() {
    for (String id : drafts.keySet()) {
      row(id).filter(row -> row.state().status().finished()).ifPresent(row -> rows.remove(id));
    }
    return rows;
  }

  Optional<WorkflowRow> row(String id) {
    return Optional.ofNullable(rows.get(id));
  }

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
    lines.addAll(History.between(row.state(), outcome.state(), event));
    draft.history().add(new HistoryRow(event, lines));
    draft.effects().addAll(outcome.effects());
    WorkflowRow after = row.with(outcome.state());
    rows.put(row.id(), after);
    for (Effect effect : outcome.effects()) {
      if (effect instanceof Effect.Forget over) {
        account(row, after, over);
      }
    }
  }

  /** An attempt that had a place is over: exactly once, as its last effect. */
  private void account(WorkflowRow before, WorkflowRow after, Effect.Forget over) {
    if (around().fleet().now().file().isPresent()) {
      GroupState group = after.state().group(over.group()).orElseThrow();
      before
          .state()
          .group(over.group())
          .flatMap(GroupState::place)
          .map(place -> Accounts.of(after, group, over.attempt(), place, around()))
          .ifPresent(account -> {
            accounts.add(account);
            standings.charge(account.workflow(), account.price());
          });
    }
  }

  /**
   * What the clock changes, but in workflows of which something has waited too long in the queue:
   * that may find room in this very step.
   *
   * @return these, for {@link #giveUp}
   */
  List<String> expire(Instant now) {
    List<String> due = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    for (WorkflowRow row : rows.values()) {
      Standings.Standing standing = standings.of(row);
      if (isDue(standing.deadline(), now)) {
        boolean waits =
            standing.groups().stream()
                .filter(group -> isDue(group.deadline(), now))
                .anyMatch(group -> group.state().status() == TaskStatus.SCHEDULING);
        (waits ? waiting : due).add(row.id());
      }
    }
    due.forEach(id -> apply(id, new Event.TimePassed(now)));
    return waiting;
  }

  /**
   * What the clock changes in those, now that they have found room or not.
   *
   * @return whether there were any
   */
  boolean giveUp(List<String> waiting, Instant now) {
    List<String> left =
        waiting.stream()
            .filter(id -> isDue(row(id).flatMap(row -> standings.of(row).deadline()), now))
            .toList();
    left.forEach(id -> apply(id, new Event.TimePassed(now)));
    return !left.isEmpty();
  }

  private static boolean isDue(Optional<Instant> deadline, Instant now) {
    return deadline.isPresent() && !deadline.get().isAfter(now);
  }

  void note(AuditEntry entry) {
    audit.add(entry);
  }

  void note(ExplanationRow explanation) {
    explanations.add(explanation);
  }

  /** What is to be kept beside the changes, in order. */
  Notes notes() {
    return new Notes(audit, explanations, accounts, Accounts.runTimes(accounts, rows));
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
