package io.sesamo.backend.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program that takes its time while the runtime is made ready. */
final class Step {

  private static final int REMEMBERED_LINES = 5;
  private static final int PAUSE_MILLIS = 50;

  private Step() {}

  /**
   * Runs the program to its end, handing on each line it prints. The lines go through the log file
   * and not a pipe, since one cannot be called away from reading a pipe.
   *
   * @param log appended to
   * @throws IOException with the last lines it printed when it fails
   * @throws InterruptedException after the program was killed
   */
  static void run(
      List<String> words, Map<String, String> environment, Path log, Consumer<String> line)
      throws IOException, InterruptedException {
    long before = Files.exists(log) ? Files.size(log) : 0;
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"));
    builder.environment().putAll(environment);
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    Deque<String> last = new ArrayDeque<>();
    try (InputStream bytes = Files.newInputStream(log)) {
      bytes.skipNBytes(before);
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
      boolean over = false;
      while (!over) {
        over = process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS); // first, to miss no line
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
          last.addLast(text.strip());
          if (last.size() > REMEMBERED_LINES) {
            last.removeFirst();
          }
          line.accept(text.strip());
        }
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          words.getFirst()
              + " ended with "
              + process.exitValue()
              + ": "
              + String.join(" / ", last));
    }
  }
}
