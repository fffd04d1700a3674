package io.sesamo.engine.lifecycle;

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
    List<TaskState> tasks) {

  public GroupState {
    tasks = List.copyOf(tasks);
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

  GroupState with(TaskStatus newStatus) {
    return new GroupState(name, attempt, newStatus, message, retries, notBefore, tasks);
  }

  GroupState saying(String words) {
    return new GroupState(name, attempt, status, words, retries, notBefore, tasks);
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
        tasks);
  }

  /** The group without a wait before its next attempt: it is over, or there is none. */
  GroupState unbound() {
    return new GroupState(name, attempt, status, message, retries, Optional.empty(), tasks);
  }

  /** The group in its next attempt, of which every task waits. */
  GroupState nextAttempt() {
    List<TaskState> all = new ArrayList<>(tasks);
    for (TaskState task : current()) {
      all.add(TaskState.waiting(task.name(), attempt + 1));
    }
    return new GroupState(name, attempt + 1, TaskStatus.WAITING, message, retries, notBefore, all);
  }

  /** The same group with every task of the current attempt changed. */
  GroupState each(UnaryOperator<TaskState> change) {
    return new GroupState(
        name,
        attempt,
        status,
        message,
        retries,
        notBefore,
        tasks.stream().map(task -> task.attempt() == attempt ? change.apply(task) : task).toList());
  }

  /** The same group with one task of the current attempt changed. */
  GroupState one(String task, UnaryOperator<TaskState> change) {
    return each(state -> state.name().equals(task) ? change.apply(state) : state);
  }
}
