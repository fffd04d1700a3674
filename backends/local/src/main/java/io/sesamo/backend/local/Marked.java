package io.sesamo.backend.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds processes by what their environment says. */
final class Marked {

  private Marked() {}

  /** Those that were started with all of these variables, and their descendants. */
  static Set<ProcessHandle> processes(Set<String> variables) {
    Set<ProcessHandle> processes =
        ProcessHandle.allProcesses()
            .filter(process -> environment(process).containsAll(variables))
            .collect(Collectors.toSet());
    processes.addAll(processes.stream().flatMap(ProcessHandle::descendants).toList());
    return processes;
  }

  private static Set<String> environment(ProcessHandle process) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
      return Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1))
          .collect(Collectors.toSet());
    } catch (IOException someoneElses) {
      return Set.of();
    }
  }
}
