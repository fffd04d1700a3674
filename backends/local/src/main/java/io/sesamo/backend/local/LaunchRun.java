package io.sesamo.backend.local;

import io.sesamo.engine.backend.BackendEvent;
import io.sesamo.engine.backend.BackendListener;
import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Launch.TaskLaunch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the tasks of a launch share while it runs. Thread-safe. */
final class LaunchRun {

  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final LaunchJson.Written written;
  private final Launch launch;
  private final Path folder;
  private final BackendListener listener;
  private final boolean orphan;
  private final Set<String> ready = new HashSet<>();
  private final List<TaskRun> tasks = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private int running;
  private boolean forgotten;
  private @Nullable String unready;
  private volatile @Nullable Duration grace;
  private volatile boolean closed;

  /** {@code orphan}: nobody waits for this launch any more. */
  LaunchRun(LaunchJson.Written written, Path folder, BackendListener listener, boolean orphan) {
    this.written = written;
    this.launch = written.launch();
    this.orphan = orphan;
    this.folder = folder;
    this.listener = listener;
    this.running = launch.tasks().size();
  }

  Launch launch() {
    return launch;
  }

  /** Whether it was ordered before the machine was restarted. */
  boolean isOfEarlierBoot() throws IOException {
    return written.isOfEarlierBoot(folder);
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

  /** A task had begun, or was over, before this server began: nobody need wait for it. */
  synchronized void wasOver(String task) {
    ready.add(task);
    notifyAll();
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
    wakeTasks();
  }

  /** The server goes away; the tasks go on. */
  void close() {
    closed = true;
    wakeTasks();
  }

  private synchronized void wakeTasks() {
    tasks.forEach(TaskRun::wake);
  }

  boolean isClosed() {
    return closed;
  }

  /** Starts a thread for each task; {@code whenOver} is run after the last one has ended. */
  synchronized void begin(Workshop workshop, Runnable whenOver) {
    for (TaskLaunch task : launch.tasks()) {
      TaskRun run = new TaskRun(this, task, workshop);
      tasks.add(run);
      threads.add(
          Thread.ofVirtual()
              .name(Plan.name(launch.id(), task.name()))
              .start(() -> {
                try {
                  run.run();
                } finally {
                  if (taskIsOver() && !closed) {
                    workshop.seats().leave(launch.id());
                    whenOver.run();
                  }
                }
              }));
    }
  }

  private synchronized boolean taskIsOver() {
    running--;
    return running == 0;
  }

  /** Waits until the threads have left everything alone, after a {@link #close}. */
  void awaitThreads() {
    try {
      for (Thread thread : threads()) {
        thread.join(CLOSING);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<Thread> threads() {
    return List.copyOf(threads);
  }

  /**
   * Nobody needs its folder any more once it is over.
   *
   * @return whether it is: its last task's thread may still be about to say so
   */
  synchronized boolean forget() {
    forgotten = true;
    return isOver();
  }

  synchronized boolean isForgotten() {
    return forgotten;
  }

  synchronized boolean isOver() {
    return running == 0;
  }
}
