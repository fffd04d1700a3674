package io.sesamo.backend.local;

import io.sesamo.engine.data.Folders;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The root folders of sandboxes. Each has two dozen folders, for what is mounted there; making and
 * removing them takes longer than all else that a short task needs of the disk. A root that its
 * task has left as it was is used again. Thread-safe.
 */
final class Roots {

  /** Where programs may expect a folder of their own. */
  private static final List<String> USUAL = List.of("var/tmp", "home", "mnt", "opt");

  /** All else that is in the root of a task which has written nothing there. */
  private static final Set<String> MOUNTED =
      Set.of(
          "",
          "var",
          "etc",
          "proc",
          "dev",
          "run",
          "sys",
          "sys/devices",
          "sys/devices/system",
          "tmp",
          "osmo",
          "osmo/data",
          "osmo/data/output",
          "osmo/run",
          "osmo/run/workspace");

  /** The permissions that this server's folders and bubblewrap's have, and nothing besides. */
  private static final Set<Integer> USUAL_MODES = Set.of(0755, 0750, 0700);

  private static final int MOST_SPARES = 64;

  private final Path folder;
  private final Deque<Path> spares = new ConcurrentLinkedDeque<>();

  /** {@code folder}: of the spare ones; what an earlier server has left there is removed. */
  Roots(Path folder) throws IOException {
    this.folder = folder;
    Folders.delete(folder);
    Files.createDirectories(folder);
  }

  /** Makes a root for a task at this place. */
  void make(Path root) throws IOException {
    Path spare = spares.poll();
    if (spare != null) {
      Files.move(spare, root);
      return;
    }
    makeNew(root);
  }

  /** Makes a root with nothing but what every root has. */
  static void makeNew(Path root) throws IOException {
    for (String usual : USUAL) {
      Files.createDirectories(root.resolve(usual));
    }
  }

  /** Takes back the root of a task of which nothing runs any more, if it can be used again. */
  void takeBack(Path root) throws IOException {
    if (spares.size() >= MOST_SPARES || !Files.isDirectory(root)) {
      return;
    }
    Folders.delete(root.resolve("osmo/data/input")); // differs from task to task
    Inspection inspection = new Inspection(root);
    Files.walkFileTree(root, inspection);
    if (inspection.untouched()) {
      Path spare = folder.resolve(UUID.randomUUID().toString());
      Files.move(root, spare);
      spares.push(spare);
    }
  }

  /** Finds anything that a task may have made or changed. */
  private static final class Inspection extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Set<String> seen = new HashSet<>();
    private boolean touched;

    Inspection(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path found, BasicFileAttributes attributes)
        throws IOException {
      String name = root.relativize(found).toString();
      int mode = (Integer) Files.getAttribute(found, "unix:mode") & 07777;
      seen.add(name);
      boolean known =
          MOUNTED.contains(name) || USUAL.contains(name) || Bubblewrap.SYSTEM.contains(name);
      return judge(known && USUAL_MODES.contains(mode));
    }

    @Override
    public FileVisitResult visitFile(Path found, BasicFileAttributes attributes) {
      return judge(false);
    }

    @Override
    public FileVisitResult visitFileFailed(Path found, IOException failure) {
      return judge(false);
    }

    /** Nothing was added or changed, and nothing is missing. */
    boolean untouched() {
      return !touched && seen.containsAll(USUAL);
    }

    private FileVisitResult judge(boolean untouched) {
      touched |= !untouched;
      return untouched ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }
  }
}
