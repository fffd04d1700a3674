package io.sesamo.engine.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL of Sesamo's own: its programs, data and password lie in the home folder, it listens
 * on the loopback interface only, and it never trades safety for speed (fsync, full_page_writes and
 * synchronous_commit are on). It has a session of its own and outlives a server that is killed; the
 * next start then takes it over.
 */
public final class EmbeddedPostgres {

  private static final String VERSION = "18.6.0";
  private static final String MAJOR = "18";
  private static final String USER = "sesamo";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int TRIES = 3;

  private final Path data;
  private final int port;
  private final String password;

  private EmbeddedPostgres(Path data, int port, String password) {
    this.data = data;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts it, or takes over the one that still works on this home's data.
   *
   * @param home Sesamo's home folder; everything goes below {@code postgres/} in it
   * @throws PostgresException when it cannot be started
   */
  public static EmbeddedPostgres start(Path home) {
    Path folder = home.toAbsolutePath().resolve("postgres");
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path programs = Binaries.unpack(folder.resolve(VERSION));
      Path data = folder.resolve("data-" + MAJOR);
      initialise(programs, data);
      String password = Files.readString(folder.resolve("password")).strip();
      Optional<EmbeddedPostgres> running = adopt(data, password);
      return running.isPresent() ? running.get() : launch(programs, data, password);
    } catch (IOException e) {
      throw new PostgresException(
          "The embedded PostgreSQL cannot use "
              + folder
              + ": "
              + e.getMessage()
              + ". Check the permissions of the folder and the free disk space.",
          e);
    }
  }

  /** {@code jdbc:postgresql://127.0.0.1:PORT/postgres}. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  public String user() {
    return USER;
  }

  /** A secret: never to be logged or put on a command line. */
  public String password() {
    return password;
  }

  /** Shuts down, ending open connections, and waits until it is gone. */
  public void stop() {
    try {
      Optional<Postmaster> running = Postmaster.of(data);
      if (running.isPresent()) {
        end(running.get());
      }
    } catch (IOException e) {
      throw new PostgresException(
          "The embedded PostgreSQL cannot be stopped: " + e.getMessage(), e);
    }
  }

  private static void initialise(Path programs, Path data) throws IOException {
    Path version = data.resolve("PG_VERSION");
    if (Files.exists(version)) {
      String found = Files.readString(version).strip();
      if (!found.equals(MAJOR)) {
        throw new PostgresException(
            data + " is of PostgreSQL " + found + ", and this Sesamo needs " + MAJOR + ".");
      }
      return;
    }
    Path folder = programs.resolveSibling("initialising");
    Binaries.delete(folder);
    Path password = programs.resolveSibling("password");
    Files.deleteIfExists(password);
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    Files.writeString(password, HexFormat.of().formatHex(secret) + "\n");
    List<String> command = new ArrayList<>(asOrdinaryUser());
    command.addAll(
        List.of(
            programs.resolve("bin/initdb").toString(),
            "--pgdata=" + folder,
            "--username=" + USER,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-instructions"));
    Path log = programs.resolveSibling("initdb.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (await(process) != 0) {
      throw new PostgresException(
          "The embedded PostgreSQL could not be set up: " + lastLine(log) + " See " + log + ".");
    }
    Files.move(folder, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /** PostgreSQL refuses root; in a user namespace of its own root is an ordinary user. */
  private static List<String> asOrdinaryUser() {
    return "root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U") : List.of();
  }

  private static int await(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new PostgresException("interrupted", e);
    }
  }

  private static Optional<EmbeddedPostgres> adopt(Path data, String password) throws IOException {
    Optional<Postmaster> running = Postmaster.of(data);
    if (running.isEmpty()) {
      Files.deleteIfExists(data.resolve("postmaster.pid"));
      return Optional.empty();
    }
    EmbeddedPostgres postgres = new EmbeddedPostgres(data, running.get().port(), password);
    if (postgres.answers()) {
      return Optional.of(postgres);
    }
    end(running.get());
    return Optional.empty();
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), USER, password)) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  private static void end(Postmaster postmaster) throws IOException {
    ProcessHandle process = postmaster.process();
    await(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start());
    try {
      process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      process.destroyForcibly();
    }
  }

  private static EmbeddedPostgres launch(Path programs, Path data, String password)
      throws IOException {
    Path log = programs.resolveSibling("postgres.log");
    for (int left = TRIES; left > 0; left--) {
      int port = freePort();
      Process process = spawn(programs, data, port, log);
      if (becameReady(process, data)) {
        return new EmbeddedPostgres(data, port, password);
      }
    }
    throw new PostgresException(
        "The embedded PostgreSQL does not start: " + lastLine(log) + " See " + log + ".");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Process spawn(Path programs, Path data, int port, Path log) throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(asOrdinaryUser());
    command.add(programs.resolve("bin/postgres").toString());
    command.addAll(List.of("-D", data.toString(), "-p", String.valueOf(port)));
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "full_page_writes=on",
            "synchronous_commit=on",
            "max_connections=40",
            "shared_buffers=64MB",
            "io_method=sync",
            "log_min_messages=warning")) {
      command.addAll(List.of("-c", setting));
    }
    return new ProcessBuilder(command)
        .directory(data.toFile())
        .redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(log.toFile())
        .start();
  }

  private static boolean becameReady(Process process, Path data) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      if (Postmaster.of(data).filter(Postmaster::ready).isPresent()) {
        return true;
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    return lines.isEmpty() ? "It left no message." : lines.getLast();
  }
}
