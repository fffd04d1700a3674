package io.sesamo.engine.postgres;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Starts, adopts and stops the PostgreSQL of one data folder. The caller sees to it that he is the
 * only one to do so.
 *
 * @param patience how long one that is adopted may take to answer
 */
record Postmaster(Programs programs, DataFolder data, Log log, Duration patience) {

  /** Longer than the recovery of the log that {@code max_wal_size} allows. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  /** Shutting down writes a checkpoint; ending at once leaves that to the next start. */
  private static final int SHUTDOWN_SECONDS = 30;

  private static final int END_SECONDS = 3;
  private static final int START_TRIES = 5;
  private static final String WRONG_PASSWORD = "28P01";

  /** None of them can be changed by what is stored, since they stand on the command line. */
  private static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.ofEntries(
              // A commit that was acknowledged survives the death of process and machine.
              Map.entry("fsync", "on"),
              Map.entry("full_page_writes", "on"),
              Map.entry("synchronous_commit", "on"),
              Map.entry("listen_addresses", "127.0.0.1"),
              Map.entry("unix_socket_directories", ""),
              Map.entry("password_encryption", "scram-sha-256"),
              Map.entry("max_connections", "40"),
              Map.entry("shared_buffers", "64MB"),
              Map.entry("huge_pages", "off"),
              Map.entry("max_wal_size", "256MB"),
              Map.entry("max_parallel_workers", "0"),
              Map.entry("max_logical_replication_workers", "0"),
              Map.entry("io_method", "sync"),
              Map.entry("jit", "off"),
              Map.entry("timezone", "UTC"),
              Map.entry("log_timezone", "UTC"),
              Map.entry("log_checkpoints", "off"),
              // Statements and details hold what users store.
              Map.entry("log_min_error_statement", "panic"),
              Map.entry("log_error_verbosity", "terse")));

  static String jdbcUrl(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?sslmode=disable&gssEncMode=disable";
  }

  /** The port of one that an earlier server left running, if it is in good health. */
  Optional<Integer> adopt() throws IOException {
    if (running().isEmpty()) {
      return Optional.empty();
    }
    Optional<Integer> port = awaitReady(patience, () -> running().isPresent());
    if (port.isEmpty()) {
      end();
    }
    return port;
  }

  /** Starts one, and returns its port. */
  int start() throws IOException {
    for (int attempt = 1; attempt <= START_TRIES; attempt++) {
      Files.deleteIfExists(PostmasterFile.in(data.folder()));
      log.turn();
      Process process = launch(freePort());
      Optional<Integer> port = awaitReady(START_PATIENCE, process::isAlive);
      if (port.isPresent()) {
        return port.get();
      }
      process.destroy();
      if (!passes(log.text())) {
        break;
      }
      Commands.pause(100L * attempt);
    }
    throw failure();
  }

  /** Stops it and waits for that. */
  void stop() throws IOException {
    control("fast", SHUTDOWN_SECONDS);
    end();
  }

  /** Ends one that does not stop, more and more firmly, which loses no committed row. */
  private void end() throws IOException {
    control("immediate", END_SECONDS);
    running()
        .flatMap(file -> ProcessHandle.of(file.pid()))
        .ifPresent(ProcessHandle::destroyForcibly);
    long deadline = deadline(Duration.ofSeconds(END_SECONDS));
    while (running().isPresent()) {
      if (System.nanoTime() - deadline > 0) {
        throw new PostgresException(
            "The PostgreSQL of %s does not stop, not even by force. Look for a disk or network folder that hangs."
                .formatted(data.folder()));
      }
      Commands.pause(5);
    }
  }

  private void control(String mode, int seconds) throws IOException {
    if (running().isPresent()) {
      List<String> arguments =
          List.of(
              "stop",
              "--pgdata=" + data.folder(),
              "--mode=" + mode,
              "--wait",
              "--timeout=" + seconds,
              "--silent");
      Commands.run(data.folder(), programs.command("pg_ctl", arguments));
    }
  }

  private Process launch(int port) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-D", data.folder().toString()));
    SETTINGS.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
    arguments.addAll(List.of("-c", "port=" + port));
    // A session of its own: Ctrl-C at the server's terminal is not meant for the database.
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(programs.command("postgres", arguments));
    return Commands.builder(data.folder(), words)
        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(log.file().toFile())
        .redirectError(Redirect.appendTo(log.file().toFile()))
        .start();
  }

  private Optional<PostmasterFile> running() {
    try {
      return PostmasterFile.read(data.folder()).filter(file -> file.runsIn(data.folder()));
    } catch (IOException failure) {
      throw PostgresException.about(data.folder(), failure);
    }
  }

  /** The port as soon as it takes our password; nothing when it died or took too long. */
  private Optional<Integer> awaitReady(Duration patience, BooleanSupplier alive) {
    long deadline = deadline(patience);
    while (System.nanoTime() - deadline < 0) {
      boolean wasAlive = alive.getAsBoolean();
      Optional<Integer> port =
          running().filter(PostmasterFile::ready).map(PostmasterFile::port).filter(this::accepts);
      if (port.isPresent() || !wasAlive) {
        return port;
      }
      Commands.pause(5);
    }
    return Optional.empty();
  }

  private boolean accepts(int port) {
    String url = jdbcUrl(port) + "&connectTimeout=2&socketTimeout=2";
    try (Connection connection =
        DriverManager.getConnection(url, DataFolder.USER, data.password())) {
      return connection.isValid(1);
    } catch (SQLException refused) {
      if (WRONG_PASSWORD.equals(refused.getSQLState())) {
        throw new PostgresException(
            "The database in %s does not take the password in %s. Restore both from one copy."
                .formatted(data.folder(), data.folder().resolveSibling("password")));
      }
      return false;
    }
  }

  /** Whether a next try may succeed: the port was taken meanwhile, or a killed one is not gone. */
  private static boolean passes(String output) {
    return output.contains("Address already in use")
        || output.contains("could not create any TCP/IP sockets")
        || output.contains("is still in use");
  }

  private PostgresException failure() throws IOException {
    String complaints = Log.complaints(log.text());
    return PostgresException.about(
        data.folder(),
        new IOException(
            "PostgreSQL does not start (%s); its whole log is %s, and its programs, which may be removed and are then unpacked again, lie in %s"
                .formatted(complaints, log.file(), programs.folder())));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static long deadline(Duration patience) {
    return System.nanoTime() + patience.toNanos();
  }
}
