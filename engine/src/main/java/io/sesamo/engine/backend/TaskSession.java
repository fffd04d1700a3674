package io.sesamo.engine.backend;

import io.sesamo.engine.backend.SessionOrder.Window;
import java.io.IOException;

/**
 * A command inside a running task, and the two ways between it and whoever runs it. It ends when
 * its command does, when the task does, or when it is closed. One thread may read while another
 * writes; both may block for long, and are best threads of the platform.
 */
public interface TaskSession extends AutoCloseable {

  /**
   * Waits for what the command writes.
   *
   * @return how many bytes came; -1: the session is over
   */
  int read(byte[] into) throws IOException;

  /**
   * Hands input to the command; waits as long as it takes none.
   *
   * @throws IOException when it takes no more
   */
  void write(byte[] bytes) throws IOException;

  /** No more input comes; a command with a terminal is told by end-of-file (Ctrl-D). */
  void endInput() throws IOException;

  /** The window has another size; nothing happens without a terminal. */
  void resize(Window window) throws IOException;

  /** The command's exit status, as a shell gives it; waits for the command's end. */
  int exitCode() throws InterruptedException;

  /** Hangs up: what still runs of it is told so, and killed soon after. May be repeated. */
  @Override
  void close();
}
