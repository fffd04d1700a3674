package io.sesamo.engine.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running PostgreSQL says of itself in {@code postmaster.pid}. The file may be left over
 * from one that was killed, may be half written, and may lie in a copy of the folder.
 *
 * @param ready whether it takes connections
 */
record PostmasterFile(long pid, int port, boolean ready) {

  private static final int PID = 0;
  private static final int PORT = 3;
  private static final int STATUS = 7;

  static Path in(Path dataFolder) {
    return dataFolder.resolve("postmaster.pid");
  }

  /** Nothing when there is no file, or not yet all of it. */
  static Optional<PostmasterFile> read(Path dataFolder) throws IOException {
    try {
      List<String> lines = Files.readAllLines(in(dataFolder));
      if (lines.size() <= PORT) {
        return Optional.empty();
      }
      return Optional.of(
          new PostmasterFile(
              Long.parseLong(lines.get(PID).strip()),
              Integer.parseInt(lines.get(PORT).strip()),
              lines.size() > STATUS && lines.get(STATUS).strip().equals("ready")));
    } catch (NoSuchFileException | NumberFormatException none) {
      return Optional.empty();
    }
  }

  /**
   * Whether the process is a PostgreSQL of this very folder, rather than one that got the same
   * number later: a PostgreSQL's working directory is its data folder.
   */
  boolean runsIn(Path dataFolder) {
    try {
      return Files.isSameFile(Path.of("/proc", String.valueOf(pid), "cwd"), dataFolder);
    } catch (IOException gone) {
      return false;
    }
  }
}
