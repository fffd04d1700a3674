package io.sesamo.backend.local;

import io.sesamo.engine.backend.BackendEvent;
import io.sesamo.engine.backend.BackendListener;
import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.backend.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the tasks of a launch share while it runs. Thread-safe. */
final class LaunchRun {

  private final Launch launch;
  private final Path folder;
  private final BackendListener listener;
  private final boolean orphan;
  private final Set<String> ready = new HashSet<>();
  private int running;
  private @Nullable String unready;
  private volatile @Nullable Duration grace;
  private volatile boolean closed;

  /** {@code orphan}: nobody waits for this launch any more. */
  LaunchRun(Launch launch, Path folder, BackendListener listener, boolean orphan) {
    this.launch = launch;
    this.orphan = orphan;
    this.folder = folder;
    this.listener = listener;
    this.running = launch.tasks().size();
  }

  Launch launch() {
    return launch;
  }

  boolean isOrphan() {
    return orphan;
  }

  Path folder() {
    return folder;
  }

  TaskFolder folder(String task) {
    return new TaskFolder(folder.resolve("tasks").resolve(task));
  }

  void tell(BackendEvent event) {
    if (!closed) {
      listener.on(event);
    }
  }

  /** A task is ready; with a barrier, waits until all are. */
  synchronized void awaitOthers(String task) throws InterruptedException, StartFailure {
    ready.add(task);
    notifyAll();
    while (launch.barrier() && ready.size() < launch.tasks().size()) {
      String failed = unready;
      if (failed != null) {
        throw new StartFailure(
            ExitCodes.PREPARATION_FAILED,
            "Not started, because task '" + failed + "' of its group could not be made ready");
      }
      wait();
    }
  }

  /** A task cannot be made ready: nobody need wait for it. */
  synchronized void notReady(String task) {
    if (unready == null) {
      unready = task;
    }
    notifyAll();
  }

  /** How long the tasks have to end by themselves, once they are to stop. */
  Optional<Duration> stopping() {
    return Optional.ofNullable(grace);
  }

  void stop(Duration wanted) {
    grace = wanted;
  }

  /** The server goes away; the tasks go on. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /** A task is over; true when it was the last. */
  synchronized boolean taskIsOver() {
    running--;
    return running == 0;
  }

  synchronized boolean isOver() {
    return running == 0;
  }
}
