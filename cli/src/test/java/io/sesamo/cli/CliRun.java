package io.sesamo.cli;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.background.ServerProgram;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.remote.Contexts;
import io.sesamo.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Runs commands in this process and keeps what they write. */
record CliRun(int exitCode, String output, String errors) {

  static final String VERSION = "0.1.0";
  private static final Instant NOW = Instant.parse("2026-01-02T12:00:10Z");

  static CliRun of(Home home, String... arguments) {
    return of(home, new ServerProgram(List.of("false")), arguments);
  }

  static CliRun of(Home home, Map<String, String> environment, String... arguments) {
    return of(home, new ServerProgram(List.of("false")), environment, arguments);
  }

  static CliRun of(Home home, ServerProgram program, String... arguments) {
    return of(home, program, Map.of("PATH", "/usr/bin:/bin"), arguments);
  }

  private static CliRun of(
      Home home, ServerProgram program, Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            false,
            false,
            () -> new Terminal.Window(80, 24));
    int exitCode =
        new Cli(
                home,
                new Contexts(home.folder().resolveSibling("contexts.yaml")),
                program,
                VERSION,
                Duration.ofSeconds(20),
                terminal,
                environment,
                () -> NOW,
                ZoneOffset.UTC)
            .run(List.of(arguments));
    return new CliRun(
        exitCode, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
  }

  Json json() {
    return Json.read(output);
  }
}
