package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.EngineException.Code;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.Secrets;
import io.sesamo.engine.credentials.KeyRing;
import io.sesamo.engine.credentials.Vault;
import io.sesamo.engine.data.FolderObjectStore;
import io.sesamo.engine.fleet.FleetOffice;
import io.sesamo.engine.law.LawOffice;
import io.sesamo.engine.law.LawSource;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.CredentialRow;
import io.sesamo.engine.store.CredentialRow.Kind;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.placement.Scheduler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials from when they are set until a back-end is given them. */
class CredentialsTest {

  private static final String OLD = "0".repeat(63) + "1";
  private static final String NEW = "0".repeat(63) + "2";
  private static final String VALUE = "hunter2-very-secret";

  private static final String SPEC =
      """
      workflow:
        name: train
        tasks:
        - name: a
          image: ubuntu:24.04
          command: ["true"]
          credentials:
            wandb: {WANDB_API_KEY: key}
            ssh: /root/.ssh
      """;

  @TempDir static Path home;
  private static EmbeddedPostgres postgres;

  @TempDir Path folder;
  private final FakeBackend.World world = new FakeBackend.World();
  private Store store;
  private Vault vault;
  private DurableEngine engine;

  @BeforeAll
  static void startPostgres() {
    postgres = EmbeddedPostgres.start(home);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.stop();
  }

  @BeforeEach
  void start() throws Exception {
    start(postgres.jdbcUrl(), OLD);
    for (String person : List.of("ada", "eve")) {
      vault.list(person).forEach(row -> vault.delete(person, row.name()));
    }
  }

  private void start(String jdbcUrl, String keys) throws Exception {
    InstantSource clock = InstantSource.system();
    store = Store.open(jdbcUrl, postgres.user(), postgres.password());
    vault = new Vault(store.credentials(), ring(keys), clock);
    FleetOffice fleets = new FleetOffice(new LawSource(List.of()), store.fleet(), clock);
    engine =
        DurableEngine.start(
            store,
            FolderObjectStore.open(folder.resolve("objects"), clock),
            folder.resolve("logs"),
            List.of(new FakeBackend(world, 4)),
            () -> SpecReader.USUAL_TASKS,
            Scheduler::new,
            clock,
            Observer.NONE,
            new LawOffice(new LawSource(List.of()), Optional::empty, store.law(), clock),
            fleets,
            vault);
  }

  private static KeyRing ring(String text) {
    return KeyRing.of("the key file", text, new SecureRandom());
  }

  @AfterEach
  void stop() {
    engine.close();
    store.close();
  }

  private void set(String person) {
    vault.set(person, "wandb", Kind.GENERIC, Optional.empty(), Map.of("key", VALUE, "other", "x"));
    vault.set(person, "ssh", Kind.GENERIC, Optional.empty(), Map.of("id", "not-less-secret"));
  }

  private String submit(String user, String text) {
    return engine
        .submit(
            new Submission(
                user,
                Optional.empty(),
                SpecSource.of("w.yaml", text),
                Optional.empty(),
                Priority.NORMAL))
        .id();
  }

  @Test
  void aLaunchIsGivenWhatItsSpecNamesAndNoMore() throws Exception {
    set("ada");

    String launch = submit("ada", SPEC) + ".a-group.0";
    until("it runs", () -> world.running().containsKey(launch));

    assertThat(world.secrets(launch))
        .isEqualTo(
            Map.of(
                "a",
                new Secrets(
                    Map.of(
                        "wandb", Map.of("key", VALUE),
                        "ssh", Map.of("id", "not-less-secret")))));
    assertThat(world.secrets(launch).toString()).doesNotContain("secret\"", VALUE);
    assertThat(world.running().toString()).doesNotContain(VALUE, "not-less-secret");
  }

  @Test
  void whatTheUserDoesNotHaveIsNamedWithTheCommandToSetIt() {
    set("eve");
    vault.set("ada", "wandb", Kind.GENERIC, Optional.empty(), Map.of("token", VALUE));

    assertThatThrownBy(() -> submit("ada", SPEC))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            """
            Task a needs the credential ssh, which ada does not have. Set it: sesamo credential set ssh --value KEY
            Task a needs the key key of the credential wandb, which has token only. Set it anew: sesamo credential set wandb --value key\
            """)
        .extracting(refused -> ((EngineException) refused).code())
        .isEqualTo(Code.CREDENTIAL);
  }

  @Test
  void oneThatWasDeletedMeanwhileFailsTheNextLaunchPlainly() throws Exception {
    set("ada");
    String id = submit("ada", SPEC);
    until("it runs", () -> world.running().containsKey(id + ".a-group.0"));
    vault.delete("ada", "wandb");

    world.end(id + ".a-group.0", Cause.LOST, 0);
    until("it has failed", () -> engine.workflow(id).status().finished());

    StringBuilder events = new StringBuilder();
    engine.events(id, LineQuery.all(false), events);
    assertThat(events.toString())
        .contains("Task a needs the credential wandb, which ada does not have any more.")
        .contains("sesamo credential set wandb");
    assertThat(world.ordered()).doesNotContain(id + ".a-group.1");
  }

  /** A database that is away for a moment is no fault of the task's, whose tries are few. */
  @Test
  void aLaunchWaitsForADatabaseThatDoesNotTellThem() throws Exception {
    stop();
    try (CuttingProxy proxy = new CuttingProxy(postgres.jdbcUrl())) {
      start(proxy.jdbcUrl(), OLD);
      set("ada");
      String id = submit("ada", SPEC);
      until("it runs", () -> world.running().containsKey(id + ".a-group.0"));
      proxy.cutTheAnswerTo("from credential where person");

      world.end(id + ".a-group.0", Cause.LOST, 0);
      until("it runs again", () -> world.running().containsKey(id + ".a-group.1"));

      assertThat(proxy.hasCut()).isTrue();
      assertThat(world.secrets(id + ".a-group.1")).containsKey("a");
      stop();
    }
    start(postgres.jdbcUrl(), OLD);
  }

  @Test
  void aRetryIsGivenThemAfterARestartOfTheServer() throws Exception {
    set("ada");
    String id = submit("ada", SPEC);
    until("it runs", () -> world.running().containsKey(id + ".a-group.0"));
    stop();
    start(postgres.jdbcUrl(), NEW + "\n# the key of last year\n" + OLD);
    assertThat(vault.renew()).isEmpty();
    vault.set("ada", "wandb", Kind.GENERIC, Optional.empty(), Map.of("key", "a fresh one"));

    world.end(id + ".a-group.0", Cause.LOST, 0);
    until("it is tried again", () -> world.running().containsKey(id + ".a-group.1"));

    assertThat(
            world.secrets(id + ".a-group.1").getOrDefault("a", Secrets.NONE).values().get("wandb"))
        .isEqualTo(Map.of("key", "a fresh one"));
  }

  @Test
  void nothingReadableIsInTheDatabase() throws Exception {
    set("ada");
    String id = submit("ada", SPEC);
    until("it runs", () -> world.running().containsKey(id + ".a-group.0"));

    for (String table : tables()) {
      assertThat(dump(table))
          .as(table)
          .doesNotContain(VALUE)
          .doesNotContain("not-less-secret")
          .doesNotContain(
              Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(dump("credential")).contains("wandb");
  }

  private static List<String> tables() throws Exception {
    return query("select tablename from pg_tables where schemaname = 'public'");
  }

  private static String dump(String table) throws Exception {
    return String.join("\n", query("select t::text from \"" + table + "\" t"));
  }

  private static List<String> query(String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    try (var connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        var answer = connection.createStatement().executeQuery(sql)) {
      while (answer.next()) {
        rows.add(answer.getString(1));
      }
    }
    return rows;
  }

  @Test
  void aNewKeyInFrontTakesOverAndTheOldOneCanGo() throws Exception {
    set("ada");
    CredentialRow before = store.credentials().find("ada", "wandb").orElseThrow();

    vault = new Vault(store.credentials(), ring(NEW + "\n" + OLD), InstantSource.system());
    assertThat(vault.renew()).isEmpty();

    vault = new Vault(store.credentials(), ring(NEW), InstantSource.system());
    CredentialRow after = store.credentials().find("ada", "wandb").orElseThrow();
    assertThat(after.keyId()).isNotEqualTo(before.keyId());
    assertThat(after.setAt()).isEqualTo(before.setAt());
    assertThat(vault.values("ada", "wandb").orElseThrow()).containsEntry("key", VALUE);
  }

  @Test
  void withTheWrongKeyItIsSaidWhatIsMissing() throws Exception {
    set("ada");
    String key = store.credentials().find("ada", "ssh").orElseThrow().keyId();
    stop();
    start(postgres.jdbcUrl(), NEW);

    assertThat(vault.renew())
        .containsExactly(
            "2 credentials were encrypted with the key "
                + key
                + ", which this server does not have; put it back as a further line of its key file.");
    assertThatThrownBy(() -> submit("ada", SPEC))
        .hasMessageContaining("encrypted with the key " + key + ", which this server does not have")
        .hasMessageContaining("sesamo credential set ");
  }

  @Test
  void aTextThatWasChangedOrMovedToAnotherRowDoesNotOpen() {
    set("ada");
    CredentialRow mine = store.credentials().find("ada", "wandb").orElseThrow();
    store
        .credentials()
        .save(
            new CredentialRow(
                "eve",
                "wandb",
                mine.kind(),
                mine.profile(),
                mine.keyId(),
                mine.sealed(),
                mine.setAt()));
    String changed = (mine.sealed().startsWith("A") ? "B" : "A") + mine.sealed().substring(1);
    store.credentials().save(mine.sealed(mine.keyId(), changed));

    Vault next = new Vault(store.credentials(), ring(NEW + "\n" + OLD), InstantSource.system());
    assertThat(next.renew()).as("the server starts all the same").isEmpty();
    for (String person : List.of("ada", "eve")) {
      assertThatThrownBy(() -> vault.values(person, "wandb"))
          .hasMessageContaining("was changed in the database and cannot be read");
    }
  }

  @Test
  void aKeyFileThatIsNoneIsRefusedWithTheLine() {
    assertThatThrownBy(() -> ring(OLD + "\nhello"))
        .hasMessage(
            "the key file, line 2: a key has 64 hexadecimal digits."
                + " Make one with: openssl rand -hex 32");
    assertThatThrownBy(() -> ring("# none yet\n")).hasMessageContaining("holds no key");
  }

  @Test
  void whatNoTaskCouldBeGivenIsRefused() {
    Map<String, Map<String, String>> wrong =
        Map.of(
            "no values", Map.of(),
            "not of the form", Map.of("../../etc/passwd", "x"),
            "is empty", Map.of("key", ""),
            "zero character", Map.of("key", "a\0b"),
            "too long", Map.of("key", "x".repeat(65_537)));
    wrong.forEach((words, values) ->
        assertThatThrownBy(() -> vault.set("ada", "c", Kind.GENERIC, Optional.empty(), values))
            .hasMessageContaining(words));
    assertThatThrownBy(
            () -> vault.set("ada", "-c", Kind.GENERIC, Optional.empty(), Map.of("a", "b")))
        .hasMessageContaining("begins with a letter");
  }

  private static void until(String what, BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("time left until %s", what).isBefore(deadline);
      Thread.sleep(5);
    }
  }
}
