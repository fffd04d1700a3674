package io.sesamo.backend.local;

import io.sesamo.engine.backend.SessionOrder;
import io.sesamo.engine.backend.SessionOrder.Window;
import io.sesamo.engine.backend.TaskSession;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A command beside a task's own, with a terminal or with pipes. Every process of it carries a mark
 * in its environment, so that none outlives the session. It leads a session of processes, whose
 * controlling terminal is its own; the process that this server waits for stands outside, where
 * Ctrl-C does not reach it.
 */
final class SessionRun implements TaskSession {

  /** The variable that holds the mark. */
  static final String MARK = "SESAMO_SESSION";

  private static final Logger LOGGER = System.getLogger(SessionRun.class.getName());

  /** How long programs have to end by themselves once the client has gone. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int HANGUP = 1;
  private static final int CONTINUE = 18;
  private static final int LOOKS = 100;
  private static final long LOOK_MILLIS = 20;
  private static final byte[] END_OF_FILE = {4};

  private final Process process;
  private final Optional<Pty> terminal;
  private final String mark;
  private final Entry entry;
  private final Runnable whenOver;
  private final AtomicBoolean ending = new AtomicBoolean();

  private SessionRun(
      Process process, Optional<Pty> terminal, String mark, Entry entry, Runnable whenOver) {
    this.process = process;
    this.terminal = terminal;
    this.mark = mark;
    this.entry = entry;
    this.whenOver = whenOver;
  }

  /**
   * Starts it.
   *
   * @param script that leaves the command's environment to its first process, and the mark with it
   * @param whenOver is run once, when nothing of it runs any more
   */
  static SessionRun start(
      Entry entry, SessionOrder order, SessionScript script, String mark, Runnable whenOver)
      throws IOException {
    Optional<Pty> terminal = Optional.empty();
    try {
      if (order.window().isPresent()) {
        Window window = order.window().get();
        Pty pty = Pty.open(entry.terminals());
        terminal = Optional.of(pty);
        pty.resize(window.rows(), window.columns());
      }
      String device = terminal.map(pty -> "/dev/pts/" + pty.number()).orElse("");
      ProcessBuilder builder = new ProcessBuilder(script.words(entry, device, order.command()));
      builder.redirectErrorStream(true).environment().clear();
      builder.environment().putAll(Command.FEW_VARIABLES);
      builder.environment().put(MARK, mark);
      SessionRun run = new SessionRun(builder.start(), terminal, mark, entry, whenOver);
      Thread.ofVirtual().name("session " + mark).start(run::awaitEnd);
      return run;
    } catch (IOException failure) {
      terminal.ifPresent(SessionRun::close);
      entry.close();
      throw failure;
    }
  }

  @Override
  public int read(byte[] into) throws IOException {
    if (terminal.isPresent()) {
      int count = terminal.get().read(into);
      if (count > 0) {
        return count;
      }
    }
    // With a terminal nothing comes here but the reason why the command could not be started.
    return process.getInputStream().read(into);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    if (terminal.isPresent()) {
      terminal.get().write(bytes);
    } else {
      process.getOutputStream().write(bytes);
      process.getOutputStream().flush();
    }
  }

  @Override
  public void endInput() throws IOException {
    if (terminal.isPresent()) {
      terminal.get().write(END_OF_FILE);
    } else {
      process.getOutputStream().close();
    }
  }

  @Override
  public void resize(Window window) throws IOException {
    if (terminal.isPresent()) {
      terminal.get().resize(window.rows(), window.columns());
    }
  }

  @Override
  public int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    end(GRACE);
    terminal.ifPresent(SessionRun::close);
  }

  /** The task is over: nothing of this may go on. */
  void kill() {
    end(Duration.ZERO);
  }

  /** Once the command has ended, what it has started in the background goes too. */
  private void awaitEnd() {
    try {
      process.waitFor();
      end(Duration.ZERO);
    } catch (InterruptedException nobodyDoesThat) {
      Thread.currentThread().interrupt();
    } finally {
      entry.close();
      whenOver.run();
    }
  }

  private void end(Duration grace) {
    if (!ending.compareAndSet(false, true)) {
      return;
    }
    terminal.ifPresent(SessionRun::wake);
    try {
      if (grace.isPositive()) {
        members().forEach(SessionRun::hangUp);
        process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
      }
      for (int look = 0; look < LOOKS && killAll(); look++) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException hurried) {
      killAll();
      Thread.currentThread().interrupt();
    }
    if (process.isAlive()) { // to destroy one that has ended would only close what it has written
      process.destroyForcibly();
    }
  }

  /** The command and all it has started. */
  private Set<ProcessHandle> members() {
    Set<ProcessHandle> members = new HashSet<>(Marked.processes(Set.of(MARK + "=" + mark)));
    members.addAll(process.descendants().toList());
    members.remove(process.toHandle());
    members.removeIf(member -> !member.isAlive());
    return members;
  }

  private boolean killAll() {
    Set<ProcessHandle> members = members();
    members.forEach(ProcessHandle::destroyForcibly);
    return !members.isEmpty();
  }

  /** As the kernel does when a terminal goes away: a stopped process must hear it too. */
  private static void hangUp(ProcessHandle member) {
    try {
      Posix.signal(member.pid(), HANGUP);
      Posix.signal(member.pid(), CONTINUE);
    } catch (IOException gone) {
      LOGGER.log(Logger.Level.DEBUG, "{0}", gone.getMessage());
    }
  }

  private static void wake(Pty pty) {
    try {
      pty.wake();
    } catch (IOException closed) {
      LOGGER.log(Logger.Level.DEBUG, "{0}", closed.getMessage());
    }
  }

  private static void close(Pty pty) {
    try {
      pty.close();
    } catch (IOException closed) {
      LOGGER.log(Logger.Level.DEBUG, "{0}", closed.getMessage());
    }
  }
}
