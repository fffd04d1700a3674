package io.sesamo.backend.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a confinement runs a task's command.
 *
 * @param words seen by everyone on this machine: no secrets in them
 * @param environment of that process; may hold secrets
 * @param prelude a line of shell before it
 * @param arguments what bubblewrap reads; empty for others
 */
record Command(
    List<String> words, Map<String, String> environment, String prelude, List<String> arguments) {

  /** File descriptor to which bubblewrap tells of its child: the pipe after standard error. */
  static final int INFO = 3;

  /** File descriptor from which bubblewrap reads its arguments. */
  static final int ARGUMENTS = 5;

  /** What a program needs that gives the command an environment of its own. */
  static final Map<String, String> FEW_VARIABLES =
      Map.of(
          "PATH",
          Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"),
          "LC_ALL",
          "C");

  /**
   * A shell's script that becomes the command. First it waits for a line, which may name the
   * network to {@linkplain GroupNetwork#JOIN join}: should its supervisor die before it has noted
   * the process, then nothing is run. A limit is a courtesy to the other tasks: where it cannot be
   * set, the command runs all the same.
   *
   * @param groups cgroups that the command is put under
   * @param limits as {@link Limits#ofProcesses} has them: {@code members}, the file by which a
   *     group is joined; {@code processes}, empty where a group limits them; and {@code blocks}:
   *     how large a file it may write, in 512 bytes
   */
  List<String> script(List<Path> groups, Map<String, String> limits) {
    // The arguments follow the line on the standard input; a shell reads no further than the line.
    String redirections =
        arguments.isEmpty() ? "</dev/null 3>&-" : "%d<&0 </dev/null".formatted(ARGUMENTS);
    String script =
        """
        read -r go || exit 1
        { %s; } 2>/dev/null
        %s
        unset PWD OLDPWD go
        exec "$@" %s
        """
            .formatted(limiting(groups, limits), prelude, redirections);
    List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", script, "task"));
    all.addAll(words);
    return all;
  }

  /** A line of shell that puts the shell, and all it starts, under the limits. */
  static String limiting(List<Path> groups, Map<String, String> limits) {
    StringBuilder limiting = new StringBuilder();
    for (Path group : groups) {
      Path members = group.resolve(limits.getOrDefault("members", "cgroup.procs"));
      limiting.append("echo 0 >").append(quote(members.toString()));
      limiting.append("; ");
    }
    String processes = limits.getOrDefault("processes", "");
    if (!processes.isEmpty()) {
      limiting.append("ulimit -u %1$s || ulimit -p %1$s; ".formatted(processes));
    }
    return limiting.append("ulimit -f ").append(limits.get("blocks")).toString();
  }

  /** A word that a POSIX shell takes as it is. */
  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
