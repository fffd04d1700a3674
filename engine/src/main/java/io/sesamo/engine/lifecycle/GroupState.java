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
 * @param tasks every attempt of every task, the current attempt last
 */
public record GroupState(
    String name, int attempt, TaskStatus status, String message, List<TaskState> tasks) {

  public GroupState {
    tasks = List.copyOf(tasks);
  }

  /** The tasks of the current attempt. */
  public List<TaskState> current() {
    return tasks.stream().filter(task -> task.attempt() == attempt).toList();
  }

  /** The task of that name in the current attempt. */
  public Optional<TaskState> task(String name) {
    return current().stream().filter(task -> task.name().equals(name)).findFirst();
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
    return new GroupState(name, attempt, newStatus, message, tasks);
  }

  GroupState saying(String words) {
    return new GroupState(name, attempt, status, words, tasks);
  }

  /** The group as it begins its next attempt. */
  GroupState nextAttempt(Instant at) {
    List<TaskState> all = new ArrayList<>(tasks);
    for (TaskState task : current()) {
      all.add(TaskState.waiting(task.name(), attempt + 1).on(Signal.READY, at));
    }
    return new GroupState(name, attempt + 1, TaskStatus.SCHEDULING, "", all);
  }

  /** The same group with every task of the current attempt changed. */
  GroupState each(UnaryOperator<TaskState> change) {
    return new GroupState(
        name,
        attempt,
        status,
        message,
        tasks.stream().map(task -> task.attempt() == attempt ? change.apply(task) : task).toList());
  }

  /** The same group with one task of the current attempt changed. */
  GroupState one(String task, UnaryOperator<TaskState> change) {
    return each(state -> state.name().equals(task) ? change.apply(state) : state);
  }
}
