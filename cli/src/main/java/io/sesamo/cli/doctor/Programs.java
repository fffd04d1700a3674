package io.sesamo.cli.doctor;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Asks other programs.
 *
 * @param path folders to look for them in, as in the variable PATH
 */
record Programs(String path) {

  private static final int PATIENCE_SECONDS = 10;

  /** What a program said, standard output and standard error together. */
  record Answer(boolean good, String text) {

    String firstLine() {
      return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
    }
  }

  Optional<Path> find(String name) {
    return Stream.of(path.split(":", -1))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a program that ends soon. */
  static Answer ask(String... words) {
    try {
      Path answer = Files.createTempFile("sesamo-doctor", ".txt");
      try {
        Process process =
            new ProcessBuilder(List.of(words))
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(answer.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return new Answer(false, "it does not answer");
        }
        String text = new String(Files.readAllBytes(answer), StandardCharsets.UTF_8);
        return new Answer(process.exitValue() == 0, text);
      } finally {
        Files.deleteIfExists(answer);
      }
    } catch (IOException failure) {
      return new Answer(false, String.valueOf(failure.getMessage()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Answer(false, "interrupted");
    }
  }
}
