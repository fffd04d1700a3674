package io.sesamo.engine;

import io.sesamo.engine.lifecycle.Deadlines;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.SesamoTask;
import io.sesamo.model.spec.SesamoTask.Deadline;
import io.sesamo.model.spec.SesamoWorkflow;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.Objective;
import io.sesamo.placement.Stage;
import io.sesamo.placement.TaskRequest;
import io.sesamo.placement.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes of a group that is ready what placement is asked. Not thread-safe. */
final class Requests {

  /** So many groups after it are looked at: those furthest away matter least for its place. */
  private static final int MOST_ONWARD = 32;

  private final WorkflowRow row;
  private final Circumstances around;
  private final Wishes wishes;

  private @Nullable Map<String, List<GroupSpec>> downstream;

  /** For the groups of a workflow in that state. */
  Requests(WorkflowRow row, Circumstances around) {
    this(row, around, wishes(row, around));
  }

  /** The same of a workflow whose wishes are known. */
  Requests(WorkflowRow row, Circumstances around, Wishes wishes) {
    this.row = row;
    this.around = around;
    this.wishes = wishes;
  }

  /** How a group of a workflow is called in the queue. */
  static String id(String workflow, String group) {
    return workflow + "." + group;
  }

  /** What placement is asked for a group. */
  GroupRequest of(GroupSpec group, Instant readySince) {
    boolean due = wishes.deadline().isPresent();
    boolean looksOn = due || wishes.budget().isPresent() || around.fleet().choice(row.pool());
    Map<String, List<GroupSpec>> onward = looksOn ? onward(group) : Map.of();
    return new GroupRequest(
        id(row.id(), group.name()),
        row.spec().sesamo().tenant().orElse(""),
        rank(row),
        readySince,
        due ? stage(group, onward).due(deadline(row, group)) : stage(group, onward),
        due ? wishes.due(deadline(onward)) : wishes,
        data(group));
  }

  static int rank(WorkflowRow row) {
    return switch (row.priority()) {
      case LOW -> 0;
      case NORMAL -> 1;
      case HIGH -> 2;
    };
  }

  /**
   * Whether this is still what placement is asked for a group whose own state is what it was, as
   * law, fleet and its workflow's wishes are. Where it looks on, the data of those after it may
   * have changed.
   */
  boolean holds(GroupRequest request, GroupSpec group) {
    boolean learns = around.fleet().now().file().isPresent(); // else nothing is kept of other work
    return request.stage().onward().isEmpty()
        && (!learns
            || (request.stage().work().equals(work(row, group, around))
                && request.data().equals(data(group))));
  }

  private List<DataAt> data(GroupSpec group) {
    return around.fleet().several() ? data(row, group, around) : List.of();
  }

  /** Those after the group by whom they read, each of them once: where it is reached first. */
  private Map<String, List<GroupSpec>> onward(GroupSpec group) {
    Map<String, List<GroupSpec>> tree = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>(Set.of(group.name()));
    Deque<String> next = new ArrayDeque<>(seen);
    while (!next.isEmpty() && seen.size() <= MOST_ONWARD) {
      String name = next.removeFirst();
      List<GroupSpec> children =
          downstream().getOrDefault(name, List.of()).stream()
              .filter(child -> seen.add(child.name()))
              .toList();
      tree.put(name, children);
      children.forEach(child -> next.addLast(child.name()));
    }
    return tree;
  }

  /** The groups that read what a group makes, by its name. */
  private Map<String, List<GroupSpec>> downstream() {
    Map<String, List<GroupSpec>> found = downstream;
    if (found == null) {
      found = new HashMap<>();
      for (GroupSpec spec : row.spec().groups()) {
        for (String name : spec.upstream()) {
          found.computeIfAbsent(name, key -> new ArrayList<>()).add(spec);
        }
      }
      downstream = found;
    }
    return found;
  }

  private Stage stage(GroupSpec group, Map<String, List<GroupSpec>> tree) {
    return stage(
        group,
        tree.getOrDefault(group.name(), List.of()).stream()
            .map(child -> stage(child, tree))
            .toList());
  }

  private Stage stage(GroupSpec group, List<Stage> onward) {
    return new Stage(
        group.name(),
        group.tasks().stream().map(Requests::task).toList(),
        work(row, group, around),
        around.law().asked()
            ? around.law().forbidden(Matters.of(row, group, around.known()))
            : Map.of(),
        group.tasks().stream()
            .mapToLong(task -> task.sesamo().outputBytes())
            .reduce(0, Requests::sum),
        onward);
  }

  /** Of bytes, neither below 0; no more than a long holds. */
  private static long sum(long some, long others) {
    return some > Long.MAX_VALUE - others ? Long.MAX_VALUE : some + others;
  }

  static TaskRequest task(TaskSpec task) {
    List<SesamoTask.Accelerator> kinds = task.sesamo().accelerators();
    return new TaskRequest(
        task.name(),
        Launches.amount(task),
        task.resources().platform(),
        Set.copyOf(task.resources().nodesExcluded()),
        kinds.stream().flatMap(kind -> kind.model().stream()).toList(),
        kinds.stream().flatMap(kind -> kind.stack().stream()).toList(),
        task.sesamo().acceleratorMemoryBytes(),
        task.resources().topology().stream()
            .map(near -> new TaskRequest.Near(near.key(), near.group(), near.required()))
            .toList());
  }

  /** A gang runs as long as its longest task. */
  static Work work(WorkflowRow row, GroupSpec group, Circumstances around) {
    List<SesamoTask.RunTime> said =
        group.tasks().stream()
            .map(task -> task.sesamo().duration())
            .filter(times -> !times.isEmpty())
            .max(Comparator.comparing(times -> times.getFirst().time()))
            .orElse(List.of());
    Optional<SesamoTask.RunTime> first = said.stream().findFirst();
    Map<String, Duration> measured =
        around.fleet().now().file().isPresent() // else nothing is kept of it
            ? around.known().measured().of(row.spec().name(), group.name())
            : Map.of();
    return new Work(
        first.map(SesamoTask.RunTime::time).orElse(Work.UNKNOWN.usual()),
        first.flatMap(SesamoTask.RunTime::on).flatMap(around.fleet().now()::accelerator),
        said.isEmpty() ? Work.Source.ASSUMED : Work.Source.WORKFLOW,
        said.stream()
            .filter(time -> time.on().isPresent())
            .collect(Collectors.toMap(time -> time.on().get(), SesamoTask.RunTime::time)),
        measured,
        Optional.of(Deadlines.execTimeout(row.spec())));
  }

  /** What all groups of a workflow ask for; the deadline is the first of all. */
  private static Wishes wishes(WorkflowRow row, Circumstances around) {
    SesamoWorkflow said = row.spec().sesamo();
    Budget budget = Budget.of(row, around);
    return new Wishes(
        row.pool(),
        said.objective().map(aim -> new Objective(aim.time(), aim.cost(), aim.carbon())),
        said.nodes(),
        said.spread(),
        budget.left(),
        budget.held(),
        deadline(row));
  }

  /** The same at a later state of it: nothing but what is left of the budget changes. */
  static Wishes later(Wishes before, WorkflowRow row, Circumstances around) {
    Budget budget = Budget.of(row, around);
    return new Wishes(
        before.pool(),
        before.objective(),
        before.labels(),
        before.spread(),
        budget.left(),
        budget.held(),
        before.deadline());
  }

  Wishes wishes() {
    return wishes;
  }

  /**
   * What is left of a budget; one in another currency than prices are in counts for nothing.
   *
   * @param left without what has been spent and what is held; empty: there is no limit
   * @param held what the groups that run now will probably cost, USD
   */
  private record Budget(OptionalDouble left, double held) {

    static Budget of(WorkflowRow row, Circumstances around) {
      Optional<SesamoWorkflow.Budget> said = row.spec().sesamo().budget().filter(Unheeded::counts);
      if (said.isEmpty()) {
        return new Budget(OptionalDouble.empty(), 0);
      }
      double held = held(row, around);
      double gone = around.known().spent().of(row.id()) + held;
      return new Budget(
          OptionalDouble.of(Math.max(0, said.get().amount().doubleValue() - gone)), held);
    }

    private static double held(WorkflowRow row, Circumstances around) {
      double held = 0;
      for (int i = 0; i < row.state().groups().size(); i++) {
        GroupState group = row.state().groups().get(i);
        if (group.place().isPresent() && group.current().stream().anyMatch(TaskState::launched)) {
          Place place = group.place().get();
          held += Accounts.expected(row, row.spec().groups().get(i), group, place, around);
        }
      }
      return held;
    }
  }

  /** The first of those of its tasks. */
  private static Optional<Instant> deadline(WorkflowRow row) {
    return row.spec().groups().stream()
        .flatMap(group -> deadline(row, group).stream())
        .min(Instant::compareTo);
  }

  private static Optional<Instant> deadline(WorkflowRow row, GroupSpec group) {
    return group.tasks().stream()
        .flatMap(task -> task.sesamo().deadline().stream())
        .map(deadline ->
            switch (deadline) {
              case Deadline.At moment -> moment.at();
              case Deadline.After time -> row.submitTime().plus(time.after());
            })
        .min(Instant::compareTo);
  }

  /** The first of those of the groups after one. */
  private Optional<Instant> deadline(Map<String, List<GroupSpec>> onward) {
    return onward.values().stream()
        .flatMap(groups -> groups.stream().flatMap(after -> deadline(row, after).stream()))
        .min(Instant::compareTo);
  }

  /** Where what the group reads is, as far as it is known. */
  static List<DataAt> data(WorkflowRow row, GroupSpec group, Circumstances around) {
    Map<String, Long> bytesBySite = new LinkedHashMap<>();
    for (Made made : Made.readBy(row, group, around.known())) {
      long bytes = made.output().map(around.known().bytes()::applyAsLong).orElse(0L);
      if (!made.site().isEmpty() && bytes > 0) {
        bytesBySite.merge(made.site(), bytes, Requests::sum);
      }
    }
    return bytesBySite.entrySet().stream()
        .map(entry -> new DataAt(entry.getKey(), entry.getValue()))
        .toList();
  }
}
