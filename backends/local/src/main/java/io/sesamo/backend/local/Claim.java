package io.sesamo.backend.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process of this machine. The start time and the boot keep it apart from a later process of the
 * same number.
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

  /** The process of that number, which runs. */
  static Claim of(long process) throws IOException {
    long startTime =
        stat(process)
            .map(fields -> Long.parseLong(fields[START_TIME]))
            .orElseThrow(() -> new IOException("there is no process " + process));
    return new Claim(process, startTime, Boot.current());
  }

  /** What {@link #of(String)} reads. */
  String text() {
    return process + " " + startTime + " " + boot;
  }

  private static boolean runs(String[] fields) {
    return !"ZX".contains(fields[STATE]);
  }

  /** Whether that very process still runs. */
  boolean alive() {
    return isThisBoot()
        && stat(process)
            .filter(fields -> Long.parseLong(fields[START_TIME]) == startTime)
            .filter(Claim::runs)
            .isPresent();
  }

  /**
   * Kills the session that this process leads, or led: all it has started, but for daemons that had
   * no sandbox. As long as one of them lives, no other process gets the session's number.
   *
   * @return whether there was anything to kill
   */
  boolean killSession() {
    boolean another =
        stat(process).filter(fields -> Long.parseLong(fields[START_TIME]) != startTime).isPresent();
    if (!isThisBoot() || another) {
      return false;
    }
    List<ProcessHandle> members =
        ProcessHandle.allProcesses()
            .filter(other ->
                stat(other.pid())
                    .filter(fields -> Long.parseLong(fields[SESSION]) == process)
                    .filter(Claim::runs)
                    .isPresent())
            .toList();
    members.forEach(ProcessHandle::destroyForcibly);
    return !members.isEmpty();
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
      // A program's name, which stands in it, can be any bytes.
      String stat =
          Files.readString(Path.of("/proc/" + number + "/stat"), StandardCharsets.ISO_8859_1);
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
