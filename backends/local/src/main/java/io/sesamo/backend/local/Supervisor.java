package io.sesamo.backend.local;

import io.sesamo.engine.logs.TaskLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Starts supervisors: processes of their own session that run one task each and go on when the
 * server dies.
 *
 * @param script {@code supervisor.sh} on this machine
 * @param awkOptions what makes this machine's awk pass lines on at once
 */
record Supervisor(Path script, String awkOptions) {

  /** Puts the script into {@code folder} and finds out what this machine's awk needs. */
  static Supervisor open(Path folder) throws IOException, InterruptedException {
    Path script = folder.resolve("supervisor.sh");
    try (InputStream resource = Supervisor.class.getResourceAsStream("supervisor.sh")) {
      DurableFiles.write(script, Objects.requireNonNull(resource).readAllBytes());
    }
    // mawk holds lines back unless told not to; others do not know the option and say so.
    Programs.Result mawk =
        Programs.run(List.of("awk", "-W", "interactive", "BEGIN { exit systime() < 1 }"));
    boolean isMawk = mawk.exitCode() == 0 && mawk.error().isEmpty();
    return new Supervisor(script, isMawk ? "-W interactive" : "");
  }

  /**
   * Writes down what is to be run; from here on {@link #start} needs the folder alone.
   *
   * @param limits {@code processes} and {@code blocks}
   */
  static void write(
      TaskFolder folder,
      Order order,
      Path log,
      List<Path> groups,
      Map<String, String> limits,
      String awkOptions)
      throws IOException {
    DurableFiles.write(folder.arguments(), order.argumentBytes());
    Map<String, String> settings = new TreeMap<>(limits);
    settings.putAll(
        Map.of(
            "log", log.toString(),
            "lines", String.valueOf(TaskLog.MAX_BYTES / 2),
            "awk", awkOptions,
            "groups",
                groups.stream()
                    .map(group -> group.resolve("cgroup.procs").toString())
                    .collect(Collectors.joining(" ")),
            "sandboxed", order.sandboxed() ? "yes" : "no"));
    StringBuilder text = new StringBuilder();
    settings.forEach(
        (name, value) -> text.append(name).append('=').append(Order.quote(value)).append('\n'));
    text.append("set -- ").append(Order.quote(order.words())).append('\n');
    DurableFiles.write(folder.order(), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Whether {@link #write} was done. */
  static boolean isWritten(TaskFolder folder) {
    return Files.exists(folder.order());
  }

  /** Starts the supervisor of a task; a second one of the same task ends at once. */
  Process start(TaskFolder folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("setsid", "/bin/sh", script.toString(), folder.path().toString());
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().put("LC_ALL", "C");
    return builder
        .redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(folder.supervisorLog().toFile())
        .start();
  }
}
