package io.sesamo.backend.local;

import io.sesamo.engine.data.Folders;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes away the folders of launches that are over: out of the way at once, and what they hold in
 * its own time. What is not gone when the server ends goes at its next start. Thread-safe.
 */
final class Removals implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger(Removals.class.getName());

  /** How long closing waits. */
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final Path removed;
  private final Skeletons skeletons;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Removals(Path removed, Skeletons skeletons) {
    this.removed = removed;
    this.skeletons = skeletons;
  }

  /**
   * Begins with what an earlier server has left. A task may have made something that cannot be
   * removed; that does not stop a server.
   *
   * @param removed folder for what is going away, on the file system of the launches
   * @param skeletons to which goes back what can be used again
   */
  static Removals begin(Path removed, Skeletons skeletons) throws IOException {
    Files.createDirectories(removed);
    try {
      delete(removed);
    } catch (IOException stays) {
      LOGGER.log(Logger.Level.WARNING, "{0} cannot be removed: {1}", removed, stays.getMessage());
    }
    Files.createDirectories(removed);
    return new Removals(removed, skeletons);
  }

  /** Takes away a launch's folder. */
  void remove(Path launch) {
    remove(launch, away -> {});
  }

  /** Takes away the folder of a launch that is over; the workflow may use parts of it again. */
  void remove(Path launch, String workflow) {
    remove(launch, away -> takeBack(away, workflow));
  }

  private void remove(Path launch, Consumer<Path> first) {
    Path away = removed.resolve(UUID.randomUUID().toString());
    try {
      Files.move(launch, away);
    } catch (IOException failure) {
      LOGGER.log(Logger.Level.WARNING, "{0} cannot be removed: {1}", launch, failure.getMessage());
      return;
    }
    try {
      threads.execute(() -> {
        first.accept(away);
        takeAway(away);
      });
    } catch (RejectedExecutionException closing) {
      LOGGER.log(Logger.Level.DEBUG, "{0} stays until the next start", away);
    }
  }

  private void takeBack(Path launch, String workflow) {
    try {
      skeletons.takeBack(launch, workflow);
    } catch (IOException | RuntimeException notWorthKeeping) {
      LOGGER.log(Logger.Level.DEBUG, "{0}", notWorthKeeping.getMessage());
    }
  }

  private static void takeAway(Path launch) {
    try {
      delete(launch);
    } catch (IOException laterThen) {
      LOGGER.log(Logger.Level.DEBUG, "{0} stays until the next start", launch);
    }
  }

  /** Paths that are too long for Java are not for {@code rm}. */
  static void delete(Path path) throws IOException {
    try {
      Folders.delete(path);
    } catch (IOException | StackOverflowError tooDeep) {
      try {
        Programs.run(List.of("rm", "-rf", "--", path.toString()));
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      }
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(tooDeep.toString(), tooDeep);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      threads.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
