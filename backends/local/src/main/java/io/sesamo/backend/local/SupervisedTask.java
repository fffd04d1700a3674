package io.sesamo.backend.local;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One task in its supervisor. It leaves facts in the task's folder, each a symbolic link whose
 * target is the fact: made whole or not at all, never made twice, and no more than one small write
 * to the disk:
 *
 * <ul>
 *   <li>{@code claim}: the supervisor's process, before anything else;
 *   <li>{@code process}: the command's process, which leads a session of its own, before it does
 *       anything;
 *   <li>{@code code}: the command's exit status while something of it still holds its output open;
 *   <li>{@code exit}: the exit status, as the very last thing: the log is whole, and every process
 *       of a sandbox is gone;
 *   <li>{@code failed}: instead of it, why the task could not be run.
 * </ul>
 */
final class SupervisedTask {

  /** Read at most so much at once; as much as a pipe holds. */
  private static final int CHUNK = 1 << 16;

  /** How often to look whether a command has ended that something else holds the output of. */
  private static final int LOOK_MILLIS = 50;

  /** A sandbox usually ends with its output. */
  private static final int LOOK_AT_SANDBOX_MILLIS = 500;

  private static final int FULL_DISK_MILLIS = 200;

  /** So often the log's last line waits for room: it is worth less than the task's end. */
  private static final int FULL_DISK_TRIES = 50;

  /** Of a command: its output, its errors, and what bubblewrap tells of itself. */
  private static final int STREAMS = 3;

  /** What bubblewrap tells of the process that all others of the sandbox die with. */
  private static final Pattern CHILD = Pattern.compile("\"child-pid\": *([0-9]+)[^0-9]");

  private final TaskFolder folder;
  private final Runnable news;

  /** {@code news} is run when a fact is there that others wait for. */
  SupervisedTask(TaskFolder folder, Runnable news) {
    this.folder = folder;
    this.news = news;
  }

  /** Runs the task, unless somebody else has. The thread must not end before its command does. */
  void run(Claim supervisor) throws IOException {
    if (!folder.leave("claim", supervisor.text())) {
      return;
    }
    try {
      TaskSecrets secrets = folder.secrets();
      Order order = Order.read(folder.order()).with(secrets.variables());
      leave("exit", String.valueOf(run(order, secrets.mask())));
    } catch (IOException | RuntimeException failure) {
      folder.process().ifPresent(Claim::killSession);
      leave("failed", String.valueOf(failure.getMessage()));
    }
    news.run();
  }

  private int run(Order order, Mask mask) throws IOException {
    int log = Posix.openToAppend(order.log());
    Optional<Path> shared = order.network();
    try (GroupNetwork network = shared.isPresent() ? GroupNetwork.join(shared.get()) : null) {
      Running running = start(order, network == null ? "" : network.path());
      news.run();
      return running.follow(log, order.most(), mask);
    } finally {
      Posix.close(log);
    }
  }

  /** A full disk must not make a task's end unknown: it is tried until there is room. */
  private void leave(String name, String fact) {
    while (true) {
      try {
        folder.leave(name, fact);
        return;
      } catch (NoSuchFileException nobodyWaitsForIt) {
        return;
      } catch (IOException diskIsFull) {
        pause(FULL_DISK_MILLIS);
      }
    }
  }

  /** {@code network}: the namespace that the command is to join; empty: none. */
  private Running start(Order order, String network) throws IOException {
    List<Integer> ours = new ArrayList<>();
    List<Integer> commands = new ArrayList<>();
    try {
      Posix.Pipe input = Posix.pipe();
      ours.add(input.writing());
      commands.add(input.reading());
      for (int i = 0; i < STREAMS; i++) {
        Posix.Pipe output = Posix.pipe();
        ours.add(output.reading());
        commands.add(output.writing());
      }
      int process = Posix.spawn(order.words(), order.environment(), commands);
      close(commands);
      letGo(process, order, input.writing(), network);
      Posix.close(ours.removeFirst());
      int[] streams = ours.stream().mapToInt(Integer::intValue).toArray();
      ours.clear();
      return new Running(process, order.sandboxed(), streams);
    } finally {
      close(commands);
      close(ours);
    }
  }

  /** The command begins; only now that it is on record whose process it is. */
  private void letGo(int process, Order order, int input, String network) throws IOException {
    try {
      folder.leave("process", Claim.of(process).text());
    } catch (IOException diskIsFull) {
      ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
      Posix.exitStatus(process, true);
      throw diskIsFull;
    }
    try {
      Posix.write(input, (network + "\n").getBytes(StandardCharsets.UTF_8));
      Posix.write(input, Order.zeroTerminated(order.arguments()));
    } catch (IOException itHasEnded) {
      // Somebody has killed it; its exit status says so.
    }
  }

  private static void close(List<Integer> files) throws IOException {
    for (int file : files) {
      Posix.close(file);
    }
    files.clear();
  }

  /** A command, and the ends of the pipes that it writes to. */
  private final class Running {
    private final int process;
    private final boolean sandboxed;
    private final int[] streams;
    private final ByteArrayOutputStream info = new ByteArrayOutputStream();
    private OptionalInt code = OptionalInt.empty();
    private @Nullable Claim sandbox;

    Running(int process, boolean sandboxed, int[] streams) {
      this.process = process;
      this.sandboxed = sandboxed;
      this.streams = streams;
    }

    /**
     * Writes the log until the pipes, the command and its sandbox have ended.
     *
     * @param most bytes of a stream in the log
     * @param mask of what must not be in the log
     * @return the exit status
     */
    int follow(int log, long most, Mask mask) throws IOException {
      LogWriter writer = new LogWriter(log, InstantSource.system(), mask);
      LogWriter.Stream[] kept = {writer.new Stream('o', most), writer.new Stream('e', most)};
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment buffer = arena.allocate(CHUNK);
        byte[] bytes = new byte[CHUNK];
        int open = streams.length;
        int patience = sandboxed ? LOOK_AT_SANDBOX_MILLIS : LOOK_MILLIS;
        long nextLook = System.nanoTime() + MILLISECONDS.toNanos(patience);
        while (open > 0) {
          boolean[] readable = Posix.poll(streams, patience);
          for (int i = 0; i < streams.length; i++) {
            if (!readable[i]) {
              continue;
            }
            int count = Posix.read(streams[i], buffer);
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, count);
            if (i < kept.length) {
              kept[i].take(bytes, count);
            } else if (info.size() < CHUNK) {
              info.write(bytes, 0, count);
              noteSandbox();
            }
            if (count == 0) {
              Posix.close(streams[i]);
              streams[i] = -1;
              open--;
            }
          }
          if (System.nanoTime() > nextLook) {
            nextLook = System.nanoTime() + MILLISECONDS.toNanos(patience);
            lookForItsEnd();
          }
        }
      }
      for (LogWriter.Stream stream : kept) {
        stream.end();
      }
      for (int tries = 0; !writer.end() && tries < FULL_DISK_TRIES; tries++) {
        pause(FULL_DISK_MILLIS);
      }
      int status =
          code.isPresent() ? code.getAsInt() : Posix.exitStatus(process, true).orElseThrow();
      awaitSandboxsEnd();
      return status;
    }

    /** Whether the command has ended while something of it still holds its output open. */
    private void lookForItsEnd() throws IOException {
      if (code.isEmpty()) {
        code = Posix.exitStatus(process, false);
        if (code.isPresent() && !sandboxed) {
          leave("code", String.valueOf(code.getAsInt()));
          news.run();
        }
      }
      if (code.isPresent()) {
        killSandbox();
      }
    }

    /** The kernel ends all of a sandbox with its first process, but not at once. */
    private void awaitSandboxsEnd() {
      while (killSandbox()) {
        pause(1);
      }
    }

    /** Bubblewrap has ended. Its sandbox ends with it, unless a program there has undone that. */
    private boolean killSandbox() {
      Claim first = sandbox;
      if (first == null || !first.alive()) {
        return false;
      }
      ProcessHandle.of(first.process()).ifPresent(ProcessHandle::destroyForcibly);
      return true;
    }

    /** Notes the first process of the sandbox as soon as bubblewrap has told of it. */
    private void noteSandbox() {
      Matcher child = CHILD.matcher(info.toString(StandardCharsets.UTF_8));
      if (sandbox == null && child.find()) {
        try {
          sandbox = Claim.of(Long.parseLong(child.group(1)));
        } catch (IOException alreadyGone) {
          // Then nothing has to be waited for.
        }
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException nobodyDoesThat) {
      Thread.currentThread().interrupt();
    }
  }
}
