package io.sesamo.backend.local;

import io.sesamo.engine.data.Folders;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders that every launch and every task has. Making and removing them takes longer than all
 * else that a short task needs of the disk: a file system such as ext4 looks past everything that
 * was removed in the last minutes each time it makes something. So what a task has left as it was
 * is used again, by the same workflow only: a task may have given a descriptor of its folders to
 * another program, through a socket, and that one could read and write there still. Thread-safe.
 */
final class Skeletons {

  private static final Logger LOGGER = System.getLogger(Skeletons.class.getName());

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

  /** Of an empty folder that this server makes. */
  private final Traits usual;

  private final Deque<Path> launches = new ConcurrentLinkedDeque<>();
  private final Deque<Spare> tasks = new ConcurrentLinkedDeque<>();

  /** What a task of that workflow has left. */
  private record Spare(String workflow, Path path) {}

  /** {@code folder}: of the spare ones; what an earlier server has left there is removed. */
  Skeletons(Path folder) throws IOException {
    this.folder = folder;
    try {
      Removals.delete(folder);
    } catch (IOException stays) {
      LOGGER.log(Logger.Level.WARNING, "{0} cannot be removed: {1}", folder, stays.getMessage());
    }
    Path fresh = folder.resolve(UUID.randomUUID().toString());
    Files.createDirectories(fresh);
    this.usual = Traits.of(fresh);
    Files.delete(fresh);
  }

  /** Makes a launch's folder, with one for its tasks in it. */
  void makeLaunch(Path launch) throws IOException {
    if (Files.exists(launch) || !move(launches.poll(), launch)) {
      Files.createDirectories(launch.resolve("tasks"));
    }
  }

  /** Moves a spare folder to a place; false when there is none that can be. */
  private static boolean move(@Nullable Path spare, Path place) {
    if (spare == null) {
      return false;
    }
    try {
      Files.move(spare, place);
      return true;
    } catch (IOException unusable) {
      LOGGER.log(Logger.Level.DEBUG, "{0} is not used again: {1}", spare, unusable.getMessage());
      return false;
    }
  }

  /**
   * Makes a task's folder, with those that the task writes to.
   *
   * @param workflow whose task it is
   * @param root whether it needs a root for its sandbox
   */
  void makeTask(TaskFolder task, String workflow, boolean root) throws IOException {
    Files.createDirectories(task.path().resolve("..").normalize());
    if (!move(spareOf(workflow), task.path())) {
      for (Path part : List.of(task.path(), task.output(), task.work(), task.temporary())) {
        Files.createDirectory(part);
      }
      Files.setAttribute(task.temporary(), "unix:mode", TEMPORARY_MODE);
    }
    if (root && !Files.exists(task.root())) {
      makeRoot(task.root());
    }
  }

  private @Nullable Path spareOf(String workflow) {
    Spare found;
    do {
      found =
          tasks.stream().filter(spare -> spare.workflow.equals(workflow)).findFirst().orElse(null);
    } while (found != null && !tasks.remove(found)); // another thread was faster
    return found == null ? null : found.path;
  }

  /** Makes a root with nothing but what every root has. */
  static void makeRoot(Path root) throws IOException {
    for (String usual : USUAL) {
      Files.createDirectories(root.resolve(usual));
    }
  }

  /** Takes back what its workflow can use again of a launch of which nothing runs any more. */
  void takeBack(Path launch, String workflow) throws IOException {
    for (Path task : children(launch.resolve("tasks"))) {
      if (isUntouched(new TaskFolder(task))) {
        tasks.add(new Spare(workflow, stash(task)));
      }
    }
    while (tasks.size() > MOST_SPARES) {
      Spare oldest = tasks.poll();
      if (oldest != null) {
        Removals.delete(oldest.path);
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
            && isGone(task)
            && empty(task.output(), 0)
            && empty(task.work(), 0)
            && empty(task.temporary(), TEMPORARY_MODE);
    if (untouched && Files.exists(task.root(), LinkOption.NOFOLLOW_LINKS)) {
      Inspection inspection = new Inspection(task.root(), usual);
      Files.walkFileTree(task.root(), inspection);
      untouched = inspection.untouched();
    }
    if (untouched) {
      removeAllBut(task.path(), Set.of("output", "work", "tmp", "root"));
    }
    return untouched;
  }

  /**
   * Whether nothing of it can be left that runs: a sandbox ends as a whole before its exit status
   * is told. A container may outlive the command that runs it, and what had no sandbox may be
   * anywhere.
   */
  private static boolean isGone(TaskFolder task) throws IOException {
    return task.exit().isPresent()
        && Files.exists(task.order())
        && Order.read(task.order()).sandboxed();
  }

  /**
   * Empties a folder, unless it is not as it was made itself.
   *
   * @param mode 0: the usual one
   */
  private boolean empty(Path path, int mode) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    removeAllBut(path, Set.of());
    Traits traits = Traits.of(path);
    return traits.mode() == (mode == 0 ? usual.mode() : mode) && traits.isLike(usual);
  }

  /**
   * What a task can change of a folder itself.
   *
   * @param size of its list of names, which may stay long when they are gone
   * @param attributes bytes of the names of its extended attributes
   * @param flags of the inode
   */
  private record Traits(int mode, int user, int group, long size, long attributes, long flags) {

    /** A folder's list of names takes so many bytes at least on many file systems. */
    private static final long BLOCK = 4096;

    static Traits of(Path folder) throws IOException {
      Map<String, Object> found =
          Files.readAttributes(folder, "unix:mode,uid,gid,size", LinkOption.NOFOLLOW_LINKS);
      return new Traits(
          (int) number(found, "mode") & 07777,
          (int) number(found, "uid"),
          (int) number(found, "gid"),
          number(found, "size"),
          Posix.extendedAttributes(folder),
          Posix.inodeFlags(folder));
    }

    private static long number(Map<String, Object> attributes, String name) {
      return attributes.get(name) instanceof Number number ? number.longValue() : -1;
    }

    /** Whether all but the mode is as that of a fresh folder. */
    boolean isLike(Traits fresh) {
      return user == fresh.user
          && group == fresh.group
          && size <= Math.max(BLOCK, fresh.size)
          && attributes == fresh.attributes
          && flags == fresh.flags;
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
    private final Traits fresh;
    private final Set<String> seen = new HashSet<>();
    private boolean touched;

    Inspection(Path root, Traits fresh) {
      this.root = root;
      this.fresh = fresh;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path found, BasicFileAttributes attributes)
        throws IOException {
      String name = root.relativize(found).toString();
      if (name.equals(INPUTS)) { // not by its path: a task may have put a link on the way to it
        Folders.delete(found);
        return FileVisitResult.SKIP_SUBTREE;
      }
      Traits traits = Traits.of(found);
      seen.add(name);
      boolean known =
          MOUNTED.contains(name) || USUAL.contains(name) || Bubblewrap.SYSTEM.contains(name);
      return judge(known && USUAL_MODES.contains(traits.mode()) && traits.isLike(fresh));
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
