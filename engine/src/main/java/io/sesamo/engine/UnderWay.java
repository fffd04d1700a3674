package io.sesamo.engine;

import io.sesamo.engine.Standings.Standing;
import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.Pool;
import io.sesamo.engine.fleet.Taken;
import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.store.EffectRow;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.placement.Allocation;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.Running;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be asked of the workflows that are not finished. */
final class UnderWay {

  private UnderWay() {}

  /** The fleet with all that runs in it. */
  static FleetState state(Fleet fleet, Collection<WorkflowRow> rows) {
    Circumstances around = new Circumstances(LawDay.NONE, fleet, Circumstances.Known.NOTHING);
    List<Running> running =
        rows.stream().flatMap(row -> Standing.of(row, around).running().stream()).toList();
    return new Counting(fleet).state(fleet, running);
  }

  /** What a backend is taken to run; the first one answers for pools that nobody has any more. */
  static Set<String> launched(
      Collection<WorkflowRow> rows, Backend backend, List<Backend> backends) {
    Set<String> own = pools(Stream.of(backend));
    Set<String> others = pools(backends.stream().filter(other -> !other.equals(backend)));
    boolean first = backend.equals(backends.getFirst());
    return rows.stream()
        .flatMap(row ->
            row.state().groups().stream()
                .filter(group -> group.current().stream().anyMatch(TaskState::launched))
                .filter(group -> {
                  String pool = group.place().map(Place::pool).orElse("");
                  return own.contains(pool) || (first && !others.contains(pool));
                })
                .map(group -> EffectRow.launchId(row.id(), group.name(), group.attempt())))
        .collect(Collectors.toSet());
  }

  private static Set<String> pools(Stream<Backend> backends) {
    return backends
        .flatMap(backend -> backend.pools().stream())
        .map(Pool::name)
        .collect(Collectors.toSet());
  }

  /** Where work is under way. */
  static Taken taken(Collection<WorkflowRow> rows) {
    Map<String, Map<String, Allocation>> pools = new HashMap<>();
    for (WorkflowRow row : rows) {
      for (GroupState group : row.state().groups()) {
        GroupSpec spec = row.spec().group(group.name()).orElseThrow();
        List<TaskState> tasks = group.current();
        for (int i = 0; i < tasks.size(); i++) {
          TaskState task = tasks.get(i);
          if (task.launched() && group.place().isPresent()) {
            Map<String, Allocation> nodes =
                pools.computeIfAbsent(group.place().get().pool(), pool -> new HashMap<>());
            Allocation own =
                Allocation.of(Launches.amount(spec.tasks().get(i)), task.accelerators());
            task.node().ifPresent(node -> nodes.merge(node, own, Allocation::plus));
          }
        }
      }
    }
    return Taken.of(pools);
  }

  /**
   * Tasks of earlier workflows whose outputs tasks under way, or still to start, take as inputs.
   */
  static Set<InputSpec.FromTask> read(Collection<WorkflowRow> rows) {
    return rows.stream()
        .flatMap(row -> row.spec().groups().stream())
        .flatMap(group -> group.tasks().stream())
        .flatMap(task -> task.inputs().stream())
        .flatMap(input ->
            input instanceof InputSpec.FromTask from && !from.workflow().isEmpty()
                ? Stream.of(from)
                : Stream.empty())
        .collect(Collectors.toSet());
  }

  /** When the launch of the task that has been under way longest was ordered. */
  static Optional<Instant> earliestLaunch(Collection<WorkflowRow> rows) {
    return rows.stream()
        .flatMap(row -> row.state().groups().stream())
        .flatMap(group -> group.current().stream())
        .filter(TaskState::launched)
        .flatMap(task -> task.times().initializing().stream())
        .min(Instant::compareTo);
  }
}
