package io.sesamo.backend.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The way into the network of a task that has another than this machine's. A socket belongs for
 * good to the network that the thread was in which opened it; whoever connects it and uses it may
 * be anywhere.
 *
 * @param namespace the network namespace, opened
 */
record NetworkDoor(int namespace) implements AutoCloseable {

  private static final Path OWN = Path.of("/proc/self/ns/net");

  /** Opens a socket. */
  interface Opening<C> {
    C open() throws IOException;
  }

  /**
   * Finds the network of a task's command. Before that has joined it, it is in this machine's,
   * where nobody must be led by mistake: then empty.
   */
  static Optional<NetworkDoor> open(TaskFolder folder) throws IOException {
    Optional<Claim> command = folder.process().filter(Claim::alive);
    if (command.isEmpty()) {
      return Optional.empty();
    }
    int process;
    try {
      process = Posix.openToRead(Path.of("/proc/" + command.get().process()));
    } catch (IOException ended) {
      return Optional.empty();
    }
    try {
      Path network = Path.of("/proc/self/fd/" + process, "ns/net");
      boolean joined = !Files.readSymbolicLink(network).equals(Files.readSymbolicLink(OWN));
      return joined && command.get().alive() // else it was another's, perhaps
          ? Optional.of(new NetworkDoor(Posix.openToRead(network)))
          : Optional.empty();
    } catch (IOException failure) {
      if (command.get().alive()) {
        throw failure;
      }
      return Optional.empty();
    } finally {
      Posix.close(process);
    }
  }

  /** Opens a socket there, in a thread that is used for nothing else. */
  <C> C inside(Opening<C> opening) throws IOException {
    FutureTask<C> work =
        new FutureTask<>(() -> {
          Posix.enterNetwork(namespace);
          return opening.open();
        });
    Thread.ofPlatform().name("socket in a group's network").start(work);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return work.get();
        } catch (InterruptedException soon) { // or the namespace were closed under its hands
          interrupted = true;
        }
      }
    } catch (ExecutionException failure) {
      throw new IOException(
          "no socket could be opened in its group's network: " + failure.getCause(), failure);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    Posix.close(namespace);
  }
}
