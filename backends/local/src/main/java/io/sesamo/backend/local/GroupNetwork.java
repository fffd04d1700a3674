package io.sesamo.backend.local;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A task's part in the network of its launch, from before its command starts until after it has
 * ended. The network is there as long as some task has a part in it, whichever supervisor runs
 * that: each part is a shared lock on the file {@code users}, and the network's {@link
 * NetworkKeeper keeper} ends once it gets that lock for itself. The kernel gives up the lock of
 * whoever dies, so nothing is left, whatever is killed.
 *
 * <p>Who finds no keeper starts one, and holds the lock on {@code starting} meanwhile. A keeper is
 * found by the link {@code keeper}, which names its process. It removes the link while it has the
 * lock on {@code users}: so whoever has a part finds no keeper that is about to end.
 *
 * @param users the file with the lock, opened
 * @param namespace the network namespace, opened
 */
record GroupNetwork(int users, int namespace) implements AutoCloseable {

  /** A line of shell by which a command begins in the network that its first line named. */
  static final String JOIN = "set -- nsenter --net=\"$go\" -- \"$@\"";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_WORDS = 1 << 14;

  /**
   * Takes a part in a network, which is made where there is none. Waits for that, 60 ms as a rule.
   *
   * @param folder of the network
   * @throws IOException when it cannot be made; says why
   */
  static GroupNetwork join(Path folder) throws IOException {
    Files.createDirectories(folder);
    int users = Posix.openToAppend(folder.resolve("users"));
    try {
      int starting = Posix.openToAppend(folder.resolve("starting"));
      try {
        Posix.lock(starting, true);
        Posix.lock(users, false);
        Optional<Claim> keeper = keeper(folder);
        return new GroupNetwork(users, open(keeper.isPresent() ? keeper.get() : start(folder)));
      } finally {
        Posix.close(starting);
      }
    } catch (IOException | RuntimeException failure) {
      Posix.close(users);
      throw failure;
    }
  }

  private static Optional<Claim> keeper(Path folder) throws IOException {
    Path link = folder.resolve("keeper");
    return Files.exists(link, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(Claim.of(Files.readSymbolicLink(link).toString())).filter(Claim::alive)
        : Optional.empty();
  }

  private static int open(Claim keeper) throws IOException {
    int namespace = Posix.openToRead(Path.of("/proc/" + keeper.process() + "/ns/net"));
    if (!keeper.alive()) { // it was another's, perhaps
      Posix.close(namespace);
      throw new IOException("the keeper of the group's network has been killed");
    }
    return namespace;
  }

  private static Claim start(Path folder) throws IOException {
    Posix.Pipe output = Posix.pipe();
    try {
      int process = spawn(folder, output.writing());
      try {
        Claim keeper = Claim.of(process);
        // Somebody has to wait for a process that has ended, or it stays in the machine's table.
        Thread.ofPlatform().name("keeper of " + folder).start(() -> awaitEnd(process));
        awaitReady(output.reading());
        Path link = folder.resolve("keeper");
        Files.deleteIfExists(link); // of one that was killed
        Files.createSymbolicLink(link, Path.of(keeper.text()));
        return keeper;
      } catch (IOException | RuntimeException failure) {
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        throw failure;
      }
    } finally {
      Posix.close(output.reading());
    }
  }

  /** Closes {@code output}, which only the keeper may hold open: its end tells of the keeper's. */
  private static int spawn(Path folder, int output) throws IOException {
    List<String> variables =
        NetworkKeeper.environment(folder).entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .toList();
    try {
      int input = Posix.openToRead(Path.of("/dev/null"));
      try {
        return Posix.spawn(NetworkKeeper.words(), variables, List.of(input, output, output));
      } finally {
        Posix.close(input);
      }
    } finally {
      Posix.close(output);
    }
  }

  private static void awaitEnd(int process) {
    try {
      Posix.exitStatus(process, true);
    } catch (IOException impossible) {
      System.err.println("The keeper of a network: " + impossible.getMessage());
    }
  }

  private static void awaitReady(int output) throws IOException {
    StringBuilder words = new StringBuilder();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(MOST_WORDS);
      while (words.indexOf(NetworkKeeper.READY) < 0) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0 || !Posix.poll(new int[] {output}, (int) left)[0]) {
          throw failure("pasta does not answer");
        }
        int count = Posix.read(output, buffer);
        if (count == 0) {
          throw failure(NetworkKeeper.plain(words.toString()));
        }
        byte[] bytes = buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
        words.append(new String(bytes, StandardCharsets.UTF_8));
      }
    }
  }

  private static IOException failure(String why) {
    return new IOException("no network could be made for a group: " + why);
  }

  /** Where a process of root's finds the namespace, until this is closed. */
  String path() {
    return "/proc/" + ProcessHandle.current().pid() + "/fd/" + namespace;
  }

  /** Gives up the part. */
  @Override
  public void close() throws IOException {
    Posix.close(namespace);
    Posix.close(users);
  }
}
