package io.sesamo.backend.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which process supervises a task. The start time and the boot keep it apart from a later process
 * of the same number.
 *
 * @param startTime in ticks since the machine's start
 * @param boot the kernel's id of this run of the machine
 */
record Claim(long process, long startTime, String boot) {

  private static final int STATE = 0;
  private static final int SESSION = 3;
  private static final int START_TIME = 19;

  static Claim of(String text) {
    String[] parts = text.split(" ", -1);
    return new Claim(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
  }

  /** Whether that very process still runs. */
  boolean alive() {
    return isThisBoot()
        && stat(process)
            .filter(fields -> Long.parseLong(fields[START_TIME]) == startTime)
            .filter(fields -> !"ZX".contains(fields[STATE]))
            .isPresent();
  }

  /**
   * Kills what a dead supervisor has left of its session: whatever it ran, but for daemons that had
   * no sandbox. Nothing happens while a process of the supervisor's number lives.
   *
   * @return whether there was anything to kill
   */
  boolean killLeftovers() {
    if (!isThisBoot() || stat(process).isPresent()) {
      return false;
    }
    List<ProcessHandle> leftovers =
        ProcessHandle.allProcesses()
            .filter(other ->
                stat(other.pid())
                    .filter(fields -> Long.parseLong(fields[SESSION]) == process)
                    .filter(fields -> !"ZX".contains(fields[STATE]))
                    .isPresent())
            .toList();
    leftovers.forEach(ProcessHandle::destroyForcibly);
    return !leftovers.isEmpty();
  }

  private boolean isThisBoot() {
    try {
      return Boot.current().equals(boot);
    } catch (IOException unknown) {
      return false;
    }
  }

  /**
   * The fields of {@code /proc/<number>/stat} from the state on; empty when there is no process.
   */
  private static Optional<String[]> stat(long number) {
    try {
      String stat = Files.readString(Path.of("/proc/" + number + "/stat"));
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
