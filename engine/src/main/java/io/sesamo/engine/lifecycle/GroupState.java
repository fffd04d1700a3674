package io.sesamo.engine.lifecycle;

import io.sesamo.engine.data.ManifestId;
import io.sesamo.model.fleet.PlacementPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A group of tasks.
 *
 * @param name of the group
 * @param attempt the current one, 0 for the first
 * @param status computed from the tasks of the current attempt
 * @param message why it waits or why it failed
 * @param retries how often it has been tried again
 * @param notBefore when its next attempt may enter the queue; there from the decision to try again
 *     until then
 * @param place where the current attempt is, or was; empty until it is placed
 * @param moves when it was moved elsewhere, of the last {@value #MOVES_KEPT} times
 * @param tasks every attempt of every task, the current attempt last; within an attempt in file
 *     order
 */
public record GroupState(
    String name,
    int attempt,
    TaskStatus status,
    String message,
    Retries retries,
    Optional<Instant> notBefore,
    Optional<Place> place,
    List<Instant> moves,
    List<TaskState> tasks) {

  /** As many as a fleet can let a group be moved in an hour. */
  static final int MOVES_KEPT = PlacementPolicy.MOST_MOVES;

  public GroupState {
    moves = List.copyOf(moves);
    tasks = List.copyOf(tasks);
  }

  /** One that waits for its first attempt. */
  static GroupState waiting(String name, List<TaskState> tasks) {
    return new GroupState(
        name,
        0,
        TaskStatus.WAITING,
        "",
        Retries.NONE,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        tasks);
  }

  /** The tasks of the current attempt. */
  public List<TaskState> current() {
    return tasks.stream().filter(task -> task.attempt() == attempt).toList();
  }

  /** The task of that name in the current attempt. */
  public Optional<TaskState> task(String name) {
    return tasks.stream()
        .filter(task -> task.attempt() == attempt && task.name().equals(name))
        .findFirst();
  }

  /** What a task of it has stored for others to take; empty: nothing. */
  public Optional<ManifestId> output(TaskState task) {
    TaskStatus counts = status == TaskStatus.COMPLETED ? Aggregation.counted(task) : task.status();
    return counts == TaskStatus.COMPLETED ? task.output() : Optional.empty();
  }

  /** When its first task of the current attempt started. */
  public Optional<Instant> startTime() {
    return current().stream()
        .flatMap(task -> task.times().start().stream())
        .min(Instant::compareTo);
  }

  /** When it entered the queue. */
  public Optional<Instant> schedulingTime() {
    return current().stream().flatMap(task -> task.times().scheduling().stream()).findFirst();
  }

  /** The same group with other tasks. */
  public GroupState with(List<TaskState> others) {
    return new GroupState(name, attempt, status, message, retries, notBefore, place, moves, others);
  }

  GroupState with(TaskStatus newStatus) {
    return new GroupState(
        name, attempt, newStatus, message, retries, notBefore, place, moves, tasks);
  }

  GroupState saying(String words) {
    return new GroupState(name, attempt, status, words, retries, notBefore, place, moves, tasks);
  }

  GroupState at(Place found) {
    return new GroupState(
        name, attempt, status, found.words(), retries, notBefore, Optional.of(found), moves, tasks);
  }

  /** The group as it is to be tried again when what still runs of it has ended. */
  GroupState retrying(TaskEnd.Retry retry) {
    return new GroupState(
        name,
        attempt,
        status,
        retry.words(),
        retries.plus(retry.reason()),
        Optional.of(retry.notBefore()),
        place,
        moves,
        tasks);
  }

  /** The group as it is to enter the queue again, at once, when what still runs has ended. */
  GroupState moving(Instant at, String words) {
    List<Instant> latest = new ArrayList<>(moves);
    latest.add(at);
    return new GroupState(
        name,
        attempt,
        status,
        words,
        retries,
        Optional.of(at),
        place,
        latest.subList(Math.max(0, latest.size() - MOVES_KEPT), latest.size()),
        tasks);
  }

  /** The group without a wait before its next attempt: it is over, or there is none. */
  GroupState unbound() {
    return new GroupState(
        name, attempt, status, message, retries, Optional.empty(), place, moves, tasks);
  }

  /** The group in its next attempt, of which every task waits. */
  GroupState nextAttempt() {
    List<TaskState> all = new ArrayList<>(tasks);
    for (TaskState task : current()) {
      all.add(TaskState.waiting(task.name(), attempt + 1));
    }
    return new GroupState(
        name,
        attempt + 1,
        TaskStatus.WAITING,
        message,
        retries,
        notBefore,
        Optional.empty(),
        moves,
        all);
  }

  /** The same group with every task of the current attempt changed. */
  GroupState each(UnaryOperator<TaskState> change) {
    return with(
        tasks.stream().map(task -> task.attempt() == attempt ? change.apply(task) : task).toList());
  }

  /** The same group with one task of the current attempt changed. */
  GroupState one(String task, UnaryOperator<TaskState> change) {
    return each(state -> state.name().equals(task) ? change.apply(state) : state);
  }
}
