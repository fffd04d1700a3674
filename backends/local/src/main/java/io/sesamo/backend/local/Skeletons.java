package io.sesamo.backend.local;

import io.sesamo.engine.data.Folders;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

/**
 * The folders that every launch and every task has. Making and removing them takes longer than all
 * else that a short task needs of the disk: a file system such as ext4 looks past everything that
 * was removed in the last minutes each time it makes something. So what a task has left as it was
 * is used again. Thread-safe.
 */
final class Skeletons {

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

  /** Where inputs were mounted, which differ from task to task. */
  private static final String INPUTS = "osmo/data/input";

  /** The permissions that this server's folders and bubblewrap's have, and nothing besides. */
  private static final Set<Integer> USUAL_MODES = Set.of(0755, 0750, 0700);

  /** Everyone may write there, as programs expect, whoever they run as. */
  private static final int TEMPORARY_MODE = 01777;

  private static final int MOST_SPARES = 64;

  private final Path folder;

  /** Of what this server makes. */
  private final Rights usual;

  private final Deque<Path> launches = new ConcurrentLinkedDeque<>();
  private final Deque<Path> tasks = new ConcurrentLinkedDeque<>();

  /** {@code folder}: of the spare ones; what an earlier server has left there is removed. */
  Skeletons(Path folder) throws IOException {
    this.folder = folder;
    Folders.delete(folder);
    Files.createDirectories(folder);
    this.usual = Rights.of(folder);
  }

  /** Makes a launch's folder, with one for its tasks in it. */
  void makeLaunch(Path launch) throws IOException {
    Path spare = Files.exists(launch) ? null : launches.poll();
    if (spare == null) {
      Files.createDirectories(launch.resolve("tasks"));
    } else {
      Files.move(spare, launch);
    }
  }

  /**
   * Makes a task's folder, with those that the task writes to.
   *
   * @param root whether it needs a root for its sandbox
   */
  void makeTask(TaskFolder task, boolean root) throws IOException {
    Files.createDirectories(task.path().resolve("..").normalize());
    Path spare = tasks.poll();
    if (spare == null) {
      for (Path part : List.of(task.path(), task.output(), task.work(), task.temporary())) {
        Files.createDirectory(part);
      }
      Files.setAttribute(task.temporary(), "unix:mode", TEMPORARY_MODE);
    } else {
      Files.move(spare, task.path());
    }
    if (root && !Files.exists(task.root())) {
      makeRoot(task.root());
    }
  }

  /** Makes a root with nothing but what every root has. */
  static void makeRoot(Path root) throws IOException {
    for (String usual : USUAL) {
      Files.createDirectories(root.resolve(usual));
    }
  }

  /** Takes back what can be used again of a launch of which nothing runs any more. */
  void takeBack(Path launch) throws IOException {
    for (Path task : children(launch.resolve("tasks"))) {
      if (tasks.size() < MOST_SPARES && isUntouched(new TaskFolder(task))) {
        tasks.push(stash(task));
      }
    }
    if (launches.size() < MOST_SPARES && children(launch.resolve("tasks")).isEmpty()) {
      removeAllBut(launch, Set.of("tasks"));
      launches.push(stash(launch));
    }
  }

  private Path stash(Path skeleton) throws IOException {
    Path spare = folder.resolve(UUID.randomUUID().toString());
    Files.move(skeleton, spare);
    return spare;
  }

  /**
   * Whether the folders that the task could write to are as they were made, but for what it has
   * left in those that are meant for that. Then all that does not belong to a skeleton is removed.
   */
  private boolean isUntouched(TaskFolder task) throws IOException {
    boolean untouched =
        Files.isDirectory(task.path(), LinkOption.NOFOLLOW_LINKS)
            && empty(task.output(), usual)
            && empty(task.work(), usual)
            && empty(task.temporary(), usual.withMode(TEMPORARY_MODE));
    if (untouched && Files.exists(task.root(), LinkOption.NOFOLLOW_LINKS)) {
      Inspection inspection = new Inspection(task.root());
      Files.walkFileTree(task.root(), inspection);
      untouched = inspection.untouched();
    }
    if (untouched) {
      removeAllBut(task.path(), Set.of("output", "work", "tmp", "root"));
    }
    return untouched;
  }

  /** Empties a folder, unless it is not as it was made itself. */
  private static boolean empty(Path path, Rights rights) throws IOException {
    boolean untouched =
        Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
            && Rights.of(path).equals(rights)
            && !Posix.hasExtendedAttributes(path);
    if (untouched) {
      removeAllBut(path, Set.of());
    }
    return untouched;
  }

  /** Who may do what with a file. */
  private record Rights(int mode, int user, int group) {
    static Rights of(Path path) throws IOException {
      return new Rights(
          number(path, "unix:mode") & 07777, number(path, "unix:uid"), number(path, "unix:gid"));
    }

    Rights withMode(int other) {
      return new Rights(other, user, group);
    }

    private static int number(Path path, String attribute) throws IOException {
      Object value = Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS);
      return value instanceof Integer number ? number : -1;
    }
  }

  private static void removeAllBut(Path folder, Set<String> kept) throws IOException {
    for (Path child : children(folder)) {
      if (!kept.contains(child.getFileName().toString())) {
        Folders.delete(child);
      }
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }

  /** Finds anything in a root that a task may have made or changed. */
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
      if (name.equals(INPUTS)) { // not by its path: a task may have put a link on the way to it
        Folders.delete(found);
        return FileVisitResult.SKIP_SUBTREE;
      }
      Rights rights = Rights.of(found);
      seen.add(name);
      boolean known =
          MOUNTED.contains(name) || USUAL.contains(name) || Bubblewrap.SYSTEM.contains(name);
      return judge(
          known && USUAL_MODES.contains(rights.mode()) && !Posix.hasExtendedAttributes(found));
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
