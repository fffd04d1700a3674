package io.sesamo.backend.local;

import io.sesamo.model.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What holds a task to what it asked for: control groups where this server may make them, else the
 * limits that every process has. Memory and processes are hard limits; cores are a share that
 * counts only when others want them too; disk is a limit of each file, since only some file systems
 * can limit a folder. A machine without them runs its tasks unlimited.
 *
 * @param memory folder below which memory groups can be made
 * @param cpu folder below which groups with a share of the cores can be made
 * @param processes folder below which groups with a limit of processes can be made
 * @param prefix of the names of this pool's groups: another server's tasks may be called the same
 * @param unified whether these are version 2 groups, where all are the same folder
 * @param root whether tasks are run by root, whose processes the kernel does not count otherwise
 * @param mostProcesses of one task, threads included
 */
record Limits(
    Optional<Path> memory,
    Optional<Path> cpu,
    Optional<Path> processes,
    String prefix,
    boolean unified,
    boolean root,
    int mostProcesses) {

  /** The exit status of a command that wanted to write beyond its limit. */
  static final int FILE_TOO_LARGE = 128 + 25;

  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  private static final int TRIES_TO_REMOVE = 10;
  private static final long BETWEEN_TRIES = 20_000_000;

  /** What a shell counts file sizes in. */
  private static final int BLOCK = 512;

  /**
   * Finds out by trying.
   *
   * @param state the pool's folder
   */
  static Limits detect(int mostProcesses, Path state) {
    boolean root = isRoot();
    String prefix = "sesamo-%08x-".formatted(state.toString().hashCode());
    if (Files.exists(GROUPS.resolve("cgroup.controllers"))) {
      Path here = GROUPS.resolve(own("").substring(1));
      return new Limits(
          beside(here, "memory.max"),
          beside(here, "cpu.weight"),
          beside(here, "pids.max"),
          prefix,
          true,
          root,
          mostProcesses);
    }
    return new Limits(
        usable(versionOne("memory"), "memory.limit_in_bytes"),
        usable(versionOne("cpu"), "cpu.shares")
            .or(() -> usable(versionOne("cpu,cpuacct"), "cpu.shares")),
        usable(versionOne("pids"), "pids.max"),
        prefix,
        false,
        root,
        mostProcesses);
  }

  /** A group that has processes of its own cannot limit groups below it: then beside it. */
  private static Optional<Path> beside(Path here, String file) {
    return usable(here, file)
        .or(() -> Optional.ofNullable(here.getParent()).flatMap(parent -> usable(parent, file)));
  }

  /** Whether this server is run by root. */
  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  private static Path versionOne(String controller) {
    Path root = GROUPS.resolve(controller);
    Path here = root.resolve(own(controller).substring(1));
    return Files.isDirectory(here) ? here : root;
  }

  /** This process's own group of a controller, beginning with a slash. */
  private static String own(String controller) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
        String[] parts = line.split(":", 3);
        if (parts[1].equals(controller)) {
          return parts[2];
        }
      }
      return "/";
    } catch (IOException none) {
      return "/";
    }
  }

  private static Optional<Path> usable(Path parent, String file) {
    Path trial = parent.resolve("sesamo-trial-" + ProcessHandle.current().pid());
    if (!parent.startsWith(GROUPS) || !Files.isDirectory(parent)) {
      return Optional.empty();
    }
    try {
      Files.createDirectory(trial);
      boolean usable = Files.isWritable(trial.resolve(file));
      Files.delete(trial);
      return usable ? Optional.of(parent) : Optional.empty();
    } catch (IOException notAllowed) {
      return Optional.empty();
    }
  }

  /** A few words for people. */
  String description() {
    List<String> enforced = new ArrayList<>(List.of("the size of files"));
    List<String> not = new ArrayList<>();
    (memory.isPresent() ? enforced : not).addFirst("memory");
    (processes.isPresent() || !root ? enforced : not)
        .add("processes (" + mostProcesses + " a task)");
    String missing =
        not.isEmpty()
            ? ""
            : "; not limited (no writable control groups): " + String.join(", ", not);
    return "limits are enforced for " + String.join(", ", enforced) + missing;
  }

  /**
   * The limits that the task's processes get where groups do not hold them, as a shell's {@code
   * ulimit} takes them, empty: none; and {@code members}, the file by which a process of one thread
   * joins a group. Of version 1 groups it is not {@code cgroup.procs}: for the sake of threads that
   * may be coming, the kernel waits there until every processor has been through a switch of tasks,
   * some 15 ms.
   *
   * @param free bytes of the disk: a task that did not say what it needs leaves some to others
   */
  Map<String, String> ofProcesses(Resources amount, long free) {
    long most = amount.storageBytes() > 0 ? amount.storageBytes() : free - free / 20;
    return Map.of(
        "members",
        unified ? "cgroup.procs" : "tasks",
        "processes",
        processes.isPresent() ? "" : String.valueOf(mostProcesses),
        "blocks",
        String.valueOf(Math.max(1, most / BLOCK)));
  }

  /** Makes the groups of a task; those that cannot be made are left out. */
  List<Path> make(String task, Resources amount) {
    List<Path> made = new ArrayList<>();
    processes.ifPresent(
        parent -> add(made, parent.resolve(prefix + task), "pids.max", mostProcesses));
    if (amount.memoryBytes() > 0) {
      memory.ifPresent(parent ->
          add(
              made,
              parent.resolve(prefix + task),
              unified ? "memory.max" : "memory.limit_in_bytes",
              amount.memoryBytes()));
    }
    if (amount.cpuMilli() > 0) {
      long share =
          unified
              ? Math.clamp(amount.cpuMilli() / 10, 1, 10_000) // one core is 100
              : Math.max(2, amount.cpuMilli() * 1024 / 1000);
      cpu.ifPresent(parent ->
          add(made, parent.resolve(prefix + task), unified ? "cpu.weight" : "cpu.shares", share));
    }
    return made.stream().distinct().toList();
  }

  private static void add(List<Path> made, Path group, String file, long value) {
    try {
      Files.createDirectories(group);
      made.add(group);
      Files.writeString(group.resolve(file), String.valueOf(value));
    } catch (IOException unlimitedThen) {
      // A limit is a courtesy to the other tasks, never a reason to fail this one.
    }
  }

  /**
   * Removes what an earlier server has left of this pool's, such as of a task that was lost.
   *
   * @param known the tasks that are not over, as {@link #make} was told them
   */
  void removeAllBut(Set<String> known) {
    Stream.of(memory, cpu, processes)
        .flatMap(Optional::stream)
        .distinct()
        .flatMap(parent -> children(parent).stream())
        .filter(group -> group.getFileName().toString().startsWith(prefix))
        .filter(group -> !known.contains(group.getFileName().toString().substring(prefix.length())))
        .forEach(Limits::isRemoved);
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** Whether the kernel killed a process in one of these groups for want of memory. */
  static boolean ranOutOfMemory(List<Path> groups) {
    return groups.stream()
        .flatMap(group -> Stream.of("memory.oom_control", "memory.events").map(group::resolve))
        .flatMap(file -> lines(file).stream())
        .anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException otherVersion) {
      return List.of();
    }
  }

  /** Removes groups whose processes are gone, or just about to be. */
  static void remove(List<Path> groups) {
    for (Path group : groups) {
      for (int tries = 0; tries < TRIES_TO_REMOVE && !isRemoved(group); tries++) {
        LockSupport.parkNanos(BETWEEN_TRIES);
      }
    }
  }

  private static boolean isRemoved(Path group) {
    try {
      Files.deleteIfExists(group);
      return true;
    } catch (IOException stillInUse) {
      return false; // an empty group that stays behind does no harm
    }
  }
}
