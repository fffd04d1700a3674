package io.sesamo.engine.lifecycle;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.lifecycle.Event.CancelRequested;
import io.sesamo.engine.lifecycle.Event.Ended;
import io.sesamo.engine.lifecycle.Event.Placed;
import io.sesamo.engine.lifecycle.Event.Preparing;
import io.sesamo.engine.lifecycle.Event.Queued;
import io.sesamo.engine.lifecycle.Event.Started;
import io.sesamo.engine.lifecycle.Event.Storing;
import io.sesamo.engine.lifecycle.Event.Submitted;
import io.sesamo.engine.lifecycle.Event.TimePassed;
import io.sesamo.engine.lifecycle.Event.Unplaceable;
import io.sesamo.model.spec.ExitActions.Action;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The life of one workflow, as a pure function of its spec, its state and an event. Every status
 * change goes through {@link TaskTransitions}; groups and the workflow are computed from their
 * tasks.
 *
 * <p>Invariants: a finished task, group or workflow never changes. A group's tasks are placed
 * together, and its next attempt begins only when every task of the last one has ended. A launched
 * task that somebody wants ended stays what it is until its processes are gone ({@link
 * TaskState#ending}), so that a status that was seen is true and resources are freed only then.
 *
 * <p>Applying the same event twice changes nothing the second time.
 */
public final class Lifecycle {

  /** Tries that exit actions may ask for, besides the first. */
  public static final int MAX_RESCHEDULES = 10;

  /** Tries after the pool lost a task, besides the first. */
  public static final int MAX_RECOVERIES = 3;

  /** Between asking a task to end and killing it. */
  public static final Duration GRACE = Duration.ofSeconds(10);

  /** Longest that a group may run or wait where its spec does not say: OSMO's 60 days. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofDays(60);

  private final WorkflowSpec spec;
  private final List<Effect> effects = new ArrayList<>();
  private WorkflowState state;

  private Lifecycle(WorkflowSpec spec, WorkflowState state) {
    this.spec = spec;
    this.state = state;
  }

  /** The state after the event, and the effects that it asks for. */
  public static Outcome apply(WorkflowSpec spec, WorkflowState state, Event event) {
    if (state.status().finished()) {
      return new Outcome(state, List.of());
    }
    Lifecycle lifecycle = new Lifecycle(spec, state);
    lifecycle.take(event);
    lifecycle.settle(event.at());
    return new Outcome(lifecycle.state, lifecycle.effects);
  }

  /** When {@link TimePassed} is due: the next moment at which a group may run out of time. */
  public static Optional<Instant> nextDeadline(WorkflowSpec spec, WorkflowState state) {
    return state.groups().stream()
        .flatMap(group -> deadline(spec, group).stream())
        .min(Instant::compareTo);
  }

  private static Optional<Instant> deadline(WorkflowSpec spec, GroupState group) {
    return switch (group.status()) {
      case SCHEDULING -> group.schedulingTime().map(at -> at.plus(queueTimeout(spec)));
      case INITIALIZING, RUNNING ->
          group.current().stream().allMatch(task -> task.ending().isPresent())
              ? Optional.empty()
              : group.startTime().map(at -> at.plus(execTimeout(spec)));
      case WAITING,
          COMPLETED,
          RESCHEDULED,
          FAILED,
          FAILED_SERVER_ERROR,
          FAILED_EXEC_TIMEOUT,
          FAILED_QUEUE_TIMEOUT,
          FAILED_CANCELED,
          FAILED_BACKEND_ERROR,
          FAILED_IMAGE_PULL,
          FAILED_EVICTED,
          FAILED_START_ERROR,
          FAILED_START_TIMEOUT,
          FAILED_PREEMPTED,
          FAILED_UPSTREAM ->
          Optional.empty();
    };
  }

  public static Duration execTimeout(WorkflowSpec spec) {
    return atMostDefault(spec.timeouts().exec());
  }

  public static Duration queueTimeout(WorkflowSpec spec) {
    return atMostDefault(spec.timeouts().queue());
  }

  private static Duration atMostDefault(Optional<Duration> asked) {
    return asked
        .filter(timeout -> timeout.isPositive() && timeout.compareTo(DEFAULT_TIMEOUT) < 0)
        .orElse(DEFAULT_TIMEOUT);
  }

  private void take(Event event) {
    switch (event) {
      case Submitted submitted -> {} // settling makes the first groups ready
      case Placed placed -> place(placed);
      case Queued queued -> change(queued.group(), group -> group.saying(queued.reason()));
      case Unplaceable no ->
          change(
              no.group(),
              group ->
                  group.each(task -> task.saying(no.reason()).on(Signal.UNPLACEABLE, no.at())));
      case Preparing preparing ->
          task(
              preparing.group(),
              preparing.attempt(),
              preparing.task(),
              task ->
                  task.status() == TaskStatus.INITIALIZING
                      ? task.saying(preparing.message())
                      : task);
      case Started started ->
          task(
              started.group(),
              started.attempt(),
              started.task(),
              task -> task.on(Signal.STARTED, started.at()));
      case Storing storing ->
          task(
              storing.group(),
              storing.attempt(),
              storing.task(),
              task -> task.launched() ? task.storing(storing.at()) : task);
      case Ended ended when ended.task().isEmpty() -> endEach(ended);
      case Ended ended -> end(ended);
      case CancelRequested cancel -> cancel(cancel);
      case TimePassed time -> expire(time.at());
    }
  }

  private void place(Placed placed) {
    GroupState before = state.group(placed.group()).orElseThrow();
    if (before.status() != TaskStatus.SCHEDULING) {
      return;
    }
    change(
        placed.group(),
        group ->
            group
                .saying("")
                .each(task ->
                    task.onNode(placed.placement().node(task.name()))
                        .on(Signal.PLACED, placed.at())));
    effects.add(new Effect.Start(before.name(), before.attempt()));
  }

  /** A backend that lost a whole launch may not know its tasks. */
  private void endEach(Ended ended) {
    GroupState group = state.group(ended.group()).orElseThrow();
    for (TaskState task : group.current()) {
      end(
          new Ended(
              ended.at(),
              ended.group(),
              ended.attempt(),
              task.name(),
              ended.cause(),
              ended.exitCode(),
              ended.output(),
              ended.message()));
    }
  }

  private void end(Ended ended) {
    GroupState group = state.group(ended.group()).orElseThrow();
    Optional<TaskState> task =
        group.task(ended.task()).filter(found -> found.attempt() == ended.attempt());
    if (task.isEmpty() || !task.get().launched()) {
      return;
    }
    GroupSpec groupSpec = groupSpec(group.name());
    TaskSpec taskSpec = taskSpec(groupSpec, ended.task());
    Signal signal = task.get().ending().orElseGet(() -> signalOf(ended, taskSpec, group.attempt()));
    task(
        group.name(),
        ended.attempt(),
        ended.task(),
        found ->
            found
                .result(ended.exitCode(), explain(ended, signal), ended.output())
                .on(signal, ended.at()));
    endSiblings(groupSpec, taskSpec, signal);
  }

  /** What the end of a task that nobody asked for means. */
  private static Signal signalOf(Ended ended, TaskSpec task, int attempt) {
    return switch (ended.cause()) {
      case START_FAILED -> Signal.START_FAILED;
      case OUTPUT_FAILED -> Signal.FAILED;
      case OUT_OF_MEMORY -> Signal.EVICTED;
      case LOST -> attempt < MAX_RECOVERIES ? Signal.RETRIED : Signal.LOST;
      case STOPPED -> Signal.FAILED;
      case EXITED -> {
        Action byDefault = ended.exitCode() == 0 ? Action.COMPLETE : Action.FAIL;
        yield switch (task.exitActions().actionFor(ended.exitCode()).orElse(byDefault)) {
          case COMPLETE -> Signal.SUCCEEDED;
          case FAIL -> Signal.FAILED;
          case RESCHEDULE -> attempt < MAX_RESCHEDULES ? Signal.RETRIED : Signal.FAILED;
        };
      }
    };
  }

  private static String explain(Ended ended, Signal signal) {
    if (!ended.message().isEmpty()) {
      return ended.message();
    }
    if (signal == Signal.SUCCEEDED || ended.cause() != Cause.EXITED) {
      return "";
    }
    return "Its command ended with exit code " + ended.exitCode() + ".";
  }

  /**
   * The lead's end is the end of its group; so is a failure that counts, and a retry, which is one
   * of the whole gang.
   */
  private void endSiblings(GroupSpec group, TaskSpec task, Signal signal) {
    switch (signal) {
      case SUCCEEDED -> {
        if (task.lead()) {
          endAll(group.name(), Signal.SUCCEEDED, GRACE, false);
        }
      }
      case RETRIED -> endAll(group.name(), Signal.RETRIED, GRACE, false);
      case FAILED, START_FAILED, EVICTED, LOST -> {
        if (task.lead() || !group.ignoreNonleadStatus()) {
          endAll(group.name(), Signal.FAILED, GRACE, false);
        }
      }
      case READY,
          UPSTREAM_FAILED,
          PLACED,
          UNPLACEABLE,
          STARTED,
          CANCELED,
          EXEC_TIMED_OUT,
          QUEUE_TIMED_OUT -> {}
    }
  }

  private void cancel(CancelRequested cancel) {
    state = state.cancelledBy(cancel.user(), cancel.message());
    for (GroupState group : state.groups()) {
      if (!group.status().finished()) {
        change(
            group.name(),
            changed ->
                changed.each(
                    task -> task.launched() ? task : task.on(Signal.CANCELED, cancel.at())));
        endAll(group.name(), Signal.CANCELED, cancel.grace(), true);
      }
    }
  }

  private void expire(Instant now) {
    for (GroupState group : state.groups()) {
      Optional<Instant> deadline = deadline(spec, group).filter(at -> !at.isAfter(now));
      if (deadline.isEmpty()) {
        continue;
      }
      if (group.status() == TaskStatus.SCHEDULING) {
        String reason = "It waited longer than its queue_timeout. " + group.message();
        change(
            group.name(),
            changed ->
                changed.each(task -> task.saying(reason.strip()).on(Signal.QUEUE_TIMED_OUT, now)));
      } else {
        endAll(group.name(), Signal.EXEC_TIMED_OUT, GRACE, true);
      }
    }
  }

  /**
   * Asks for the end of every launched task of the group.
   *
   * @param override also of those whose end has been asked for with another result
   */
  private void endAll(String name, Signal signal, Duration grace, boolean override) {
    Predicate<TaskState> affected =
        task -> task.launched() && (override || task.ending().isEmpty());
    GroupState group = state.group(name).orElseThrow();
    if (group.current().stream().anyMatch(affected)) {
      change(
          name, found -> found.each(task -> affected.test(task) ? task.endingWith(signal) : task));
      effects.add(new Effect.Stop(name, group.attempt(), grace));
    }
  }

  /** Draws the consequences until nothing changes: attempts, aggregates, downstream groups. */
  private void settle(Instant at) {
    WorkflowState before;
    do {
      before = state;
      for (GroupSpec group : spec.groups()) {
        settle(group, at);
      }
    } while (!state.equals(before));
    List<TaskStatus> statuses = state.groups().stream().map(GroupState::status).toList();
    WorkflowStatus status = Aggregation.workflow(state.status(), statuses);
    Optional<Instant> start =
        state
            .startTime()
            .or(() ->
                state.groups().stream()
                    .flatMap(group -> group.startTime().stream())
                    .min(Instant::compareTo));
    state =
        state.with(
            status, reason(status), start, status.finished() ? Optional.of(at) : Optional.empty());
  }

  private void settle(GroupSpec groupSpec, Instant at) {
    GroupState group = state.group(groupSpec.name()).orElseThrow();
    if (group.status().finished()) {
      return;
    }
    if (group.status() == TaskStatus.WAITING) {
      release(groupSpec, at);
    }
    GroupState after = state.group(groupSpec.name()).orElseThrow();
    boolean over = after.current().stream().allMatch(task -> task.status().finished());
    boolean wasLaunched = after.current().stream().anyMatch(task -> task.node().isPresent());
    if (over && wasLaunched) {
      effects.add(new Effect.Forget(after.name(), after.attempt()));
    }
    if (over && Aggregation.retries(after.current().stream().map(TaskState::status).toList())) {
      retry(groupSpec, at);
    }
    change(groupSpec.name(), changed -> changed.with(status(groupSpec, changed)));
  }

  /** Lets a waiting group go on when what it waits for has completed, or fails it. */
  private void release(GroupSpec groupSpec, Instant at) {
    List<GroupState> upstream =
        state.groups().stream()
            .filter(group -> groupSpec.upstream().contains(group.name()))
            .toList();
    Optional<GroupState> failed =
        upstream.stream().filter(group -> group.status().failed()).findFirst();
    if (failed.isPresent()) {
      String words = "Group " + failed.get().name() + ", whose output it needs, failed.";
      change(
          groupSpec.name(),
          group -> group.each(task -> task.saying(words).on(Signal.UPSTREAM_FAILED, at)));
    } else if (upstream.stream().allMatch(group -> group.status() == TaskStatus.COMPLETED)) {
      change(groupSpec.name(), group -> group.each(task -> task.on(Signal.READY, at)));
    }
  }

  private void retry(GroupSpec groupSpec, Instant at) {
    change(
        groupSpec.name(),
        group -> {
          int next = group.attempt() + 1;
          List<TaskState> tasks = new ArrayList<>(group.tasks());
          groupSpec
              .tasks()
              .forEach(
                  task -> tasks.add(TaskState.waiting(task.name(), next).on(Signal.READY, at)));
          return new GroupState(group.name(), next, TaskStatus.SCHEDULING, "", tasks);
        });
  }

  private static TaskStatus status(GroupSpec spec, GroupState group) {
    List<TaskStatus> all = group.current().stream().map(TaskState::status).toList();
    List<TaskStatus> considered =
        spec.ignoreNonleadStatus()
            ? List.of(group.task(spec.lead().name()).orElseThrow().status())
            : all;
    return Aggregation.group(all, considered);
  }

  private String reason(WorkflowStatus status) {
    if (!status.finished() || status == WorkflowStatus.COMPLETED || !state.message().isEmpty()) {
      return state.message();
    }
    return state.groups().stream()
        .flatMap(group -> group.current().stream())
        .filter(task -> task.status().failed() && task.status() != TaskStatus.FAILED_UPSTREAM)
        .map(task -> ("Task " + task.name() + ": " + task.message()).strip())
        .findFirst()
        .orElse("");
  }

  private void change(String group, UnaryOperator<GroupState> change) {
    state = state.group(group, change);
  }

  private void task(String group, int attempt, String task, UnaryOperator<TaskState> taskChange) {
    change(group, found -> found.attempt() == attempt ? found.one(task, taskChange) : found);
  }

  private GroupSpec groupSpec(String name) {
    return spec.groups().stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static TaskSpec taskSpec(GroupSpec group, String name) {
    return group.tasks().stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
