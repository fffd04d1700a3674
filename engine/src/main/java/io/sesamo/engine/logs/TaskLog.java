package io.sesamo.engine.logs;

import java.nio.file.Path;

/**
 * The log file of one attempt of a task: lines {@code <seconds since 1970> <stream> <text>}, where
 * the seconds may have three places, and the stream is {@code o} (standard output), {@code e}
 * (standard error) or {@code s} (Sesamo's own words). {@code O} and {@code E} stand before a piece
 * of a long line, which goes on in the next line of that stream. Appended to only, by the task's
 * supervisor; it outlives the task's working folder.
 */
public final class TaskLog {

  private TaskLog() {}

  /** Where the log of that attempt lies under the logs folder. */
  public static Path path(Path logs, String workflow, String task, int attempt) {
    return logs.resolve(workflow).resolve(task + "." + attempt + ".log");
  }
}
