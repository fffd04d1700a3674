package io.sesamo.engine.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What PostgreSQL writes, one file per start; the one before is kept.
 *
 * @param file where the present one lies
 */
record Log(Path file) {

  private static final Pattern COMPLAINT =
      Pattern.compile("(?:^|\\s)(?:FATAL|PANIC|ERROR|HINT|(?:initdb|postgres): error):\\s+(.*)");
  private static final int MOST_COMPLAINTS = 4;

  /** Begins a new one. */
  void turn() throws IOException {
    if (Files.exists(file)) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".previous"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  String text() throws IOException {
    return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
  }

  /** What a person needs of {@code output} to understand why a program gave up. */
  static String complaints(String output) {
    List<String> complaints =
        output
            .lines()
            .map(COMPLAINT::matcher)
            .filter(matcher -> matcher.find())
            .map(matcher -> matcher.group(1).strip())
            .limit(MOST_COMPLAINTS)
            .toList();
    return complaints.isEmpty() ? output.strip() : String.join("; ", complaints);
  }
}
