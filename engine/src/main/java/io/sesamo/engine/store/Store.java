package io.sesamo.engine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.view.ListedTask;
import io.sesamo.engine.view.TaskFilter;
import io.sesamo.engine.view.TaskSum;
import io.sesamo.engine.view.WorkflowFilter;
import io.sesamo.engine.view.WorkflowView;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;

/**
 * Everything that must outlive a crash, in PostgreSQL. One server at a time may decide: the one
 * that holds the advisory lock, taken by {@link #lead}. The steps of its engine are written over
 * the very connection that holds it, and over no other: without the lock none can be written any
 * more. Thread-safe.
 */
public final class Store implements AutoCloseable {

  /** Key of the advisory lock: "sesamo" in ASCII. */
  private static final long LEADER_LOCK = 0x736573616d6fL;

  /**
   * Every statement here has an index to go by. Tables grow faster than PostgreSQL notices: a plan
   * made for a small table, and kept, would read all of a large one.
   */
  private static final String KEEP_TO_INDEXES =
      "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off";

  /**
   * The plans of what a step writes do not depend on what it writes, and none is made again: that
   * took a third of the time of a step's transaction. Those of questions do depend on it.
   */
  private static final String KEEP_PLANS =
      KEEP_TO_INDEXES + "; set plan_cache_mode = force_generic_plan";

  private static final int PATIENCE_SECONDS = 5;

  /** So long a step may take, unless the database's URL has a {@code socketTimeout}. */
  private static final int STEP_SECONDS = 60;

  /** A connection that was idle for longer is tried before a step is written over it. */
  private static final Duration IDLE = Duration.ofMillis(500);

  /**
   * Classes of SQLSTATE with which PostgreSQL says that it rolled back for a reason that may pass:
   * read-only for now, conflict, no room, locked. A lost connection is none: it may have committed.
   */
  private static final Set<String> PASSING = Set.of("25", "40", "53", "55");

  private final HikariDataSource dataSource;

  /** For the steps of the engine; never opened again, since the lock goes with it. */
  private final Connection steps;

  /** Held by whoever uses {@link #steps}. */
  private final ReentrantLock writing = new ReentrantLock();

  private long lastStep = System.nanoTime();

  private final Jdbi jdbi;
  private volatile boolean leading;

  private Store(HikariDataSource dataSource, Connection steps) {
    this.dataSource = dataSource;
    this.steps = steps;
    this.jdbi = Jdbi.create(dataSource);
  }

  /**
   * Connects and brings the schema up to date.
   *
   * @throws StoreException when the database cannot be reached, or its schema is of a newer Sesamo
   */
  public static Store open(String jdbcUrl, String user, String password) {
    try {
      HikariDataSource dataSource = new HikariDataSource(questions(jdbcUrl, user, password));
      try {
        migrate(dataSource);
        return new Store(dataSource, steps(jdbcUrl, user, password));
      } catch (SQLException | RuntimeException e) {
        dataSource.close();
        throw e;
      }
    } catch (FlywayException e) {
      throw new StoreException(
          "The database's schema cannot be brought up to date: " + e.getMessage(), e);
    } catch (SQLException | RuntimeException e) {
      throw new StoreException("The database cannot be reached: " + e.getMessage(), e);
    }
  }

  private static Connection steps(String jdbcUrl, String user, String password)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "sesamo");
    // A database that went away without a word must not keep a step, and all who wait, for ever.
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("socketTimeout", String.valueOf(STEP_SECONDS));
    Connection steps = DriverManager.getConnection(jdbcUrl, properties);
    try (Statement statement = steps.createStatement()) {
      statement.execute(KEEP_PLANS);
      return steps;
    } catch (SQLException e) {
      steps.close();
      throw e;
    }
  }

  private static HikariConfig questions(String jdbcUrl, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setUsername(user);
    config.setPassword(password);
    config.setMinimumIdle(1);
    config.setMaximumPoolSize(8);
    config.setPoolName("store");
    config.setConnectionInitSql(KEEP_TO_INDEXES);
    config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
    config.addDataSourceProperty("ApplicationName", "sesamo");
    return config;
  }

  private static void migrate(HikariDataSource dataSource) {
    Flyway.configure(Store.class.getClassLoader())
        .dataSource(dataSource)
        .locations("classpath:io/sesamo/engine/store/migrations")
        .load()
        .migrate();
  }

  /**
   * Takes the leader's lock, which is held until {@link #close} or the end of the process.
   *
   * @return false when another server holds it
   */
  public boolean lead() {
    writing.lock();
    try (PreparedStatement statement = steps.prepareStatement("select pg_try_advisory_lock(?)")) {
      statement.setLong(1, LEADER_LOCK);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        leading = rows.getBoolean(1);
        return leading;
      }
    } catch (SQLException e) {
      throw new StoreException("The database cannot be reached: " + e.getMessage(), e);
    } finally {
      writing.unlock();
    }
  }

  /** Whether the leader's lock is still held: it goes with the connection to the database. */
  public boolean leads() {
    if (!leading || !writing.tryLock()) {
      return leading; // a step that is being written will tell
    }
    try {
      return isValid();
    } finally {
      writing.unlock();
    }
  }

  private boolean isValid() {
    try {
      return steps.isValid(PATIENCE_SECONDS);
    } catch (SQLException impossible) {
      throw new IllegalStateException(impossible); // only for a negative patience
    }
  }

  /** The next free id for a workflow of that name: {@code <name>-<number>}. */
  public String nextId(String name) {
    long number =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    insert into workflow_name values (:name, 1)
                    on conflict (name) do update set last_number = workflow_name.last_number + 1
                    returning last_number
                    """)
                .bind("name", name)
                .mapTo(Long.class)
                .one());
    return name + "-" + number;
  }

  /**
   * Writes changes and takes out delivered effects, all in one transaction.
   *
   * @return the effects that are now to be delivered, in order
   */
  public List<EffectRow> commit(List<Change> changes, Collection<Long> delivered) {
    return commit(changes, delivered, Notes.NONE);
  }

  /**
   * The same, with what is kept beside the changes.
   *
   * @throws StoreException when nothing was written, and the same may be taken later
   * @throws StepException when the same must not be tried again
   */
  public List<EffectRow> commit(List<Change> changes, Collection<Long> delivered, Notes notes) {
    writing.lock();
    try {
      if (System.nanoTime() - lastStep > IDLE.toNanos() && !isValid()) {
        throw new StoreException("The connection to the database is lost.");
      }
      List<EffectRow> effects = WorkflowWriter.write(steps, changes, delivered, notes);
      lastStep = System.nanoTime();
      return effects;
    } catch (SQLException e) {
      String words = "The database did not take a step: " + e.getMessage();
      String state = String.valueOf(e.getSQLState());
      if (PASSING.stream().anyMatch(state::startsWith)) {
        throw new StoreException(words, e);
      }
      throw new StepException(words, e);
    } finally {
      writing.unlock();
    }
  }

  /** Who may use the server. */
  public PeopleStore people() {
    return new PeopleStore(jdbi);
  }

  /** What administrators set. */
  public ConfigStore configs() {
    return new ConfigStore(jdbi);
  }

  /** Apps with their versions. */
  public AppStore apps() {
    return new AppStore(jdbi);
  }

  /** The fleet's file and what is drained. */
  public FleetStore fleet() {
    return new FleetStore(jdbi);
  }

  /** Credentials, which nothing here can read. */
  public CredentialStore credentials() {
    return new CredentialStore(jdbi);
  }

  /** Explanations and accounts. */
  public PlacementStore placements() {
    return new PlacementStore(jdbi);
  }

  /** Clearances and the audit log. */
  public LawStore law() {
    return new LawStore(jdbi);
  }

  /** The workflows that are not finished, oldest first. */
  public List<WorkflowRow> unfinished() {
    return jdbi.withHandle(
        handle -> WorkflowReader.rows(handle, "where end_time is null order by sequence"));
  }

  /** Effects that were written down and whose delivery was not, in order. */
  public List<EffectRow> undelivered() {
    return jdbi.withHandle(WorkflowReader::effects);
  }

  /** The workflow of that id, with groups and tasks. */
  public Optional<WorkflowView> workflow(String id) {
    return jdbi.withHandle(handle -> WorkflowReader.view(handle, id));
  }

  /** The workflow of that id without groups: of a large one they are much to read. */
  public Optional<WorkflowView> summary(String id) {
    return jdbi.withHandle(handle -> WorkflowReader.summary(handle, id));
  }

  /** Workflows without groups. */
  public List<WorkflowView> list(WorkflowFilter filter) {
    return jdbi.withHandle(handle -> WorkflowList.list(handle, filter));
  }

  /** Attempts of tasks: the newest workflow first, and within one the last task. */
  public List<ListedTask> tasks(TaskFilter filter) {
    return jdbi.withHandle(handle -> TaskList.list(handle, filter));
  }

  /**
   * What tasks ask for, put together by user, pool and priority.
   *
   * @param byWorkflow and by workflow
   */
  public List<TaskSum> taskSums(TaskFilter filter, boolean byWorkflow) {
    return jdbi.withHandle(handle -> TaskList.sums(handle, filter, byWorkflow));
  }

  /** Puts tags on a workflow, in order, and takes others off. */
  public void tag(String id, Collection<String> add, Collection<String> remove) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update workflow
                set tags = (
                  select coalesce(jsonb_agg(distinct tag order by tag), '[]')
                  from jsonb_array_elements_text(tags || :add::jsonb) as tag
                  where tag <> all(:remove))
                where id = :id
                """)
            .bind("id", id)
            .bind("add", Json.write(add))
            .bind("remove", remove.toArray(String[]::new))
            .execute());
  }

  /**
   * The stored output of a task that completed, or that counts so in its group ({@link
   * io.sesamo.engine.lifecycle.GroupState#output}); empty when it has none.
   */
  public Optional<ManifestId> output(String workflow, String task) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select task.output from task
                    join workflow_group as own
                      on own.workflow = task.workflow and own.name = task.group_name
                    where task.workflow = :workflow and task.name = :task
                      and task.output is not null
                      and (task.status = 'COMPLETED'
                        or task.status = 'FAILED_EXEC_TIMEOUT' and own.status = 'COMPLETED'
                          and task.attempt = own.attempt
                          and task.exit_code <> all (:uncounted))
                    order by task.attempt desc limit 1
                    """)
                .bind("uncounted", new Integer[] {ExitCodes.UPLOAD_FAILED, ExitCodes.BACKEND_ERROR})
                .bind("workflow", workflow)
                .bind("task", task)
                .mapTo(String.class)
                .findOne())
        .map(ManifestId::new);
  }

  /**
   * Every stored output of every attempt.
   *
   * @param finishedBefore without those of workflows that finished earlier, and of which that was
   *     known then: what ended while no server saw it has an end long before its output was stored
   */
  public Set<ManifestId> outputs(Optional<Instant> finishedBefore) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct output from task join workflow on workflow.id = task.workflow
                where output is not null
                  and (workflow.end_time is null or workflow.end_time >= :before
                    or (select at from history where history.workflow = workflow.id
                      order by sequence desc limit 1) >= :before)
                """)
            .bind("before", finishedBefore.orElse(Instant.EPOCH))
            .mapTo(String.class)
            .map(ManifestId::new)
            .collect(Collectors.toSet()));
  }

  /** The stored spec (YAML), or the text that its author wrote. */
  public Optional<String> spec(String id, boolean template) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select case when :template then template else spec end"
                    + " from workflow where id = :id")
            .bind("template", template)
            .bind("id", id)
            .mapTo(String.class)
            .findOne());
  }

  /**
   * The id of a workflow.
   *
   * @param uuid in 32 hexadecimal digits
   */
  public Optional<String> idOf(String uuid) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select id from workflow where uuid = cast(:uuid as uuid)")
            .bind("uuid", uuid)
            .mapTo(String.class)
            .findOne());
  }

  /** For whom a workflow runs; empty text: for the operator himself. */
  public Optional<String> tenant(String id) {
    return jdbi.withHandle(handle -> WorkflowReader.tenant(handle, id));
  }

  /** The workflow of that id with all that is stored of it. */
  public Optional<WorkflowRow> row(String id) {
    return jdbi.withHandle(handle -> WorkflowReader.row(handle, id));
  }

  /**
   * The events that led a workflow to its state, oldest first: applied from {@link
   * io.sesamo.engine.lifecycle.WorkflowState#submitted} on, they give it again. Empty when the
   * workflow is older than histories.
   */
  public List<Event> history(String workflow) {
    return jdbi.withHandle(handle -> WorkflowReader.history(handle, workflow));
  }

  /**
   * What people are told of a workflow after that number, oldest first, of 1,000 events at most.
   */
  public List<SequencedEvent> events(String workflow, long after) {
    return jdbi.withHandle(handle -> WorkflowReader.events(handle, workflow, after));
  }

  /** A line for people, with the place of its event in the history. */
  public record SequencedEvent(long sequence, EventRow event) {}

  @Override
  public void close() {
    try (dataSource) {
      steps.close();
    } catch (SQLException alreadyLost) {
      // then the database has closed it
    }
  }
}
