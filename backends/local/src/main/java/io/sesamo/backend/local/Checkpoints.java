package io.sesamo.backend.local;

import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.data.Folders;
import io.sesamo.model.spec.TaskSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Hands the checkpoints of a task that did not succeed on to its next attempt, which finds them at
 * the same path. They are copied, never linked: what an attempt changes must change nothing that is
 * stored.
 *
 * @param folder where they wait for the next attempt
 */
record Checkpoints(Path folder, InstantSource clock) {

  /** Those of a workflow that is not tried again are of no use to anybody. */
  private static final Duration KEPT = Duration.ofDays(7);

  /** Removes what nobody has asked for in a week. */
  void removeOld() throws IOException {
    Files.createDirectories(folder);
    for (Path task : list(folder)) {
      if (Files.getLastModifiedTime(task).toInstant().isBefore(clock.instant().minus(KEPT))) {
        Folders.delete(task);
      }
    }
  }

  /** Keeps what the task has left; nothing of it may run any more. */
  void keep(Launch launch, TaskSpec spec, TaskFolder task, Confinement how)
      throws IOException, StartFailure {
    for (int i = 0; i < spec.checkpoints().size(); i++) {
      Path place = place(launch, spec, i, task, how);
      if (isWithin(place, task.path())) {
        Path part = of(launch, spec).resolve("part");
        Folders.delete(part);
        NameFilter filter = new NameFilter(spec.checkpoints().get(i).regex(), clock);
        copy(place, part, filter);
        Path kept = of(launch, spec).resolve(i + "." + launch.attempt());
        Folders.delete(kept);
        Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /** A task may have put a link there, to anywhere on this machine. */
  private static boolean isWithin(Path place, Path task) throws IOException {
    return Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
        && place.toRealPath().equals(task.toRealPath().resolve(task.relativize(place)));
  }

  /** Puts the latest kept ones where the task finds them. */
  void restore(Launch launch, TaskSpec spec, TaskFolder task, Confinement how)
      throws IOException, StartFailure {
    for (int i = 0; i < spec.checkpoints().size(); i++) {
      int checkpoint = i;
      Optional<Path> latest =
          IntStream.iterate(launch.attempt() - 1, attempt -> attempt >= 0, attempt -> attempt - 1)
              .mapToObj(attempt -> of(launch, spec).resolve(checkpoint + "." + attempt))
              .filter(Files::isDirectory)
              .findFirst();
      if (latest.isPresent()) {
        copy(latest.get(), place(launch, spec, i, task, how), new NameFilter("", clock));
      }
    }
  }

  /** The task has succeeded. */
  void forget(Launch launch, TaskSpec spec) throws IOException {
    if (!spec.checkpoints().isEmpty()) {
      Folders.delete(of(launch, spec));
    }
  }

  private Path of(Launch launch, TaskSpec spec) {
    return folder.resolve(launch.workflow() + "." + spec.name());
  }

  private static Path place(
      Launch launch, TaskSpec spec, int checkpoint, TaskFolder task, Confinement how)
      throws StartFailure {
    TaskSpec filled = JobTokens.fill(spec, launch, how.places(task));
    String path = filled.checkpoints().get(checkpoint).path();
    Path absolute = Path.of("/").resolve(path).normalize();
    return absolute.startsWith(task.path())
        ? absolute
        : how.placeFor(task, path, Equipment.THIS_SYSTEM);
  }

  /**
   * Folders and files; anything else is left out. Above all links: one that led out of the sandbox
   * would have the next copy written there.
   */
  private static void copy(Path source, Path target, NameFilter filter)
      throws IOException, StartFailure {
    for (Path file : walk(source)) {
      String name = source.relativize(file).toString();
      Path copy = target.resolve(source.relativize(file));
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(copy);
      } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && filter.picks(name)) {
        Files.copy(
            file,
            copy,
            LinkOption.NOFOLLOW_LINKS,
            StandardCopyOption.COPY_ATTRIBUTES,
            StandardCopyOption.REPLACE_EXISTING);
        copy.toFile().setWritable(true, true); // what was stored as output is read-only
      }
    }
  }

  private static List<Path> walk(Path source) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      return files.toList();
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
