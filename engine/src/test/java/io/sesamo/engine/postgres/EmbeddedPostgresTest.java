package io.sesamo.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

  @TempDir static Path home;

  private EmbeddedPostgres postgres;

  @BeforeEach
  void start() {
    postgres = EmbeddedPostgres.start(home);
  }

  @AfterAll
  static void stop() {
    EmbeddedPostgres.start(home).stop();
  }

  @Test
  void neverTradesSafetyForSpeed() throws SQLException {
    Map<String, String> safe =
        Map.of(
            "fsync", "on",
            "full_page_writes", "on",
            "synchronous_commit", "on",
            "data_checksums", "on",
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "server_encoding", "UTF8");

    for (Map.Entry<String, String> setting : safe.entrySet()) {
      assertThat(ask(postgres, "show " + setting.getKey()))
          .as(setting.getKey())
          .isEqualTo(setting.getValue());
    }
    assertThat(ask(postgres, "select datlocale from pg_database where datname = 'postgres'"))
        .isEqualTo("C.UTF-8");
  }

  @Test
  void theProgramsAreOfTheVersionThatNamesTheirFolder() throws SQLException {
    assertThat(Programs.VERSION).startsWith(ask(postgres, "show server_version") + ".");
  }

  @Test
  void keepsItsSecretToItself() throws IOException {
    assertThat(Files.getPosixFilePermissions(home.resolve("postgres/password")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      assertThat(processes.map(process -> process.info().commandLine().orElse("")))
          .noneMatch(line -> line.contains(postgres.password()));
    }
    assertThat(home.resolve("postgres/postgres.log")).content().doesNotContain(postgres.password());
    assertThatThrownBy(
            () -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void isOutOfReachOfTheTerminalsCtrlC() throws IOException {
    long session = session(pid());

    assertThat(session).isEqualTo(pid()).isNotEqualTo(session(ProcessHandle.current().pid()));
  }

  @Test
  void startsAgainAfterAStop() throws Exception {
    run("create table stopped (word text)");
    long before = pid();
    postgres.stop();
    postgres.stop();

    EmbeddedPostgres again = EmbeddedPostgres.start(home);

    assertThat(pid()).isNotEqualTo(before);
    assertThat(ask(again, "select count(*) from stopped")).isEqualTo("0");
  }

  @Test
  void theNextServerAdoptsWhatAKilledOneLeft(@TempDir Path elsewhere) throws Exception {
    Path shared = Files.createDirectories(elsewhere.resolve("postgres"));
    Path programs = home.resolve("postgres").resolve(Programs.VERSION);
    Files.createSymbolicLink(shared.resolve(Programs.VERSION), programs);
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName(),
                elsewhere.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String url;
    try (BufferedReader output = server.inputReader()) {
      url = output.readLine();
      server.destroyForcibly().waitFor();
    }

    EmbeddedPostgres adopted = EmbeddedPostgres.start(elsewhere);
    try {
      assertThat(adopted.jdbcUrl()).isEqualTo(url);
      assertThat(ask(adopted, "select word from kept")).isEqualTo("safe");
    } finally {
      adopted.stop();
    }
  }

  @Test
  void whatWasCommittedSurvivesAKill() throws Exception {
    run("create table kept (word text)");
    run("insert into kept values ('safe')");
    ProcessHandle.of(pid()).orElseThrow().destroyForcibly();

    EmbeddedPostgres again = EmbeddedPostgres.start(home);

    assertThat(ask(again, "select word from kept")).isEqualTo("safe");
  }

  @Test
  void replacesOneThatDoesNotAnswer() throws Exception {
    long sick = pid();
    new ProcessBuilder("sh", "-c", "kill -STOP " + sick).start().waitFor();

    EmbeddedPostgres well = EmbeddedPostgres.start(home, Duration.ofMillis(200));

    assertThat(pid()).isNotEqualTo(sick);
    assertThat(ask(well, "select 1")).isEqualTo("1");
  }

  @Test
  void ignoresALeftoverWhoseProcessNumberIsNowAnothers() throws Exception {
    postgres.stop();
    Files.writeString(
        pidFile(), ProcessHandle.current().pid() + "\n/elsewhere\n1\n1\n\nlocalhost\n\nready\n");

    assertThat(ask(EmbeddedPostgres.start(home), "select 1")).isEqualTo("1");
  }

  @Test
  void takesBackTheRightsThatACopyGaveToOthers() throws IOException {
    postgres.stop();
    Path data = home.resolve("postgres/data-18");
    Path password = home.resolve("postgres/password");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

    EmbeddedPostgres.start(home);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
        .isEqualTo("rw-------");
  }

  @Test
  void saysThatThePasswordIsNotTheDatabases() throws IOException {
    Path password = home.resolve("postgres/password");
    String right = Files.readString(password);
    try {
      Files.writeString(password, "guess");

      assertThatThrownBy(() -> EmbeddedPostgres.start(home))
          .isInstanceOf(PostgresException.class)
          .hasMessageContaining("does not take the password in " + password);
    } finally {
      Files.writeString(password, right);
    }
  }

  @Test
  void saysThatTheDataAreOfAnotherRelease(@TempDir Path other) throws IOException {
    Path folder = Files.createDirectories(other.resolve("postgres"));
    Files.createSymbolicLink(
        folder.resolve(Programs.VERSION), home.resolve("postgres").resolve(Programs.VERSION));
    Path old = Files.createDirectory(folder.resolve("data-17"));

    for (Path data : List.of(old, folder.resolve("data-18"))) {
      Files.createDirectories(data);
      Files.writeString(data.resolve("PG_VERSION"), "17\n");
      assertThatThrownBy(() -> EmbeddedPostgres.start(other))
          .isInstanceOf(PostgresException.class)
          .hasMessageContaining(data + " was written by another version of PostgreSQL");
    }
  }

  @Test
  void saysThatTheHomeIsNoFolder(@TempDir Path other) throws IOException {
    Path file = Files.writeString(other.resolve("file"), "");

    assertThatThrownBy(() -> EmbeddedPostgres.start(file))
        .isInstanceOf(PostgresException.class)
        .hasMessageContaining("PostgreSQL cannot use " + file.resolve("postgres"));
  }

  /** Stands for a server that gets killed. */
  static final class Server {

    private Server() {}

    public static void main(String[] arguments) throws Exception {
      EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
      run(postgres, "create table kept (word text)");
      run(postgres, "insert into kept values ('safe')");
      System.out.println(postgres.jdbcUrl());
      Thread.currentThread().join();
    }
  }

  private static Path pidFile() {
    return home.resolve("postgres/data-18/postmaster.pid");
  }

  private static long pid() throws IOException {
    return Long.parseLong(Files.readAllLines(pidFile()).getFirst().strip());
  }

  private static long session(long pid) throws IOException {
    String status = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
    String afterName = status.substring(status.lastIndexOf(')') + 2);
    return Long.parseLong(afterName.split(" ", -1)[3]);
  }

  private void run(String sql) throws SQLException {
    run(postgres, sql);
  }

  private static void run(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }
}
