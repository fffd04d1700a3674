package io.sesamo.backend.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a task's command finds besides this machine's system.
 *
 * @param mounts folders that it may read at their own paths
 * @param programs folders that its programs are looked for in first
 * @param environment variables it needs
 * @param kernels compiled kernels that each task gets a copy of
 */
record Equipment(
    List<Path> mounts,
    List<Path> programs,
    Map<String, String> environment,
    Optional<Path> kernels) {

  static final Equipment THIS_SYSTEM =
      new Equipment(List.of(), List.of(), Map.of(), Optional.empty());

  List<String> path(String systemPath) {
    List<String> path = new ArrayList<>();
    programs.forEach(folder -> path.add(folder.toString()));
    path.add(systemPath);
    return path;
  }
}
