package io.sesamo.engine.lifecycle;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.lifecycle.Event.CancelRequested;
import io.sesamo.engine.lifecycle.Event.Ended;
import io.sesamo.engine.lifecycle.Event.Forbidden;
import io.sesamo.engine.lifecycle.Event.Moved;
import io.sesamo.engine.lifecycle.Event.Placed;
import io.sesamo.engine.lifecycle.Event.Preparing;
import io.sesamo.engine.lifecycle.Event.Queued;
import io.sesamo.engine.lifecycle.Event.Started;
import io.sesamo.engine.lifecycle.Event.Storing;
import io.sesamo.engine.lifecycle.Event.Submitted;
import io.sesamo.engine.lifecycle.Event.TimePassed;
import io.sesamo.engine.lifecycle.Event.Unplaceable;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The life of one workflow, as a pure function of its spec, its state and an event. Three tables
 * decide what an event does, or name why it does nothing: {@link WorkflowTransitions}, {@link
 * GroupTransitions}, {@link TaskTransitions}. The status of groups and of the workflow is computed
 * from their tasks ({@link Aggregation}).
 *
 * <p>Invariants: a finished task, group or workflow never changes. A group's tasks are placed
 * together, and its next attempt begins only when every task of the last one has ended. A launched
 * task that somebody wants ended stays what it is until its processes are gone ({@link
 * TaskState#ending}), so that a status that was seen is true and resources are freed only then.
 *
 * <p>Applying the same event twice changes nothing the second time. Only groups that an event
 * touched, and those downstream of one that finished, are looked at: the cost of an event is that
 * of its group, not of its workflow.
 */
public final class Lifecycle {

  /** Between asking a task to end and killing it. */
  public static final Duration GRACE = Duration.ofSeconds(10);

  private final WorkflowSpec spec;
  private final List<Effect> effects = new ArrayList<>();

  /** Groups whose consequences are still to be drawn. */
  private final SequencedSet<String> unsettled = new LinkedHashSet<>();

  /** Of one group, which is all that most events ask for; of all as soon as there is a second. */
  private final Map<String, Integer> positions = new HashMap<>();

  private WorkflowState state;
  private Optional<Refusal> refusal = Optional.empty();

  private Lifecycle(WorkflowSpec spec, WorkflowState state) {
    this.spec = spec;
    this.state = state;
  }

  /** The state after the event, and the effects that it asks for. */
  public static Outcome apply(WorkflowSpec spec, WorkflowState state, Event event) {
    Lifecycle lifecycle = new Lifecycle(spec, state);
    switch (WorkflowTransitions.of(state.status(), event)) {
      case Answer.Refused<WorkflowAction> no -> lifecycle.refuse(no.why());
      case Answer.Taken<WorkflowAction> yes -> lifecycle.take(event);
    }
    lifecycle.settle(event.at());
    WorkflowState after = lifecycle.state.equals(state) ? state : lifecycle.state;
    return new Outcome(after, lifecycle.effects, lifecycle.refusal);
  }

  private void refuse(Refusal why) {
    refusal = Optional.of(why);
  }

  private void take(Event event) {
    switch (event) {
      case Submitted submitted -> spec.groups().forEach(group -> unsettled.add(group.name()));
      case Placed placed -> launch(placed);
      case Queued queued ->
          answer(queued.group(), GroupSignal.QUEUED)
              .ifPresent(explain -> change(queued.group(), g -> g.saying(queued.reason())));
      case Unplaceable no ->
          answer(no.group(), GroupSignal.UNPLACEABLE)
              .ifPresent(fail -> {
                change(no.group(), g -> g.saying(no.reason()));
                failWaiting(no.group(), Signal.UNPLACEABLE, no.reason(), no.at());
              });
      case Forbidden law ->
          answer(law.group(), GroupSignal.FORBIDDEN)
              .ifPresent(explain -> change(law.group(), g -> g.saying(law.reason())));
      case Moved moved -> move(moved);
      case Preparing preparing ->
          tell(
              new Address(preparing.group(), preparing.attempt(), preparing.task()),
              Signal.PREPARING,
              preparing.at(),
              task -> task.saying(preparing.message()));
      case Started started ->
          tell(
              new Address(started.group(), started.attempt(), started.task()),
              Signal.STARTED,
              started.at(),
              UnaryOperator.identity());
      case Storing storing ->
          tell(
              new Address(storing.group(), storing.attempt(), storing.task()),
              Signal.STORING,
              storing.at(),
              task -> task.storing(storing.at()));
      case Ended ended when ended.task().isEmpty() -> endEach(ended);
      case Ended ended -> end(ended);
      case CancelRequested cancel -> cancel(cancel);
      case TimePassed time -> expire(time.at());
    }
  }

  /** What the group's table says of the signal; notes the refusal when it refuses. */
  private Optional<GroupAction> answer(String group, GroupSignal signal) {
    Answer<GroupAction> answer =
        group(group)
            .map(found -> GroupTransitions.of(found.status(), signal))
            .orElse(Answer.refused(Refusal.UNKNOWN));
    refusal = answer.refusal().or(() -> refusal);
    return answer.next();
  }

  private void launch(Placed placed) {
    if (answer(placed.group(), GroupSignal.PLACED).isEmpty()) {
      return;
    }
    change(
        placed.group(),
        group ->
            group
                .at(placed.place())
                .each(task ->
                    task.on(
                        Signal.PLACED,
                        placed.at(),
                        found -> found.at(placed.placement().slot(task.name())))));
    GroupState launched = group(placed.group()).orElseThrow();
    effects.add(new Effect.Start(launched.name(), launched.attempt()));
  }

  /** What somebody else has already asked to end goes its own way. */
  private void move(Moved moved) {
    if (answer(moved.group(), GroupSignal.MOVED).isPresent()
        && group(moved.group()).orElseThrow().current().stream().anyMatch(Deadlines::runsUnasked)) {
      change(moved.group(), group -> group.moving(moved.at(), moved.reason()));
      endAll(moved.group(), Signal.RETRIED, moved.grace(), false);
    }
  }

  private void failWaiting(String group, Signal signal, String words, Instant at) {
    change(group, found -> found.each(task -> task.on(signal, at, t -> t.saying(words))));
  }

  /** An attempt of a task, as backends name it. */
  private record Address(String group, int attempt, String task) {}

  /** The launched task that a backend speaks of; notes the refusal when there is none. */
  private Optional<TaskState> find(Address address) {
    if (answer(address.group(), GroupSignal.TOLD).isEmpty()) {
      return Optional.empty();
    }
    GroupState group = group(address.group()).orElseThrow();
    if (group.attempt() != address.attempt()) {
      refuse(Refusal.OTHER_ATTEMPT);
      return Optional.empty();
    }
    Optional<TaskState> task = group.task(address.task());
    if (task.isEmpty()) {
      refuse(Refusal.UNKNOWN);
    }
    return task;
  }

  /** Gives a task its signal; {@code with} changes what else it knows, when the table takes it. */
  private void tell(Address address, Signal signal, Instant at, UnaryOperator<TaskState> with) {
    Optional<TaskState> task = find(address);
    if (task.isPresent()) {
      TaskTransitions.of(task.get().status(), signal).refusal().ifPresent(this::refuse);
      change(
          address.group(), group -> group.one(address.task(), found -> found.on(signal, at, with)));
    }
  }

  /** A backend that lost a whole launch may not know its tasks: each is lost for itself. */
  private void endEach(Ended ended) {
    Optional<GroupState> group =
        answer(ended.group(), GroupSignal.TOLD).flatMap(tell -> group(ended.group()));
    group
        .filter(found -> found.attempt() != ended.attempt())
        .ifPresent(other -> refuse(Refusal.OTHER_ATTEMPT));
    group
        .filter(found -> found.attempt() == ended.attempt())
        .ifPresent(found ->
            found.current().stream()
                .filter(TaskState::launched)
                .forEach(task -> endWith(ended, task)));
  }

  private void end(Ended ended) {
    Address address = new Address(ended.group(), ended.attempt(), ended.task());
    Optional<TaskState> task = find(address);
    if (task.isPresent() && !task.get().launched()) {
      refuse(Refusal.ALREADY_FINISHED);
    } else if (task.isPresent()) {
      Signal signal = endWith(ended, task.get());
      GroupSpec group = groupSpec(ended.group());
      endSiblings(group, taskSpec(group, ended.task()), signal);
    }
  }

  /** Ends a launched task; returns the signal that it got. */
  private Signal endWith(Ended ended, TaskState task) {
    TaskEnd end = judge(ended, task);
    Duration unseen =
        ended.ran().map(ran -> task.times().unseen(ran.until(), ended.at())).orElse(Duration.ZERO);
    tell(
        new Address(ended.group(), ended.attempt(), task.name()),
        end.signal(),
        ended.at().minus(unseen),
        found -> found.storingSooner(unseen).result(end.exitCode(), end.words(), ended.output()));
    end.retry().ifPresent(retry -> change(ended.group(), group -> group.retrying(retry)));
    return end.signal();
  }

  private TaskEnd judge(Ended ended, TaskState task) {
    GroupState group = group(ended.group()).orElseThrow();
    GroupSpec groupSpec = groupSpec(group.name());
    if (task.ending().isPresent()
        && !endedInTime(ended, task, group)
        && !isMissed(ended, task, groupSpec)) {
      return TaskEnd.asked(ended, task.ending().get());
    }
    TaskSpec taskSpec = taskSpec(groupSpec, task.name());
    TaskEnd end =
        TaskEnd.of(ended, taskSpec, group, state.id() + "." + group.name() + "." + group.attempt());
    // Another task of a launch that was lost as a whole has asked for the next try already.
    boolean decided = end.retry().isPresent() && group.notBefore().isPresent();
    return decided ? end.withoutRetry() : end;
  }

  /** Whether it seemed to run too long only because its end was not known yet. */
  private boolean endedInTime(Ended ended, TaskState task, GroupState group) {
    return task.ending().filter(Signal.EXEC_TIMED_OUT::equals).isPresent()
        && Deadlines.ofRunning(spec, group).filter(ended::endedItselfBy).isPresent();
  }

  /** Whether it was lost while it was stopped to complete its group, which needs it. */
  private static boolean isMissed(Ended ended, TaskState task, GroupSpec group) {
    return task.ending().filter(Signal.SUCCEEDED::equals).isPresent()
        && ended.cause() == Cause.LOST
        && !group.ignoreNonleadStatus();
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
      case FAILED, START_FAILED, IMAGE_PULL_FAILED, EVICTED, LOST -> {
        if (task.lead() || !group.ignoreNonleadStatus()) {
          endAll(group.name(), Signal.FAILED, GRACE, false);
        }
      }
      case READY,
          UPSTREAM_FAILED,
          PLACED,
          UNPLACEABLE,
          PREPARING,
          STARTED,
          STORING,
          CANCELED,
          EXEC_TIMED_OUT,
          QUEUE_TIMED_OUT -> {}
    }
  }

  private void cancel(CancelRequested cancel) {
    if (state.cancelledBy().isEmpty()) {
      state = state.cancelledBy(cancel.user(), cancel.message());
    }
    for (GroupState group : state.groups()) {
      if (!group.status().finished()) {
        impose(group, GroupSignal.CANCELED, Signal.CANCELED, "", cancel.grace(), cancel.at());
      }
    }
  }

  private void expire(Instant now) {
    refuse(Refusal.NOT_DUE);
    for (GroupState group : state.groups()) {
      if (Deadlines.of(spec, group).filter(at -> !at.isAfter(now)).isEmpty()) {
        continue;
      }
      refusal = Optional.empty();
      if (group.status() == TaskStatus.WAITING) {
        answer(group.name(), GroupSignal.BACKOFF_OVER)
            .ifPresent(queue -> unsettled.add(group.name()));
      } else if (group.status() == TaskStatus.SCHEDULING) {
        String words = "It waited longer than its queue_timeout. " + group.message();
        impose(
            group, GroupSignal.QUEUE_TIMED_OUT, Signal.QUEUE_TIMED_OUT, words.strip(), GRACE, now);
      } else {
        impose(group, GroupSignal.EXEC_TIMED_OUT, Signal.EXEC_TIMED_OUT, "", GRACE, now);
      }
    }
  }

  /** Ends a group from outside: what waits at once, what runs when its processes are gone. */
  private void impose(
      GroupState group,
      GroupSignal signal,
      Signal result,
      String words,
      Duration grace,
      Instant at) {
    if (group.notBefore().isPresent()) {
      change(group.name(), found -> found.unbound().saying(""));
    }
    switch (answer(group.name(), signal).orElseThrow()) {
      case FAIL_WAITING -> failWaiting(group.name(), result, words, at);
      case STOP -> endAll(group.name(), result, grace, true);
      case QUEUE, LAUNCH, EXPLAIN, TELL_TASK, MOVE, TRY_AGAIN ->
          throw new IllegalStateException(signal + " cannot lead to that");
    }
  }

  /**
   * Asks for the end of every launched task of the group.
   *
   * <p>Also of those that were asked because their time was up: where another task gets something
   * else to end with, the group's time was not up when that task ended.
   *
   * @param override also of those whose end has been asked for with another result
   */
  private void endAll(String name, Signal signal, Duration grace, boolean override) {
    Predicate<TaskState> affected =
        task ->
            task.launched()
                && (override
                    || task.ending().filter(asked -> asked != Signal.EXEC_TIMED_OUT).isEmpty());
    GroupState group = group(name).orElseThrow();
    if (group.current().stream().anyMatch(affected)) {
      change(
          name, found -> found.each(task -> affected.test(task) ? task.endingWith(signal) : task));
      effects.add(new Effect.Stop(name, group.attempt(), grace));
    }
  }

  /** Draws the consequences until there are none: attempts, aggregates, downstream groups. */
  private void settle(Instant at) {
    if (unsettled.isEmpty()) {
      return;
    }
    while (!unsettled.isEmpty()) {
      settle(groupSpec(unsettled.removeFirst()), at);
    }
    List<TaskStatus> statuses = state.groups().stream().map(GroupState::status).toList();
    WorkflowStatus status = Aggregation.workflow(state.status(), statuses);
    Optional<Instant> start =
        state
            .startTime()
            .or(() ->
                state.groups().stream()
                    .filter(group -> status != WorkflowStatus.PENDING)
                    .flatMap(group -> group.startTime().stream())
                    .min(Instant::compareTo));
    state =
        state.with(
            status,
            Aggregation.reason(state, status),
            start,
            status.finished() ? lastEnd() : Optional.empty());
  }

  /** When the last of its tasks was over, which may have become known only now. */
  private Optional<Instant> lastEnd() {
    return state.groups().stream()
        .flatMap(group -> group.current().stream())
        .flatMap(task -> task.times().end().stream())
        .max(Instant::compareTo);
  }

  private void settle(GroupSpec groupSpec, Instant at) {
    String name = groupSpec.name();
    GroupState group = group(name).orElseThrow();
    if (group.status().finished()) {
      return;
    }
    GroupState after = group.status() == TaskStatus.WAITING ? release(groupSpec, group, at) : group;
    boolean over = after.current().stream().allMatch(task -> task.status().finished());
    boolean wasLaunched = after.current().stream().anyMatch(task -> task.node().isPresent());
    if (over && wasLaunched) {
      effects.add(new Effect.Forget(name, after.attempt()));
    }
    boolean again = over && Aggregation.retries(after.current());
    if (again && answer(name, GroupSignal.RETRY_ASKED).isPresent()) {
      after = release(groupSpec, after.nextAttempt(), at);
    }
    GroupState settled = after.with(Aggregation.group(groupSpec, after));
    state = state.with(position(name), settled);
    if (settled.status().finished()) {
      spec.groups().stream()
          .filter(other -> other.upstream().contains(name))
          .forEach(other -> unsettled.add(other.name()));
    }
  }

  /** Lets a waiting group go on when what it waits for has completed, or fails it. */
  private GroupState release(GroupSpec groupSpec, GroupState group, Instant at) {
    List<GroupState> upstream =
        groupSpec.upstream().stream()
            .map(this::position)
            .sorted()
            .map(state.groups()::get)
            .toList();
    Optional<GroupState> failed =
        upstream.stream().filter(other -> other.status().failed()).findFirst();
    if (failed.isPresent()) {
      String words = "Group " + failed.get().name() + ", whose output it needs, failed.";
      return group.each(task -> task.on(Signal.UPSTREAM_FAILED, at, t -> t.saying(words)));
    }
    boolean ready = upstream.stream().allMatch(other -> other.status() == TaskStatus.COMPLETED);
    boolean due = group.notBefore().filter(moment -> moment.isAfter(at)).isEmpty();
    return ready && due ? group.unbound().each(task -> task.on(Signal.READY, at)) : group;
  }

  private void change(String group, UnaryOperator<GroupState> change) {
    int position = position(group);
    state = state.with(position, change.apply(state.groups().get(position)));
    unsettled.add(group);
  }

  private Optional<GroupState> group(String name) {
    return Optional.of(position(name)).filter(at -> at >= 0).map(state.groups()::get);
  }

  /** Where the group stands among those of the spec, and of the state; -1 when there is none. */
  private int position(String group) {
    Integer known = positions.get(group);
    if (known == null && positions.isEmpty()) {
      known = spec.groups().size() - 1;
      while (known >= 0 && !spec.groups().get(known).name().equals(group)) {
        known--;
      }
      positions.put(group, known);
    } else if (known == null) {
      for (int i = 0; i < spec.groups().size(); i++) {
        positions.put(spec.groups().get(i).name(), i);
      }
      known = positions.getOrDefault(group, -1);
    }
    return known;
  }

  private GroupSpec groupSpec(String name) {
    return spec.groups().get(position(name));
  }

  private static TaskSpec taskSpec(GroupSpec group, String name) {
    return group.tasks().stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
