package io.sesamo.engine;

import io.sesamo.engine.Engine.Applied;
import io.sesamo.engine.Engine.Drained;
import io.sesamo.engine.Engine.FleetChange;
import io.sesamo.engine.EngineException.Code;
import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.fleet.FleetNow;
import io.sesamo.engine.fleet.FleetOffice;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.placement.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Changes the fleet between two steps of the engine. Thread-safe. */
record FleetControl(Conductor conductor, List<Backend> backends, FleetOffice fleets) {

  private static final int NODES_TOLD = 10;

  /** See {@link Engine#applyFleet}. */
  Applied apply(FleetChange change) {
    List<String> warnings = new ArrayList<>();
    int before = fleets.now().version();
    conductor.between(() -> {
      boolean same = fleets.row().filter(row -> row.text().equals(change.text())).isPresent();
      if (change.onlyWhenIdle() && same) {
        return;
      }
      if (change.onlyWhenIdle() && !conductor.rows().isEmpty()) {
        throw new EngineException(
            Code.USER,
            "Work of another fleet is under way, so this one was not applied."
                + " Wait until it is done, or cancel it; sesamo list shows it.");
      }
      warnings.addAll(
          fleets.apply(
              change.title(), change.text(), change.user(), UnderWay.taken(conductor.rows())));
      follow();
      warnings.addAll(idlePools());
    });
    FleetNow now = fleets.now();
    return new Applied(
        now.version(),
        now.version() != before,
        warnings,
        now.drains().keySet().stream().sorted().toList());
  }

  private void follow() {
    backends.forEach(backend -> backend.follow(fleets.now().file()));
  }

  /** What whoever applies a fleet should know: where nothing will run. */
  private List<String> idlePools() {
    Fleet fleet = Fleet.of(backends, fleets.now());
    List<String> words = new ArrayList<>();
    fleets
        .now()
        .file()
        .ifPresent(file ->
            file.sites().stream()
                .flatMap(site -> site.pools().stream())
                .filter(pool -> fleet.member(pool.name()).isEmpty())
                .forEach(pool ->
                    words.add(
                        "Nothing runs in pool "
                            + pool.name()
                            + ": it is not emulated, and no backend of this server has it.")));
    backends.stream()
        .flatMap(backend -> backend.pools().stream())
        .filter(pool -> fleet.member(pool.name()).isEmpty())
        .forEach(pool ->
            words.add(
                "Nothing runs in this server's own pool "
                    + pool.name()
                    + ": it is at no site of the fleet."));
    return words;
  }

  /** See {@link Engine#removeFleet}. */
  int remove(String user) {
    conductor.between(() -> {
      if (!conductor.rows().isEmpty()) {
        throw new EngineException(
            Code.USER,
            "Work is under way or waits, and without a fleet no law would be asked for it."
                + " Wait until it is done, or cancel it; sesamo list shows it.");
      }
      fleets.remove(user);
      follow();
    });
    return fleets.now().version();
  }

  /** See {@link Engine#drain}. */
  Drained drain(String name, String reason, String user) {
    conductor.between(() -> {
      fleets.now().file().flatMap(file -> file.part(name)).ifPresent(this::requireThere);
      fleets.drain(name, reason, user);
    });
    int moved = 0;
    int staying = 0;
    for (GroupState group : launched(name)) {
      if (group.message().startsWith(Heeding.MOVED)) {
        moved++;
      } else if (stays(group)) {
        staying++;
      }
    }
    return new Drained(name, true, moved, staying, movesPerHour());
  }

  /** Refuses a node that the pool does not have: of pools of this server the file names none. */
  private void requireThere(FleetFile.Part part) {
    String pool = part.pools().getFirst().name();
    Fleet.of(backends, fleets.now())
        .member(pool)
        .filter(member -> part.node().filter(node -> member.node(node).isEmpty()).isPresent())
        .ifPresent(member -> {
          throw new EngineException(
              Code.DATABASE,
              "Pool %s has no node %s. It has: %s."
                  .formatted(
                      pool,
                      part.node().orElseThrow(),
                      member.pool().nodes().stream()
                          .limit(NODES_TOLD)
                          .map(Node::name)
                          .collect(Collectors.joining(", "))));
        });
  }

  /** See {@link Engine#resume}. */
  Drained resume(String name) {
    conductor.between(() -> fleets.resume(name));
    return new Drained(name, false, 0, 0, movesPerHour());
  }

  private int movesPerHour() {
    return Fleet.of(backends, fleets.now()).movesPerHour();
  }

  /** What runs in that part. The step that has it leave is committed by now. */
  private List<GroupState> launched(String name) {
    return conductor.rows().stream()
        .flatMap(row -> row.state().groups().stream())
        .filter(group -> group.current().stream().anyMatch(TaskState::launched))
        .filter(group -> isIn(group, name))
        .toList();
  }

  /** Whether nobody has asked it to end. */
  static boolean stays(GroupState group) {
    return group.current().stream().anyMatch(task -> task.launched() && task.ending().isEmpty());
  }

  private static boolean isIn(GroupState group, String name) {
    return group
        .place()
        .filter(place ->
            place.site().equals(name)
                || place.pool().equals(name)
                || group.current().stream()
                    .flatMap(task -> task.node().stream())
                    .anyMatch(node -> name.equals(place.pool() + "/" + node)))
        .isPresent();
  }
}
