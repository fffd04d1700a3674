package io.sesamo.backend.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** This machine's programs, for short questions. */
final class Programs {

  private static final int PATIENCE_SECONDS = 20;

  private Programs() {}

  /** What a program said. */
  record Result(int exitCode, String output, String error) {}

  /** The folders where programs are, with colons between them. */
  static String path() {
    return Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
  }

  /** The program of that name on the PATH. */
  static Optional<Path> find(String name) {
    return find(name, path());
  }

  /** The program of that name in one of these folders. */
  static Optional<Path> find(String name, String path) {
    return Stream.of(path.split(":", -1))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a program that says little and ends soon; it is killed after 20 seconds. */
  static Result run(List<String> words) throws InterruptedException {
    try {
      Path output = Files.createTempFile("sesamo", ".out");
      Path error = Files.createTempFile("sesamo", ".err");
      try {
        Process process =
            new ProcessBuilder(words)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(error.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return new Result(-1, "", words.getFirst() + " does not answer");
        }
        return new Result(process.exitValue(), text(output), text(error));
      } finally {
        Files.deleteIfExists(output);
        Files.deleteIfExists(error);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
