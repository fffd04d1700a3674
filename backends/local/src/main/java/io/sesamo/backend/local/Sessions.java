package io.sesamo.backend.local;

import io.sesamo.engine.backend.BackendException;
import io.sesamo.engine.backend.SessionOrder;
import io.sesamo.engine.backend.TaskSession;
import io.sesamo.engine.data.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The commands that people run beside tasks' own. They end with their task, with their client, and
 * with this server. Thread-safe.
 */
final class Sessions {

  /** Each has two threads and up to a megabyte under way. */
  private static final int MOST = 256;

  /** What {@code env} has been able to do since coreutils 8.31. */
  private static final List<String> HEED_SIGNALS = List.of("env", "--default-signal");

  private final Path folder;
  private final List<String> heedSignals;
  private final Map<String, Map<String, SessionRun>> running = new HashMap<>();
  private boolean closed;

  /** {@code folder}: for what is handed over; what an earlier server has left there is removed. */
  Sessions(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    List<String> trial = new ArrayList<>(HEED_SIGNALS);
    trial.add("true");
    this.heedSignals = Programs.run(trial).exitCode() == 0 ? HEED_SIGNALS : List.of();
    Folders.delete(folder);
    Files.createDirectories(folder);
  }

  /**
   * Runs a command beside a task's own.
   *
   * @param task its name on this machine
   * @param groups its cgroups
   */
  TaskSession open(
      String task, Entry entry, SessionOrder order, List<Path> groups, Map<String, String> limits)
      throws IOException {
    String mark = UUID.randomUUID().toString();
    SessionScript script = new SessionScript(heedSignals, folder.resolve(mark), groups, limits);
    synchronized (this) {
      if (closed) {
        entry.close();
        throw new BackendException("The pool is closed");
      }
      if (running.values().stream().mapToInt(Map::size).sum() >= MOST) {
        entry.close();
        throw new BackendException(
            "This machine has " + MOST + " sessions open already; close some");
      }
      SessionRun run = SessionRun.start(entry, order, script, mark, () -> forget(task, mark));
      running.computeIfAbsent(task, name -> new HashMap<>()).put(mark, run);
      return run;
    }
  }

  private synchronized void forget(String task, String mark) {
    Map<String, SessionRun> ofTask = running.getOrDefault(task, new HashMap<>());
    ofTask.remove(mark);
    if (ofTask.isEmpty()) {
      running.remove(task);
    }
  }

  /** A task is over; returns when nothing runs beside it any more. */
  void endOf(String task) {
    taken(task).forEach(SessionRun::kill);
  }

  private synchronized List<SessionRun> taken(String task) {
    return List.copyOf(running.getOrDefault(task, Map.of()).values());
  }

  /** Ends all. */
  void close() {
    all().forEach(SessionRun::kill);
  }

  private synchronized List<SessionRun> all() {
    closed = true;
    return running.values().stream().flatMap(ofTask -> ofTask.values().stream()).toList();
  }
}
