package io.sesamo.engine;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.Change;
import io.sesamo.engine.store.EffectRow;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecResult;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.model.spec.WorkflowSpec;
import io.sesamo.placement.Placement;
import io.sesamo.placement.Placement.Slot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many transitions of the lifecycle are committed each second, beside the transactions of
 * pgbench on the same PostgreSQL. Workflows of ten tasks in a row go their way together: each round
 * applies the next event of each and commits all in one transaction, as the conductor does.
 */
final class StoreBench {

  private static final int TASKS = 10;

  /** Until the compiler is done with what runs all the time; a server runs for days. */
  private static final int WARM_UP_SECONDS = 15;

  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private final Store store;
  private final WorkflowSpec spec;
  private final Map<String, WorkflowRow> rows = new LinkedHashMap<>();
  private final Standings standings = new Standings();
  private List<Long> delivered = List.of();
  private long transitions;

  private StoreBench(Store store) {
    this.store = store;
    this.spec = chain();
  }

  /**
   * Measures in turns and prints the medians.
   *
   * @param arguments a folder for PostgreSQL; seconds of one measurement; how many of each
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
    int seconds = Integer.parseInt(arguments[1]);
    int times = Integer.parseInt(arguments[2]);
    try {
      Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password()).close();
      pgbench(postgres, "--initialize", "--quiet", "--scale=10");
      ours(postgres, 8, WARM_UP_SECONDS);
      System.out.printf("%-44s %10s %10s%n", "on one PostgreSQL, fsync on", "1", "8");
      double[][] peer = new double[2][times];
      double[][] ours = new double[2][times];
      for (int time = 0; time < times; time++) {
        for (int column = 0; column < 2; column++) {
          int width = column == 0 ? 1 : 8;
          peer[column][time] = peer(postgres, width, seconds);
          ours[column][time] = ours(postgres, width, seconds);
        }
      }
      print("pgbench TPC-B-like, transactions/s", median(peer[0]), median(peer[1]));
      print("Sesamo, committed transitions/s", median(ours[0]), median(ours[1]));
      System.out.printf(
          "%-44s %10.2f %10.2f%n",
          "ratio", median(ours[0]) / median(peer[0]), median(ours[1]) / median(peer[1]));
    } finally {
      postgres.stop();
    }
  }

  private static void print(String name, double one, double eight) {
    System.out.printf("%-44s %10.0f %10.0f%n", name, one, eight);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double peer(EmbeddedPostgres postgres, int clients, int seconds)
      throws IOException, InterruptedException {
    String said =
        pgbench(
            postgres,
            "--client=" + clients,
            "--jobs=" + Math.min(clients, 2),
            "--protocol=prepared",
            "--time=" + seconds);
    Matcher rate = RATE.matcher(said);
    if (!rate.find()) {
      throw new IllegalStateException(said);
    }
    return Double.parseDouble(rate.group(1));
  }

  private static String pgbench(EmbeddedPostgres postgres, String... arguments)
      throws IOException, InterruptedException {
    Matcher port = Pattern.compile(":([0-9]+)/").matcher(postgres.jdbcUrl());
    if (!port.find()) {
      throw new IllegalStateException("no port in " + postgres.jdbcUrl());
    }
    List<String> words = new ArrayList<>(List.of("pgbench", "--host=127.0.0.1"));
    words.addAll(List.of("--port=" + port.group(1), "--username=" + postgres.user()));
    words.addAll(List.of(arguments));
    words.add("postgres");
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", postgres.password());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    return said;
  }

  private static double ours(EmbeddedPostgres postgres, int width, int seconds) {
    try (Store store = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
      StoreBench bench = new StoreBench(store);
      bench.run(width, Duration.ofSeconds(1)); // a new connection prepares its statements
      return bench.run(width, Duration.ofSeconds(seconds));
    }
  }

  /** Transitions each second with so many workflows under way. */
  private double run(int width, Duration atLeast) {
    long before = transitions;
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < atLeast.toNanos()) {
      round(width);
    }
    return (transitions - before) * 1e9 / (System.nanoTime() - begin);
  }

  private void round(int width) {
    Step step = new Step(rows, standings);
    Instant now = Instant.now();
    for (WorkflowRow row : rows.values()) {
      step.apply(row.id(), next(row.state(), now));
      transitions++;
    }
    for (int missing = rows.size(); missing < width; missing++) {
      step.admit(submitted(now));
      transitions++;
    }
    List<Change> made = step.changes();
    delivered = store.commit(made, delivered).stream().map(EffectRow::sequence).toList();
    for (Change change : made) {
      if (change.after().state().status().finished()) {
        rows.remove(change.after().id());
      } else {
        rows.put(change.after().id(), change.after());
      }
    }
  }

  /** What happens next to the first group that is not over. */
  private static Event next(WorkflowState state, Instant now) {
    GroupState group =
        state.groups().stream()
            .filter(candidate -> !candidate.status().finished())
            .findFirst()
            .orElseThrow();
    TaskState task = group.current().getFirst();
    if (task.status() == TaskStatus.SCHEDULING) {
      return new Event.Placed(
          now, group.name(), new Placement("default", Map.of(task.name(), new Slot("node"))));
    }
    if (task.status() == TaskStatus.INITIALIZING) {
      return new Event.Started(now, group.name(), 0, task.name(), "node");
    }
    if (task.times().storing().isEmpty()) {
      return new Event.Storing(now, group.name(), 0, task.name());
    }
    return new Event.Ended(
        now, group.name(), 0, task.name(), Cause.EXITED, 0, Optional.of(FakeBackend.OUTPUT), "");
  }

  private WorkflowRow submitted(Instant now) {
    WorkflowRow row =
        new WorkflowRow(
            UUID.randomUUID(),
            "ada",
            Optional.of("default"),
            Priority.NORMAL,
            Map.of(),
            List.of(),
            spec,
            "",
            now,
            WorkflowState.submitted("chain", spec));
    return row.withId(store.nextId("chain"));
  }

  private static WorkflowSpec chain() {
    StringBuilder text = new StringBuilder("workflow:\n  name: chain\n  tasks:\n");
    for (int i = 0; i < TASKS; i++) {
      text.append("  - name: t%d\n    image: ubuntu\n    command: ['true']\n".formatted(i));
      if (i > 0) {
        text.append("    inputs: [{task: t%d}]\n".formatted(i - 1));
      }
    }
    return switch (SpecReader.read(SpecSource.of("chain.yaml", text.toString()))) {
      case SpecResult.Accepted good -> good.spec();
      case SpecResult.Refused bad -> throw new IllegalStateException(bad.problems().toString());
    };
  }
}
