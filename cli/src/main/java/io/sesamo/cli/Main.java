package io.sesamo.cli;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.background.ServerProgram;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.remote.Contexts;
import io.sesamo.cli.terminal.Terminals;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code sesamo} command. */
public final class Main {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.getenv()));
  }

  static int run(List<String> arguments, Map<String, String> environment) {
    String userHome = System.getProperty("user.home");
    Home home;
    try {
      home = Home.of(environment, userHome);
    } catch (CliException wrongSetting) {
      System.err.println(wrongSetting.getMessage());
      return ExitCode.WRONG.number();
    }
    return new Cli(
            home,
            Contexts.of(environment, userHome),
            ServerProgram.ofThisBuild(environment),
            version(),
            PATIENCE,
            Terminals.ofThisProcess(environment),
            environment,
            InstantSource.system(),
            ZoneId.systemDefault())
        .run(arguments);
  }

  /** The release, from the jar's manifest, as the server reads it. */
  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("unreleased");
  }
}
