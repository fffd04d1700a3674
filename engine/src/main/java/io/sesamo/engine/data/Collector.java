package io.sesamo.engine.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;

/**
 * Removes what no manifest in use names.
 *
 * <p>Invariants. An object goes only if no manifest in use names it <em>and</em> it was last stored
 * before a moment that lies well in the past: an output that is being stored, or whose task's end
 * is not yet known to the database, is young. Storing content that is there already makes it young
 * again, under the other side of the lock that is held while an object is looked at and removed.
 */
final class Collector {

  private static final long PATIENCE_MILLIS = 20;

  private final Path objects;
  private final Path trees;
  private final Path temporary;
  private final Lock exclusive;

  /**
   * A collector of one store.
   *
   * @param temporary folder of what nobody reads; at the next opening it is emptied
   * @param exclusive held by nobody while something is being stored
   */
  Collector(Path objects, Path trees, Path temporary, Lock exclusive) {
    this.objects = objects;
    this.trees = trees;
    this.temporary = temporary;
    this.exclusive = exclusive;
  }

  /**
   * Removes, or counts.
   *
   * @param manifests in use, by hash
   * @param named objects in use, by hash, the manifests among them
   * @param before what was stored later stays
   */
  Collected collect(Set<String> manifests, Set<String> named, Instant before, boolean dryRun)
      throws IOException {
    long removedTrees = 0;
    for (Path tree : children(trees)) {
      boolean unused = !manifests.contains(tree.getFileName().toString());
      if (unused && removeTree(tree, before, dryRun)) {
        removedTrees++;
      }
    }
    long removed = 0;
    long bytes = 0;
    for (Path folder : children(objects)) {
      for (Path object : children(folder)) {
        long size =
            named.contains(object.getFileName().toString()) ? -1 : remove(object, before, dryRun);
        if (size >= 0) {
          removed++;
          bytes += size;
        }
      }
    }
    return new Collected(removed, removedTrees, bytes);
  }

  /** Takes a tree away as a whole, then removes it: half of one must never be found. */
  private boolean removeTree(Path tree, Instant before, boolean dryRun) throws IOException {
    Path away = temporary.resolve(UUID.randomUUID().toString());
    if (!isAlone()) {
      return false;
    }
    try {
      if (!isOlder(tree, before)) {
        return false;
      }
      if (!dryRun) {
        Files.move(tree, away, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      exclusive.unlock();
    }
    Folders.delete(away);
    return true;
  }

  /** The size of an object that was removed; -1 when it stays. */
  private long remove(Path object, Instant before, boolean dryRun) throws IOException {
    if (!isAlone()) {
      return -1;
    }
    try {
      if (!isOlder(object, before)) {
        return -1;
      }
      long size = Files.size(object);
      if (!dryRun) {
        Files.delete(object);
      }
      return size;
    } catch (NoSuchFileException gone) {
      return -1;
    } finally {
      exclusive.unlock();
    }
  }

  /**
   * Takes the lock, unless somebody stores something for long: whoever waited for that would keep
   * all others waiting who want to read. The next collection takes what stays.
   */
  private boolean isAlone() throws IOException {
    try {
      return exclusive.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("Collecting was interrupted", stopped);
    }
  }

  private static boolean isOlder(Path file, Instant before) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(before);
  }

  /** What is in it; a file that somebody has put beside the folders has nothing in it. */
  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** The hashes of everything that these manifests need; one that is gone needs nothing. */
  static Set<String> named(FolderObjectStore store, Set<ManifestId> manifests) throws IOException {
    Set<String> named = new HashSet<>();
    for (ManifestId id : manifests) {
      if (store.has(id)) {
        named.add(id.sha256());
        store.manifest(id).files().forEach(file -> named.add(file.sha256()));
      }
    }
    return named;
  }
}
