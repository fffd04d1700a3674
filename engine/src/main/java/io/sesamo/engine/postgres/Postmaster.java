package io.sesamo.engine.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says of the server that works on a data folder.
 *
 * @param process the server's process, alive
 * @param port where it listens
 * @param ready whether it takes connections
 */
record Postmaster(ProcessHandle process, int port, boolean ready) {

  /** The live server of that data folder; empty when there is none, or the file is a leftover. */
  static Optional<Postmaster> of(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.size() < 4) {
      return Optional.empty();
    }
    try {
      int port = Integer.parseInt(lines.get(3).strip());
      boolean ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
          .filter(process -> worksOn(process, data))
          .map(process -> new Postmaster(process, port, ready));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Guards against a process that came later and got the same number. */
  private static boolean worksOn(ProcessHandle process, Path data) {
    try {
      Path folder = Path.of("/proc", String.valueOf(process.pid()));
      String command = Files.readString(folder.resolve("cmdline"));
      return process.isAlive()
          && command.contains("postgres")
          && Files.isSameFile(folder.resolve("cwd"), data);
    } catch (IOException e) {
      return false;
    }
  }
}
