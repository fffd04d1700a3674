package io.sesamo.backend.local;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * A program that runs tasks for a server and outlives it. On its standard input come the folders of
 * tasks; on its standard output it says which folders have news. When the input ends, because the
 * server has, it goes on until the last of its tasks is over, and ends.
 */
public final class Supervisor {

  private final Claim self;
  private final BlockingQueue<Path> news = new LinkedBlockingQueue<>();

  private Supervisor(Claim self) {
    this.self = self;
  }

  /** Takes no arguments that matter; those it gets show people whose it is. */
  public static void main(String[] arguments) throws IOException {
    keepFilesFromTasks();
    Posix.warm();
    Supervisor supervisor = new Supervisor(Claim.of(ProcessHandle.current().pid()));
    supervisor.tell(System.out);
    supervisor.take(System.in);
    // The virtual machine ends with the last of the tasks' threads.
  }

  /** Whatever this process has been given must not get into a task. */
  private static void keepFilesFromTasks() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      for (Path file : files.toList()) {
        int number = Integer.parseInt(file.getFileName().toString());
        if (number > 2 && Files.exists(file)) {
          Posix.keepFromProcesses(number);
        }
      }
    }
    // What is opened later must not have the numbers that files get in a task.
    while (Posix.openToRead(Path.of("/dev/null")) <= Command.ARGUMENTS) {}
  }

  private void take(InputStream stream) throws IOException {
    try (DataInputStream folders = new DataInputStream(new BufferedInputStream(stream))) {
      while (true) {
        Path path = Path.of(folders.readUTF());
        Thread.ofPlatform().name(path.toString()).start(() -> run(path));
      }
    } catch (EOFException serverIsGone) {
      // What runs goes on.
    }
  }

  private void run(Path path) {
    try {
      new SupervisedTask(new TaskFolder(path), () -> news.add(path)).run(self);
    } catch (IOException | RuntimeException failure) {
      System.err.println(path + ": " + failure);
    }
  }

  /** In a thread of its own, so that no task waits for a server that does not listen. */
  private void tell(OutputStream stream) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (DataOutputStream folders = new DataOutputStream(stream)) {
            while (true) {
              folders.writeUTF(news.take().toString());
              folders.flush();
            }
          } catch (IOException | InterruptedException serverIsGone) {
            news.clear();
          }
        });
  }
}
