package io.sesamo.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

  @TempDir static Path home;

  @AfterAll
  static void stop() {
    EmbeddedPostgres.start(home).stop();
  }

  @Test
  void neverTradesSafetyForSpeed() throws SQLException {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(home);

    for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
      assertThat(ask(postgres, "show " + setting)).as(setting).isEqualTo("on");
    }
    assertThat(ask(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(ask(postgres, "show data_checksums")).isEqualTo("on");
  }

  @Test
  void keepsItsSecretToItself() throws IOException {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(home);

    assertThat(Files.getPosixFilePermissions(home.resolve("postgres/password")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      assertThat(processes.map(process -> process.info().commandLine().orElse("")))
          .noneMatch(line -> line.contains(postgres.password()));
    }
    assertThatThrownBy(
            () -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void aSecondStartTakesOverTheRunningOne() throws Exception {
    EmbeddedPostgres first = EmbeddedPostgres.start(home);
    long pid = pid();

    EmbeddedPostgres second = EmbeddedPostgres.start(home);

    assertThat(second.jdbcUrl()).isEqualTo(first.jdbcUrl());
    assertThat(pid()).isEqualTo(pid);
  }

  @Test
  void whatWasCommittedSurvivesAKill() throws Exception {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(home);
    run(postgres, "create table if not exists kept (word text)");
    run(postgres, "insert into kept values ('safe')");
    ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
    List<ProcessHandle> all =
        Stream.concat(postmaster.descendants(), Stream.of(postmaster)).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle process : all) {
      process.onExit().join();
    }

    EmbeddedPostgres again = EmbeddedPostgres.start(home);

    assertThat(ask(again, "select word from kept limit 1")).isEqualTo("safe");
  }

  @Test
  void ignoresALeftoverOfAProcessThatIsGone() throws Exception {
    EmbeddedPostgres.start(home).stop();
    Path file = home.resolve("postgres/data-18/postmaster.pid");
    Files.writeString(
        file, ProcessHandle.current().pid() + "\n/elsewhere\n1\n1\n\nlocalhost\n\nready\n");

    assertThat(ask(EmbeddedPostgres.start(home), "select 1")).isEqualTo("1");
  }

  @Test
  void saysThatTheDataIsOfAnotherRelease(@TempDir Path other) throws IOException {
    Path data = Files.createDirectories(other.resolve("postgres/data-18"));
    Files.writeString(data.resolve("PG_VERSION"), "17\n");

    assertThatThrownBy(() -> EmbeddedPostgres.start(other))
        .isInstanceOf(PostgresException.class)
        .hasMessageContaining("is of PostgreSQL 17");
  }

  private static long pid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(home.resolve("postgres/data-18/postmaster.pid")).getFirst().strip());
  }

  private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void run(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }
}
