package io.sesamo.backend.local;

import io.sesamo.engine.backend.Backend;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has tasks run by a {@link Supervisor}, a process of its own session that goes on when this server
 * dies. There is one at a time; a server never takes over an earlier one's, which ends with the
 * last of its tasks. Thread-safe.
 */
final class Supervisors implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger(Supervisors.class.getName());

  /** Small, and quick to start: there is one for each server that tasks have outlived. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xms8m",
          "-Xmx128m",
          "-XX:+ExitOnOutOfMemoryError", // the server sees that, and has the tasks tried again
          "-Xlog:disable",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED");

  private final Path folder;
  private final Map<String, Runnable> listeners = new ConcurrentHashMap<>();
  private @Nullable Process process;
  private boolean closed;

  /** {@code folder}: of the pool, where it leaves its own words. */
  Supervisors(Path folder) {
    this.folder = folder;
  }

  /** Where a supervisor says what goes wrong with it. */
  Path log() {
    return folder.resolve("supervisor.log");
  }

  /**
   * Has a task run whose order is written; one that another supervisor has claimed is left alone.
   *
   * @param news is run whenever there may be new facts in the task's folder, and when the
   *     supervisor dies
   * @return the supervisor
   */
  synchronized Process run(TaskFolder task, Runnable news) throws IOException {
    listeners.put(task.path().toString(), news);
    try {
      return handOver(task, running());
    } catch (IOException itHasJustDied) {
      process = null;
      return handOver(task, running());
    }
  }

  private static Process handOver(TaskFolder task, Process supervisor) throws IOException {
    DataOutputStream orders = new DataOutputStream(supervisor.getOutputStream());
    orders.writeUTF(task.path().toString());
    orders.flush();
    return supervisor;
  }

  /** A task is over. */
  void forget(TaskFolder task) {
    listeners.remove(task.path().toString());
  }

  /** Starts a supervisor meanwhile, so that the first task need not wait for it. */
  void getReady() {
    Thread.ofVirtual()
        .start(() -> {
          try {
            running();
          } catch (IOException toldWithTheFirstTask) {
            LOGGER.log(Logger.Level.DEBUG, "{0}", toldWithTheFirstTask.getMessage());
          }
        });
  }

  /** The supervisor; one is started where there is none. */
  private synchronized Process running() throws IOException {
    Process supervisor = process;
    if (closed) {
      throw new IOException("the pool is closed");
    }
    if (supervisor == null || !supervisor.isAlive()) {
      supervisor = start();
      process = supervisor;
      InputStream news = supervisor.getInputStream();
      Thread.ofPlatform().daemon().name("supervisor's news").start(() -> listen(news));
    }
    return supervisor;
  }

  private Process start() throws IOException {
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(OPTIONS);
    words.addAll(List.of("-cp", classPath(), Supervisor.class.getName(), folder.toString()));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().retainAll(List.of("PATH", "LANG", "LC_ALL", "LC_CTYPE"));
    return builder.redirectError(log().toFile()).start();
  }

  /** Where its classes are, and those of the engine. */
  private static String classPath() {
    return Stream.of(Supervisor.class, Backend.class)
        .map(type -> Path.of(location(type)).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static URI location(Class<?> type) {
    try {
      return type.getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void listen(InputStream stream) {
    try (DataInputStream folders = new DataInputStream(new BufferedInputStream(stream))) {
      while (true) {
        Runnable listener = listeners.get(folders.readUTF());
        if (listener != null) {
          listener.run();
        }
      }
    } catch (IOException itHasEnded) {
      LOGGER.log(Logger.Level.DEBUG, "A supervisor has ended");
    }
    listeners.values().forEach(Runnable::run);
  }

  /** Tasks go on; their supervisor ends with the last of them. */
  @Override
  public synchronized void close() {
    closed = true;
    Process supervisor = process;
    if (supervisor != null) {
      try {
        supervisor.getOutputStream().close();
      } catch (IOException alreadyGone) {
        LOGGER.log(Logger.Level.DEBUG, "{0}", alreadyGone.getMessage());
      }
    }
  }
}
