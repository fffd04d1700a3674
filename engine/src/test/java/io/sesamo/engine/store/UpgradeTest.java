package io.sesamo.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.lifecycle.Effect;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.view.WorkflowFilter;
import io.sesamo.engine.view.WorkflowView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of an older release is brought up to date in place, with what is in it. */
class UpgradeTest {

  @TempDir static Path home;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void startPostgres() {
    postgres = EmbeddedPostgres.start(home);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.stop();
  }

  @Test
  void theFirstSchemaIsUpgradedWithItsWorkflows() throws IOException, SQLException {
    load("V1.sql");
    try (Store store = open()) {
      assertThat(store.list(WorkflowFilter.newest(10)))
          .extracting(WorkflowView::id)
          .containsExactly("gang-1", "chain-2", "chain-1");
      assertThat(store.unfinished())
          .extracting(WorkflowRow::id)
          .containsExactly("chain-2", "gang-1");
      WorkflowRow running = store.row("chain-2").orElseThrow();
      assertThat(running.state().status()).isEqualTo(WorkflowStatus.RUNNING);
      assertThat(running.state().group("a-group").orElseThrow().tasks())
          .extracting(task -> task.attempt() + " " + task.status())
          .containsExactly("0 RESCHEDULED", "1 COMPLETED");
      assertThat(running.state().groups())
          .flatExtracting(group -> group.tasks())
          .as("of which accelerators they had, nothing was kept")
          .allMatch(task -> task.accelerators().isEmpty());
      assertThat(running.state().group("b-group").orElseThrow().status())
          .isEqualTo(TaskStatus.INITIALIZING);
      assertThat(store.undelivered())
          .containsExactly(new EffectRow(9, "chain-2", new Effect.Start("b-group", 0)));
      assertThat(store.events("chain-1", 0))
          .extracting(
              line -> line.event().kind() + line.event().task().map(t -> " " + t).orElse(""))
          .startsWith("SUBMITTED", "SCHEDULING a", "INITIALIZING a", "RUNNING a", "RUNNING")
          .endsWith("COMPLETED b", "COMPLETED");
      assertThat(store.history("chain-2")).as("its events were not kept").isEmpty();
      assertThat(store.nextId("chain")).isEqualTo("chain-3");
    }
  }

  private static void load(String dump) throws IOException, SQLException {
    try (InputStream stream = UpgradeTest.class.getResourceAsStream(dump);
        Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = connection.createStatement()) {
      byte[] sql = Objects.requireNonNull(stream, dump).readAllBytes();
      statement.execute(new String(sql, StandardCharsets.UTF_8));
    }
  }

  private static Store open() {
    return Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }
}
