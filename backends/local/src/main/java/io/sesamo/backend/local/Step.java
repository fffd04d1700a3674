package io.sesamo.backend.local;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A program that takes its time while the runtime is made ready. */
final class Step {

  private static final int REMEMBERED_LINES = 5;

  private Step() {}

  /**
   * Runs the program to its end, handing on each line it prints.
   *
   * @throws IOException with the last lines it printed when it fails
   * @throws InterruptedException after the program was killed
   */
  static void run(
      List<String> words, Map<String, String> environment, Path log, Consumer<String> line)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"));
    builder.environment().putAll(environment);
    Process process = builder.redirectInput(Path.of("/dev/null").toFile()).start();
    Deque<String> last = new ArrayDeque<>();
    try (BufferedReader output = process.inputReader();
        BufferedWriter file = Files.newBufferedWriter(log)) {
      for (String text = output.readLine(); text != null; text = output.readLine()) {
        file.write(text + "\n");
        last.addLast(text.strip());
        if (last.size() > REMEMBERED_LINES) {
          last.removeFirst();
        }
        line.accept(text.strip());
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            words.getFirst() + " ended with " + code + ": " + String.join(" / ", last));
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
