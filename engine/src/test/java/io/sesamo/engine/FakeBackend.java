package io.sesamo.engine;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ran;
import io.sesamo.engine.backend.BackendListener;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Pool;
import io.sesamo.engine.backend.Secrets;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.model.Resources;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetPool;
import io.sesamo.placement.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pool whose tasks end when the test says so. What it was ordered is kept in a {@link World} that
 * outlives it, as processes outlive a server.
 */
class FakeBackend implements Backend {

  static final ManifestId OUTPUT = new ManifestId("0".repeat(64));

  private final World world;
  private final List<Pool> own;
  private volatile List<Pool> pools;

  /** One of the pool {@code default} with one node. */
  FakeBackend(World world, int cores) {
    this(world, List.of(node("node", "local", cores, 0)));
  }

  /** One of the pool {@code default} with these nodes. */
  FakeBackend(World world, List<Node> nodes) {
    this.world = world;
    this.own = List.of(new Pool("default", "a pool of the test", nodes, false));
    this.pools = own;
  }

  static Node node(String name, String platform, int cores, int accelerators) {
    Resources all = Resources.whole(cores * 1000L, 1L << 40, 1L << 40, accelerators);
    return new Node(name, platform, all, all);
  }

  /** What the pool really runs. Thread-safe. */
  static final class World {
    private final Map<String, Launch> running = new HashMap<>();
    private final Map<String, Map<String, Secrets>> secrets = new HashMap<>();
    private final List<String> ordered = new ArrayList<>();
    private final Set<String> forgotten = new HashSet<>();
    private final Set<String> stopped = new HashSet<>();
    private boolean refusing;
    private boolean endsAtOnce;
    private boolean stopsSlowly;
    private int mostTasks;
    private ManifestId output = OUTPUT;
    private BackendListener listener = event -> {};

    /** What tasks leave from now on. */
    synchronized void leave(ManifestId stored) {
      output = stored;
    }

    /** What runs now, by the id of its launch. */
    synchronized Map<String, Launch> running() {
      return Map.copyOf(running);
    }

    /** What the tasks of a launch were given. */
    synchronized Map<String, Secrets> secrets(String launchId) {
      return secrets.getOrDefault(launchId, Map.of());
    }

    /** From now on stops take as long as until the test ends what was stopped. */
    synchronized void stopSlowly() {
      stopsSlowly = true;
    }

    synchronized List<String> ordered() {
      return List.copyOf(ordered);
    }

    synchronized Set<String> forgotten() {
      return Set.copyOf(forgotten);
    }

    synchronized int mostTasks() {
      return mostTasks;
    }

    synchronized void refuse(boolean refuse) {
      refusing = refuse;
    }

    synchronized void endAtOnce() {
      endsAtOnce = true;
    }

    synchronized void end(String launchId, Cause cause, int exitCode) {
      Launch launch = running.remove(launchId);
      if (launch == null) {
        throw new IllegalStateException(launchId + " does not run; there is " + running.keySet());
      }
      report(launch, cause, exitCode);
    }

    /** The commands of a launch begin. */
    synchronized void begin(String launchId) {
      for (Launch.TaskLaunch task :
          Optional.ofNullable(running.get(launchId)).orElseThrow().tasks()) {
        listener.on(new BackendEvent.Started(launchId, task.name(), Instant.now(), task.node()));
      }
    }

    /** It becomes known only now that the commands of a launch ended well at that time. */
    synchronized void endedAt(String launchId, Instant until) {
      Launch launch = Optional.ofNullable(running.remove(launchId)).orElseThrow();
      for (Launch.TaskLaunch task : launch.tasks()) {
        listener.on(
            new BackendEvent.Ended(
                launchId,
                task.name(),
                Instant.now(),
                Cause.EXITED,
                0,
                Optional.of(output),
                "",
                Optional.of(new Ran(until, true))));
      }
    }

    /** What was told to stop. */
    synchronized Set<String> stopped() {
      return Set.copyOf(stopped);
    }

    private void report(Launch launch, Cause cause, int exitCode) {
      for (Launch.TaskLaunch task : launch.tasks()) {
        listener.on(new BackendEvent.Started(launch.id(), task.name(), Instant.now(), task.node()));
        listener.on(
            new BackendEvent.Ended(
                launch.id(), task.name(), Instant.now(), cause, exitCode, Optional.of(output), ""));
      }
    }
  }

  @Override
  public List<Pool> pools() {
    return pools;
  }

  @Override
  public void follow(Optional<FleetFile> fleet) {
    List<Pool> all = new ArrayList<>(own);
    fleet.stream()
        .flatMap(file -> file.sites().stream())
        .flatMap(site -> site.pools().stream())
        .filter(FleetPool::emulated)
        .forEach(pool -> all.add(Pool.declared(pool, "an emulated pool of the test")));
    pools = List.copyOf(all);
  }

  /** A node is not there any more. */
  void lose(String pool, String node) {
    pools =
        pools.stream()
            .map(found -> found.name().equals(pool) ? without(found, node) : found)
            .toList();
  }

  private static Pool without(Pool pool, String lost) {
    return new Pool(
        pool.name(),
        pool.description(),
        pool.nodes().stream()
            .map(node ->
                node.name().equals(lost)
                    ? new Node(
                        node.name(),
                        node.platform(),
                        node.capacity(),
                        node.free(),
                        node.labels(),
                        false)
                    : node)
            .toList(),
        pool.emulated());
  }

  @Override
  public List<String> refusals(Launch launch, List<String> warnings) {
    return List.of();
  }

  @Override
  public void recover(Set<String> expected, BackendListener listener) {
    synchronized (world) {
      world.listener = listener;
      world.running.keySet().removeIf(id -> !expected.contains(id));
      for (String id : expected) {
        if (!world.running.containsKey(id)) {
          listener.on(
              new BackendEvent.Ended(
                  id, "", Instant.now(), Cause.LOST, 3001, Optional.empty(), "gone"));
        }
      }
    }
  }

  @Override
  public void start(Launch launch, Map<String, Secrets> secrets) {
    synchronized (world) {
      if (world.refusing) {
        throw new IllegalStateException("crashed before the order was written down");
      }
      // One that has ended is known until it is forgotten, as the contract asks.
      boolean known = world.ordered.contains(launch.id()) && !world.forgotten.contains(launch.id());
      if (known) {
        return;
      }
      world.ordered.add(launch.id());
      world.running.put(launch.id(), launch);
      world.secrets.put(launch.id(), secrets);
      int tasks = world.running.values().stream().mapToInt(l -> l.tasks().size()).sum();
      world.mostTasks = Math.max(world.mostTasks, tasks);
      if (world.endsAtOnce) {
        world.end(launch.id(), Cause.EXITED, 0);
      }
    }
  }

  @Override
  public void stop(String launchId, Duration grace) {
    synchronized (world) {
      world.stopped.add(launchId);
      if (world.running.containsKey(launchId) && !world.stopsSlowly) {
        world.end(launchId, Cause.STOPPED, 143);
      }
    }
  }

  @Override
  public void forget(String launchId) {
    synchronized (world) {
      world.forgotten.add(launchId);
    }
  }

  @Override
  public void close() {}
}
