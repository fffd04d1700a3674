package io.sesamo.backend.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a second command gets to where a task's own runs.
 *
 * @param inside words before a command of this machine that have it run in the task's namespaces
 * @param terminals the {@code ptmx} device of the instance of devpts that is {@code /dev/pts} there
 * @param environment of the task; may hold secrets
 * @param workFolder where the command begins; empty: wherever it does
 * @param before words before the command there; for a container
 * @param held files that must stay open until the command has begun
 */
record Entry(
    List<String> inside,
    Path terminals,
    Map<String, String> environment,
    String workFolder,
    List<String> before,
    List<Integer> held) {

  Entry {
    held = List.copyOf(held);
  }

  /** Closes what was held open. */
  void close() {
    for (int file : held) {
      try {
        Posix.close(file);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }
}
