package io.sesamo.backend.local;

import io.sesamo.engine.backend.BackendEvent.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one task of a launch: its files, and the facts that its supervisor and the server
 * leave for each other (see {@link SupervisedTask}).
 */
record TaskFolder(Path path) {

  /** The claim of a task that was stopped before its command could start. */
  private static final String NEVER = "stopped";

  Path output() {
    return path.resolve("output");
  }

  /** Whether the task has left anything that is to be stored. */
  boolean hasOutput() throws IOException {
    try (Stream<Path> files = Files.list(output())) {
      return files.findAny().isPresent();
    }
  }

  Path work() {
    return path.resolve("work");
  }

  Path temporary() {
    return path.resolve("tmp");
  }

  /** What else of the file system the task may write to. */
  Path root() {
    return path.resolve("root");
  }

  Path files() {
    return path.resolve("files");
  }

  /** Inputs that were picked or copied for this task alone. */
  Path input(int index) {
    return path.resolve("inputs").resolve(String.valueOf(index));
  }

  /** What it is given of credentials: beside it, since making it ready begins with nothing. */
  TaskSecrets secrets() {
    return new TaskSecrets(path.resolveSibling(path.getFileName() + ".secrets"));
  }

  /** Of the launch's own network, if it has one. */
  Path network() {
    return path.resolve("../../network").normalize();
  }

  Path order() {
    return path.resolve("order");
  }

  Path arguments() {
    return path.resolve("arguments");
  }

  /** What its cgroups are, one folder a line. */
  Path groups() {
    return path.resolve("groups");
  }

  /** What {@link #groups} says; empty: it has none. */
  List<Path> groupList() throws IOException {
    return Files.exists(groups())
        ? Files.readAllLines(groups()).stream().map(Path::of).toList()
        : List.of();
  }

  Path accelerators() {
    return path.resolve("accelerators");
  }

  /** The supervisor that runs, or ran, the task. */
  Optional<Claim> claim() {
    return fact("claim").filter(text -> !text.equals(NEVER)).map(Claim::of);
  }

  /** Whether the task was stopped before it started. */
  boolean neverStarts() {
    return fact("claim").filter(NEVER::equals).isPresent();
  }

  /** Sees to it that no supervisor can start the task; false when one already has. */
  boolean forbidStart() throws IOException {
    return leave("claim", NEVER) || neverStarts();
  }

  /** Leaves a fact; false when it is there already. */
  boolean leave(String name, String fact) throws IOException {
    try {
      Files.createSymbolicLink(path.resolve(name), Path.of(fact));
      return true;
    } catch (FileAlreadyExistsException alreadyThere) {
      return false;
    }
  }

  /** The command's own process, which leads a session. */
  Optional<Claim> process() {
    return fact("process").map(Claim::of);
  }

  /** Why the supervisor could not run the task. */
  Optional<String> failed() {
    return fact("failed");
  }

  /** The command's exit status, once the supervisor is through with everything. */
  Optional<Integer> exit() {
    return fact("exit").map(Integer::valueOf);
  }

  /** The command's exit status, while what it has left behind still runs. */
  Optional<Integer> code() {
    return fact("code").map(Integer::valueOf);
  }

  /** When the command ended; empty: it has not. */
  Optional<Instant> over() throws IOException {
    for (String fact : List.of("code", "exit")) {
      Path link = path.resolve(fact);
      if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.of(Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS).toInstant());
      }
    }
    return Optional.empty();
  }

  /**
   * Notes that the task is told to stop, or killed.
   *
   * @return whether this was not noted before
   */
  boolean noteStop(boolean kill) throws IOException {
    return leave(stop(kill), "told");
  }

  /** There was nobody left to hear it. */
  void withdrawStop(boolean kill) throws IOException {
    Files.delete(path.resolve(stop(kill)));
  }

  /** Whether it was told to stop, or killed, by this server or an earlier one. */
  boolean toldToStop(boolean kill) {
    return fact(stop(kill)).isPresent();
  }

  private static String stop(boolean kill) {
    return kill ? "killed" : "terminated";
  }

  Optional<Ended> ended() throws IOException {
    Path file = path.resolve("ended.json");
    return Files.exists(file)
        ? Optional.of(LaunchJson.readEnded(Files.readAllBytes(file), file))
        : Optional.empty();
  }

  void writeEnded(Ended ended) throws IOException {
    DurableFiles.write(path.resolve("ended.json"), LaunchJson.write(ended));
  }

  private Optional<String> fact(String name) {
    try {
      Path link = path.resolve(name);
      // Asking first spares an exception each time; there are many askings.
      return Files.exists(link, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(Files.readSymbolicLink(link).toString())
          : Optional.empty();
    } catch (NoSuchFileException goneMeanwhile) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
