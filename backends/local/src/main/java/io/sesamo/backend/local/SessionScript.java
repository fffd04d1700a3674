package io.sesamo.backend.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The words that run a command beside a task's own. A first shell, still outside, puts itself under
 * the task's limits; a second one, inside, takes the terminal and the task's environment, which
 * comes by a file: it may hold secrets, which command lines show to everybody, and variables that
 * no program outside the sandbox should get.
 *
 * @param heedSignals words before a command that have it heed the signals which this server was
 *     started to ignore, as a script's background job is; a shell cannot undo that
 * @param settings a file that is not there yet
 * @param groups cgroups that the command is put under
 * @param limits as {@link Limits#ofProcesses} has them
 */
record SessionScript(
    List<String> heedSignals, Path settings, List<Path> groups, Map<String, String> limits) {

  /** The first program of a session that opens a terminal gets it as its controlling one. */
  private static final String INSIDE =
      """
      terminal=$1; shift
      [ -z "$terminal" ] || exec <>"$terminal" >&0 2>&0
      settings=$(cat <&3)
      exec 3<&-
      unset LC_ALL
      eval "$settings"
      unset settings terminal
      exec "$@"
      """;

  private static final String SHELL =
      "if [ -x /bin/bash ]; then exec /bin/bash -c \"$1\"; else exec /bin/sh -c \"$1\"; fi";

  /** {@code terminal}: of the command; empty: none. */
  List<String> words(Entry entry, String terminal, String command) throws IOException {
    write(entry);
    String outside =
        """
        exec 3<"$1"
        rm -f "$1"
        shift
        { %s; } 2>/dev/null
        exec "$@"
        """
            .formatted(Command.limiting(groups, limits));
    List<String> words = new ArrayList<>(heedSignals);
    words.addAll(List.of("/bin/sh", "-c", outside, "session"));
    words.add(settings.toString());
    words.addAll(entry.inside());
    words.addAll(List.of("setsid", "/bin/sh", "-c", INSIDE, "session", terminal));
    words.addAll(entry.before());
    words.addAll(List.of("/bin/sh", "-c", SHELL, "session", command));
    return words;
  }

  private void write(Entry entry) throws IOException {
    StringBuilder lines = new StringBuilder();
    Map<String, String> variables = new TreeMap<>(entry.environment());
    variables.put("TERM", "xterm-256color");
    variables.forEach((name, value) -> {
      if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) { // a shell cannot set others
        lines.append("export ").append(name).append('=').append(Command.quote(value)).append('\n');
      }
    });
    if (!entry.workFolder().isEmpty()) {
      lines.append("cd ").append(Command.quote(entry.workFolder())).append('\n');
    }
    Files.createFile(
        settings,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(settings, lines);
  }
}
