package io.sesamo.engine;

import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.store.AccountRow;
import io.sesamo.engine.store.RunTimeRow;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.placement.Estimator;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.Node;
import io.sesamo.placement.Stage;
import io.sesamo.placement.TaskRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Works out what an attempt of a group took, and how long completed ones ran. */
final class Accounts {

  private static final double MILLIS_AN_HOUR = 3_600_000;
  private static final double GIGABYTE = 1e9;
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private Accounts() {}

  /**
   * What an attempt took that is over.
   *
   * @param place where it was
   */
  static AccountRow of(
      WorkflowRow row, GroupState group, int attempt, Place place, Circumstances around) {
    GroupSpec spec = row.spec().group(group.name()).orElseThrow();
    List<TaskState> tasks =
        group.tasks().stream().filter(task -> task.attempt() == attempt).toList();
    Instant began = moment(tasks, task -> task.times().initializing(), row.submitTime(), false);
    Instant ended = moment(tasks, task -> task.times().end(), began, true);
    Duration held = atLeastZero(Duration.between(began, ended));
    Optional<Fleet.Member> pool = around.fleet().member(place.pool());
    Sum sum = new Sum();
    pool.ifPresent(found -> sum.add(found, spec, tasks, 0, held));
    Moved moved = Moved.to(place.site(), Requests.data(row, spec, around), around.fleet());
    double accelerators =
        spec.tasks().stream().mapToDouble(task -> Launches.amount(task).accelerators()).sum();
    return new AccountRow(
        row.id(),
        group.name(),
        attempt,
        row.submittedBy(),
        row.spec().sesamo().tenant().orElse(""),
        place.pool(),
        place.site(),
        place.emulated(),
        sum.model,
        began,
        ended,
        accelerators * held.toMillis() / MILLIS_AN_HOUR,
        sum.energy,
        sum.carbon,
        sum.price + moved.price(),
        moved.bytes());
  }

  /**
   * What a group that has a place will probably cost there, as placement predicted it.
   *
   * @param place where it is
   */
  static double expected(
      WorkflowRow row, GroupSpec spec, GroupState group, Place place, Circumstances around) {
    Optional<Fleet.Member> pool = around.fleet().member(place.pool());
    if (pool.isEmpty()) {
      return 0;
    }
    List<TaskState> tasks = group.current();
    Set<String> nodes =
        tasks.stream().flatMap(task -> task.node().stream()).collect(Collectors.toSet());
    List<DataAt> data = Requests.data(row, spec, around);
    Estimator.Move move = Estimator.move(data, place.site(), around.fleet().idle().network());
    Sum sum = new Sum();
    sum.add(pool.get(), spec, tasks, move.seconds(), RunTimes.of(row, spec, place, nodes, around));
    return sum.price + move.egress();
  }

  /** Adds up what the tasks on each kind of node took, by the same formulas as placement. */
  private static final class Sum {
    private String model = "";
    private double energy;
    private double carbon;
    private double price;

    void add(Fleet.Member pool, GroupSpec spec, List<TaskState> states, double move, Duration run) {
      Map<String, List<TaskRequest>> byPlatform = new LinkedHashMap<>();
      for (TaskState state : states) {
        Optional<Node> node = state.node().flatMap(pool::node);
        Optional<TaskSpec> task =
            spec.tasks().stream().filter(t -> t.name().equals(state.name())).findFirst();
        if (node.isPresent() && task.isPresent()) {
          byPlatform
              .computeIfAbsent(node.get().platform(), name -> new ArrayList<>())
              .add(Requests.task(task.get()));
        }
      }
      byPlatform.forEach((platform, tasks) -> {
        Stage stage = new Stage(spec.name(), tasks);
        Estimator.Bill bill = Estimator.bill(stage, pool.idle(), platform, move, run);
        energy += bill.energy().orElse(0);
        carbon += bill.carbon().orElse(0);
        price += bill.price().orElse(0);
        if (stage.acceleratorMilli() > 0) {
          model = pool.accelerator(platform).map(Accelerator::id).orElse(model);
        }
      });
    }
  }

  /** Data that went from other sites to that of a group. */
  private record Moved(long bytes, double price) {

    static Moved to(String site, List<DataAt> data, Fleet fleet) {
      long bytes = 0;
      double price = 0;
      for (DataAt at : data) {
        if (!at.site().equals(site)) {
          bytes += at.bytes();
          double egress = fleet.idle().network().link(at.site(), site).egress();
          price += at.bytes() / GIGABYTE * egress;
        }
      }
      return new Moved(bytes, price);
    }
  }

  /**
   * How long the attempts ran that completed. On emulated accelerators it says nothing of the chip.
   */
  static List<RunTimeRow> runTimes(List<AccountRow> accounts, Map<String, WorkflowRow> rows) {
    List<RunTimeRow> times = new ArrayList<>();
    for (AccountRow account : accounts) {
      WorkflowRow row = rows.get(account.workflow());
      Optional<GroupState> group =
          Optional.ofNullable(row).flatMap(found -> found.state().group(account.group()));
      boolean completed =
          group
              .filter(found -> found.attempt() == account.attempt())
              .filter(found -> found.status() == TaskStatus.COMPLETED)
              .isPresent();
      if (completed && row != null && !account.emulated()) {
        Instant started = group.orElseThrow().startTime().orElse(account.began());
        Duration took = Duration.between(started, account.ended());
        times.add(
            new RunTimeRow(
                row.spec().name(), account.group(), account.model(), 1, atLeastShort(took)));
      }
    }
    return sum(times);
  }

  /** Nothing takes no time, whatever a coarse clock says: zero would be as cheap everywhere. */
  private static Duration atLeastShort(Duration time) {
    return time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
  }

  private static Duration atLeastZero(Duration time) {
    return time.isNegative() ? Duration.ZERO : time;
  }

  /** One row for each key, as one statement needs it. */
  private static List<RunTimeRow> sum(Collection<RunTimeRow> times) {
    Map<RunTimeRow, RunTimeRow> sums = new LinkedHashMap<>();
    for (RunTimeRow time : times) {
      RunTimeRow key =
          new RunTimeRow(time.workflow(), time.group(), time.model(), 0, Duration.ZERO);
      sums.merge(
          key,
          time,
          (one, other) ->
              new RunTimeRow(
                  one.workflow(),
                  one.group(),
                  one.model(),
                  one.runs() + other.runs(),
                  one.total().plus(other.total())));
    }
    return List.copyOf(sums.values());
  }

  private static Instant moment(
      List<TaskState> tasks,
      Function<TaskState, Optional<Instant>> which,
      Instant otherwise,
      boolean last) {
    Stream<Instant> all = tasks.stream().flatMap(task -> which.apply(task).stream());
    return (last ? all.max(Instant::compareTo) : all.min(Instant::compareTo)).orElse(otherwise);
  }
}
