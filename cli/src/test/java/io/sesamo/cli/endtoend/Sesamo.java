package io.sesamo.cli.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@code ./sesamo} command with a home of its own.
 *
 * @param launcher the script
 */
record Sesamo(Path launcher, Path home) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The longest takes four on two cores with nothing beside. */
  private static final int MOST_MINUTES = 15;

  Sesamo(Path home) {
    this(Checkout.folder().resolve("sesamo"), home);
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

  Result run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  Result run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Stream<String> words = Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments));
    return execute(Checkout.folder(), environment, words.toList());
  }

  /** Runs commands as a person types them, and stops at the first that fails. */
  Result script(Path folder, String commands) throws IOException, InterruptedException {
    return execute(folder, Map.of(), List.of("bash", "-euxo", "pipefail", "-c", commands));
  }

  private Result execute(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("sesamo-test", ".out");
    Path errors = Files.createTempFile("sesamo-test", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().put("SESAMO_HOME", home.toString());
      builder.environment().put("XDG_CONFIG_HOME", home.resolveSibling("config").toString());
      builder.environment().remove("SESAMO_CONTEXT");
      builder.environment().remove("SESAMO_DATABASE_URL");
      builder.environment().putAll(environment);
      Process process =
          builder
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
      process.destroyForcibly();
      int exitCode = ended ? process.exitValue() : -1;
      return new Result(exitCode, Files.readString(output), Files.readString(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
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
