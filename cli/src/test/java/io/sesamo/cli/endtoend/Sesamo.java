package io.sesamo.cli.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The {@code ./sesamo} command with a home of its own. */
final class Sesamo {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path home;

  Sesamo(Path home) {
    this.home = home;
  }

  /** What a command gave. */
  record Result(int exitCode, String output, String errors) {
    JsonNode json() {
      return JSON.readTree(output);
    }

    /** Both streams, for messages. */
    String all() {
      return "exit code " + exitCode + "\n" + output + errors;
    }
  }

  /** The folder of the checkout. */
  static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("sesamo")) || !Files.exists(folder.resolve("mvnw"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("These tests run inside a checkout of Sesamo.");
      }
      folder = parent;
    }
    return folder;
  }

  Path home() {
    return home;
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    return run(Duration.ofMinutes(8), Map.of(), arguments);
  }

  Result run(Duration atMost, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("sesamo-test", ".out");
    Path errors = Files.createTempFile("sesamo-test", ".err");
    try {
      Process process = start(environment, output, errors, arguments);
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            String.join(" ", arguments)
                + " did not end in "
                + atMost
                + ":\n"
                + Files.readString(output)
                + Files.readString(errors));
      }
      return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  /** Starts a command and leaves it running. */
  Process start(Map<String, String> environment, Path output, Path errors, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(checkout().resolve("sesamo").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(checkout().toFile());
    builder.environment().put("SESAMO_HOME", home.toString());
    builder.environment().remove("SESAMO_DATABASE_URL");
    builder.environment().putAll(environment);
    return builder
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(output.toFile())
        .redirectError(errors.toFile())
        .start();
  }

  /** The process id of the running server. */
  long serverPid() throws IOException, InterruptedException {
    return run("server", "status", "--output", "json").json().get("pid").asLong();
  }

  /** Ends the home's server. */
  void stop() throws IOException, InterruptedException {
    run("server", "stop");
  }
}
