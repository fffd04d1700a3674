package io.sesamo.backend.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way into the namespaces of a sandbox's first process, by files that stay open: they are that
 * very process's, even if another one should get its number meanwhile.
 *
 * <p>Whoever enters a user namespace has all its capabilities, and whoever is root has his own; a
 * task has none. They are given up by {@code setpriv}, the first program that is run inside. It and
 * its libraries are found in folders that no task can write to (see {@link Bubblewrap#SYSTEM}), and
 * it gets no variable of the task's.
 *
 * <p>Run by anybody but root, bubblewrap makes two user namespaces, one in the other: the outer one
 * owns the mounts and the rest, and every process has left it; in the inner one the task has its
 * own number again. They are entered one after the other.
 *
 * @param process folder of the process in {@code /proc}, opened
 * @param outer the outer user namespace, opened; -1 for root
 */
record SandboxDoor(int process, int outer) {

  private static final Path PROGRAMS = Path.of("/usr/bin");

  /** Empty while the command has not started. */
  static Optional<SandboxDoor> open(Supplier<Optional<ProcessHandle>> first) throws IOException {
    for (String name : List.of("nsenter", "setpriv", "setsid")) {
      if (!Files.isExecutable(PROGRAMS.resolve(name))) {
        throw new IOException(PROGRAMS.resolve(name) + " is missing; install util-linux");
      }
    }
    Optional<ProcessHandle> before = first.get().filter(SandboxDoor::hasStarted);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    int process = Posix.openToRead(Path.of("/proc/" + before.get().pid()));
    try {
      if (!first.get().equals(before)) { // it was another's folder, perhaps
        Posix.close(process);
        return Optional.empty();
      }
      int outer = Limits.isRoot() ? -1 : Posix.openParentNamespace(path(process, "ns/user"));
      return Optional.of(new SandboxDoor(process, outer));
    } catch (IOException failure) {
      Posix.close(process);
      throw failure;
    }
  }

  /** Everything is mounted before the first process starts the command. */
  private static boolean hasStarted(ProcessHandle first) {
    return first.children().findAny().isPresent();
  }

  private static Path path(int file, String rest) {
    return Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + file, rest);
  }

  /** {@code ownNetwork}: whether the task has another network than this machine's. */
  Entry entry(
      Map<String, String> environment, String workFolder, boolean root, boolean ownNetwork) {
    List<String> words = new ArrayList<>(List.of(program("nsenter"), "--preserve-credentials"));
    List<List<String>> namespaces =
        new ArrayList<>(
            List.of(
                List.of("mount", "mnt"),
                List.of("uts", "uts"),
                List.of("ipc", "ipc"),
                List.of("pid", "pid"),
                List.of("cgroup", "cgroup")));
    if (ownNetwork) {
      namespaces.add(List.of("net", "net"));
    }
    for (List<String> namespace : namespaces) {
      Path file = path(process, "ns/" + namespace.getLast());
      words.add("--" + namespace.getFirst() + "=" + file);
    }
    words.add("--root=" + path(process, "root"));
    List<Integer> held = new ArrayList<>(List.of(process));
    if (root) {
      words.addAll(List.of("--user=" + path(process, "ns/user"), "--"));
      words.addAll(List.of(program("setpriv"), "--bounding-set=-all", "--inh-caps=-all"));
    } else {
      words.addAll(List.of("--user=" + path(outer, ""), "--"));
      words.addAll(List.of(program("nsenter"), "--target", "1", "--user"));
      words.addAll(List.of("--preserve-credentials", "--", program("setpriv")));
      held.add(outer);
    }
    words.addAll(List.of("--no-new-privs", "--"));
    Path terminals = path(process, "root/dev/pts/ptmx");
    return new Entry(words, terminals, environment, workFolder, List.of(), held);
  }

  /** A program of util-linux, by a path without links that leads to the same file inside. */
  private static String program(String name) {
    return PROGRAMS.resolve(name).toString();
  }
}
