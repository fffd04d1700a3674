package io.sesamo.cli.background;

import io.sesamo.cli.client.Http;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.ServerException;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Finds the server of a home folder, and starts one when none runs.
 *
 * <p>{@code server.json} is believed only when the address in it answers to this home's secret with
 * the same process id: it may be left over from a server that was killed, and its port may by now
 * be another program's. A lock file keeps commands that run at once from starting several servers;
 * that there is never more than one is up to the server's own lock.
 *
 * @param remarks takes what a person should know while he waits
 */
public record ServerLink(
    Home home, ServerProgram program, String version, Duration patience, Consumer<String> remarks) {

  private static final Duration PROBE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(25);
  private static final Duration SAY_THAT_IT_STARTS = Duration.ofSeconds(1);

  /** The server of this home, started if need be, and of this version if it is idle. */
  public RunningServer connect() {
    Optional<RunningServer> found = find();
    if (found.isEmpty()) {
      return start(List.of());
    }
    RunningServer server = found.get();
    if (server.version().equals(version)) {
      return server;
    }
    if (server.busy()) {
      remarks.accept(
          """
          Note: the running server has version %s, this command %s. It is kept, since
          workflows run; `sesamo server stop` lets the next command start the new one.\
          """
              .formatted(server.version(), version));
      return server;
    }
    stop(server);
    return start(server.arguments());
  }

  /** The server of this home, if one runs. */
  public Optional<RunningServer> find() {
    Json file;
    String secret;
    try {
      file = Json.read(Files.readString(home.serverFile()));
      secret = Files.readString(home.secret()).strip();
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IllegalArgumentException halfWritten) {
      return Optional.empty();
    } catch (IOException failure) {
      throw CliException.refused(
          "The server's files in "
              + home.server()
              + " cannot be read: "
              + Reasons.of(failure)
              + ". They belong to the user who started the server.");
    }
    long pid = file.get("pid").number();
    if (ProcessHandle.of(pid).isEmpty()) {
      return Optional.empty();
    }
    return probe(new Http(file.get("url").text(), secret), pid);
  }

  private static Optional<RunningServer> probe(Http http, long pid) {
    try {
      Json facts = http.get("/api/sesamo/v1/server", PROBE);
      return facts.get("pid").number() == pid
          ? Optional.of(new RunningServer(http, facts))
          : Optional.empty();
    } catch (IOException | ServerException | IllegalArgumentException anotherProgram) {
      return Optional.empty();
    }
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param arguments for the server
   */
  public RunningServer start(List<String> arguments) {
    home.make();
    try (FileChannel file =
            FileChannel.open(
                home.startLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock othersWait = file.lock()) {
      Optional<RunningServer> startedMeanwhile = othersWait.isValid() ? find() : Optional.empty();
      return startedMeanwhile.isPresent() ? startedMeanwhile.get() : startAndWait(arguments);
    } catch (IOException failure) {
      throw CliException.refused("The server cannot be started: " + Reasons.of(failure) + ".");
    }
  }

  private RunningServer startAndWait(List<String> arguments) throws IOException {
    long logStart = Files.exists(home.serverLog()) ? Files.size(home.serverLog()) : 0;
    Process process = program.with(arguments).startInBackground(home);
    long started = System.nanoTime();
    boolean said = false;
    boolean cameSecond = false;
    while (elapsed(started).compareTo(patience) < 0) {
      boolean ended = !process.isAlive();
      Optional<RunningServer> server = find();
      if (server.isPresent()) {
        return server.get();
      }
      if (ended && anotherHoldsTheLock()) {
        cameSecond = true; // the other one comes up, or is about to end
      } else if (ended && cameSecond) {
        process = program.with(arguments).startInBackground(home);
        cameSecond = false;
      } else if (ended) {
        String why = "The server could not be started." + lastWords(logStart);
        throw process.exitValue() == ExitCode.WRONG.number()
            ? CliException.wrong(why)
            : CliException.refused(why);
      }
      if (!said && elapsed(started).compareTo(SAY_THAT_IT_STARTS) > 0) {
        remarks.accept("Starting the Sesamo server ...");
        said = true;
      }
      pause();
    }
    throw CliException.later(
        "The server did not answer within "
            + patience.toSeconds()
            + " s; it may still come up (process "
            + process.pid()
            + ")."
            + lastWords(logStart));
  }

  private boolean anotherHoldsTheLock() throws IOException {
    try (FileChannel file =
            FileChannel.open(
                home.serverLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock free = file.tryLock()) {
      return free == null;
    }
  }

  private String lastWords(long logStart) {
    try (var log = Files.newByteChannel(home.serverLog())) {
      log.position(Math.max(logStart, log.size() - 8192));
      byte[] bytes = Channels.newInputStream(log).readAllBytes();
      List<String> lines =
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
              .toList();
      String last = String.join("\n  ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
      return (last.isEmpty() ? " It said nothing." : " Its last words:\n  " + last)
          + "\nThe whole log: "
          + home.serverLog();
    } catch (IOException noLog) {
      return " It left no log.";
    }
  }

  /** Stops the server and waits until its process is gone. Tasks run on. */
  public void stop(RunningServer server) {
    try {
      server.http().post("/api/sesamo/v1/server/stop", new Json(null));
    } catch (IOException goneAlready) {
      // it may end before it has answered
    }
    boolean gone =
        await(() -> ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive).isEmpty());
    if (!gone) {
      throw CliException.refused(
          "The server (process "
              + server.pid()
              + ") was asked to stop, but still runs. Its log: "
              + home.serverLog());
    }
  }

  private boolean await(BooleanSupplier condition) {
    long started = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (elapsed(started).compareTo(patience) > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static Duration elapsed(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw CliException.refused("Interrupted while waiting for the server.");
    }
  }

  /** Where the log of the background server lies. */
  public Path log() {
    return home.serverLog();
  }
}
