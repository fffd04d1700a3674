package io.sesamo.backend.local;

import io.sesamo.engine.backend.BackendEvent.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of one task of a launch: its files, and the facts that its supervisor and the server
 * leave for each other (see {@code supervisor.sh}).
 */
record TaskFolder(Path path) {

  /** The claim of a task that was stopped before its command could start. */
  private static final String NEVER = "stopped";

  Path output() {
    return path.resolve("output");
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

  Path order() {
    return path.resolve("order");
  }

  Path arguments() {
    return path.resolve("arguments");
  }

  Path startScript() {
    return path.resolve("start");
  }

  Path supervisorLog() {
    return path.resolve("supervisor.log");
  }

  /** What its cgroups are, one folder a line. */
  Path groups() {
    return path.resolve("groups");
  }

  /** Which {@link Confinement} the task got, by its name. */
  Path confinement() {
    return path.resolve("confinement");
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
    try {
      Files.createSymbolicLink(path.resolve("claim"), Path.of(NEVER));
      return true;
    } catch (FileAlreadyExistsException claimed) {
      return neverStarts();
    }
  }

  /** The command's exit status, once the supervisor is through with everything. */
  Optional<Integer> exit() {
    return fact("exit").map(Integer::valueOf);
  }

  /** The command's exit status, while what it has left behind still runs. */
  Optional<Integer> code() {
    return fact("code").map(Integer::valueOf);
  }

  /** Process of this machine that all processes of the sandbox die with. */
  Optional<Long> sandbox() {
    try {
      String json = Files.readString(path.resolve("sandbox"));
      int at = json.indexOf("\"child-pid\":");
      int end = json.indexOf('\n', Math.max(0, at));
      return at < 0 || end < 0
          ? Optional.empty()
          : Optional.of(Long.valueOf(json.substring(at + 12, end).replaceAll("[^0-9]", "")));
    } catch (IOException notYet) {
      return Optional.empty();
    }
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
