package io.sesamo.cli.background;

import io.sesamo.cli.problem.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * The folder that holds everything Sesamo keeps for one person.
 *
 * @param folder absolute; may not exist yet
 */
public record Home(Path folder) {

  /**
   * {@code $SESAMO_HOME}, else {@code $XDG_DATA_HOME/sesamo}, else {@code
   * $HOME/.local/share/sesamo}.
   *
   * @param userHome stands for {@code $HOME} where that is not set; Java's own idea of it does not
   *     follow the variable
   */
  public static Home of(Map<String, String> environment, String userHome) {
    Optional<String> wanted =
        Optional.ofNullable(environment.get("SESAMO_HOME")).filter(home -> !home.isBlank());
    Optional<String> data =
        Optional.ofNullable(environment.get("XDG_DATA_HOME")).filter(home -> home.startsWith("/"));
    String user =
        Optional.ofNullable(environment.get("HOME"))
            .filter(home -> home.startsWith("/"))
            .orElse(userHome);
    try {
      return new Home(
          wanted
              .map(Path::of)
              .orElseGet(() -> Path.of(data.orElse(user + "/.local/share")).resolve("sesamo"))
              .toAbsolutePath()
              .normalize());
    } catch (InvalidPathException notOne) {
      throw CliException.wrong("SESAMO_HOME is not the name of a folder: " + notOne.getInput());
    }
  }

  public Path server() {
    return folder.resolve("server");
  }

  /** Address and process of the running server. */
  public Path serverFile() {
    return server().resolve("server.json");
  }

  public Path secret() {
    return server().resolve("secret");
  }

  public Path serverLog() {
    return server().resolve("server.log");
  }

  /** Held by the server while it works. */
  Path serverLock() {
    return server().resolve("lock");
  }

  /** Held by the command that starts a server. */
  public Path startLock() {
    return server().resolve("start.lock");
  }

  /** What went wrong inside the command itself. */
  public Path commandLog() {
    return folder.resolve("cli.log");
  }

  /** Makes the folders, for nobody but their owner. */
  public void make() {
    try {
      if (!Files.isDirectory(server())) {
        Files.createDirectories(
            server(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException failure) {
      throw CliException.refused(
          "The folder "
              + folder
              + " cannot be made: "
              + Reasons.of(failure)
              + ". Set SESAMO_HOME to a folder that you may write to.");
    }
  }
}
