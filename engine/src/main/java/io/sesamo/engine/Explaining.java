package io.sesamo.engine;

import io.sesamo.engine.EngineException.Code;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.store.ExplanationRow;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.view.GroupExplanation;
import io.sesamo.engine.view.GroupExplanation.Move;
import io.sesamo.engine.view.GroupView;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.TenantScope;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.placement.Explanation;
import io.sesamo.placement.Placer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells why groups are where they are: of those that have a place by what was decided then, of
 * those that wait by what placement says now.
 */
final class Explaining {

  private final Store store;
  private final Conductor conductor;
  private final Placer placer;

  Explaining(Store store, Conductor conductor, Placer placer) {
    this.store = store;
    this.conductor = conductor;
    this.placer = placer;
  }

  List<GroupExplanation> explain(WorkflowView workflow, Optional<String> only, TenantScope scope) {
    Set<String> visible = conductor.fleet().names(scope);
    List<GroupView> groups =
        workflow.groups().stream()
            .filter(group -> only.isEmpty() || only.get().equals(group.name()))
            .toList();
    if (groups.isEmpty()) {
      throw new EngineException(
          Code.DATABASE,
          "Group "
              + only.orElse("")
              + " of workflow "
              + workflow.id()
              + " is not found. There is: "
              + String.join(", ", workflow.groups().stream().map(GroupView::name).toList())
              + ".");
    }
    Map<String, ExplanationRow> placed = store.placements().explanations(workflow.id());
    Map<String, List<Move>> moves = moves(workflow.id());
    Map<String, Explanation> waiting = waiting(workflow.id(), groups);
    Map<String, String> staying = staying(workflow.id());
    return groups.stream()
        .map(group ->
            group(
                group,
                Optional.ofNullable(placed.get(group.name())).map(row -> row.of(visible)),
                Optional.ofNullable(waiting.get(group.name())).map(words -> words.of(visible)),
                Optional.ofNullable(staying.get(group.name())),
                moves.getOrDefault(group.name(), List.of())))
        .toList();
  }

  /** Of groups that run where nothing may go on, and were moved too often to be moved now. */
  private Map<String, String> staying(String workflow) {
    Fleet fleet = conductor.fleet();
    Map<String, String> staying = new HashMap<>();
    conductor.rows().stream()
        .filter(row -> row.id().equals(workflow))
        .flatMap(row -> row.state().groups().stream())
        .filter(FleetControl::stays)
        .forEach(group ->
            group.current().stream()
                .flatMap(task -> task.node().stream())
                .flatMap(node ->
                    group.place().flatMap(place -> fleet.closed(place.pool(), node)).stream())
                .findFirst()
                .ifPresent(why ->
                    staying.put(
                        group.name(),
                        "%s; it stays for now, since it was moved %d times within the hour"
                            .formatted(why, fleet.movesPerHour()))));
    return staying;
  }

  private Map<String, Explanation> waiting(String workflow, List<GroupView> groups) {
    List<String> names =
        groups.stream()
            .filter(group -> group.status() == TaskStatus.SCHEDULING)
            .map(GroupView::name)
            .toList();
    Map<String, Explanation> waiting = new HashMap<>();
    if (!names.isEmpty()) {
      Placing.Question now = conductor.question();
      for (String name : names) {
        placer
            .explain(Requests.id(workflow, name), now.queue(), now.fleet(), now.now())
            .ifPresent(decision -> waiting.put(name, decision.explanation()));
      }
    }
    return waiting;
  }

  private Map<String, List<Move>> moves(String workflow) {
    Map<String, List<Move>> moves = new HashMap<>();
    for (Event event : store.history(workflow)) {
      if (event instanceof Event.Moved moved) {
        moves
            .computeIfAbsent(moved.group(), group -> new ArrayList<>())
            .add(new Move(moved.at(), moved.reason()));
      }
    }
    return moves;
  }

  private static GroupExplanation group(
      GroupView group,
      Optional<ExplanationRow> placed,
      Optional<Explanation> waiting,
      Optional<String> staying,
      List<Move> moves) {
    List<TaskView> all = group.tasks();
    int attempt = all.stream().mapToInt(TaskView::attempt).max().orElse(0);
    List<String> nodes =
        all.stream()
            .filter(task -> task.attempt() == attempt)
            .flatMap(task -> task.node().stream())
            .distinct()
            .toList();
    Optional<ExplanationRow> current = placed.filter(row -> row.attempt() == attempt);
    Explanation explanation =
        waiting
            .or(() -> current.map(ExplanationRow::explanation))
            .orElseGet(() -> new Explanation(words(group), List.of()));
    if (staying.isPresent()) {
      String lead = explanation.lead().isEmpty() ? "" : explanation.lead() + "; ";
      explanation = new Explanation(lead + staying.get(), explanation.candidates());
    }
    return new GroupExplanation(
        group.name(),
        attempt,
        group.status(),
        group.initializingTime().or(group::schedulingTime),
        group.place(),
        nodes,
        explanation,
        moves);
  }

  /** Of a group that placement was not asked about, or that had no choice. */
  private static String words(GroupView group) {
    if (!group.message().isEmpty()) {
      return group.message();
    }
    if (group.status() == TaskStatus.WAITING) {
      return group.remainingUpstream().isEmpty()
          ? "its next try is not due"
          : "waits for " + String.join(", ", group.remainingUpstream());
    }
    return group
        .place()
        .map(Place::pool)
        .map(pool -> "in pool " + pool + ", without a choice")
        .orElse("");
  }
}
