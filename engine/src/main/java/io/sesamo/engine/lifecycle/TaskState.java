package io.sesamo.engine.lifecycle;

import io.sesamo.engine.data.ManifestId;
import io.sesamo.placement.Placement.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One attempt of a task.
 *
 * @param name of the task
 * @param attempt the group's attempt it belongs to, 0 for the first
 * @param status where it stands
 * @param ending the signal it will get when its processes are gone; empty while nobody asked for
 *     its end
 * @param exitCode how it ended
 * @param message what it is doing while it is made ready, or why it failed
 * @param node where placement put it
 * @param accelerators of that node, by number, that placement gave it; empty: it has none, or an
 *     older release gave it whole ones without saying which
 * @param times when it reached each stage
 * @param output its stored output
 */
public record TaskState(
    String name,
    int attempt,
    TaskStatus status,
    Optional<Signal> ending,
    Optional<Integer> exitCode,
    String message,
    Optional<String> node,
    List<Integer> accelerators,
    Times times,
    Optional<ManifestId> output) {

  public TaskState {
    accelerators = List.copyOf(accelerators);
  }

  /** A task that waits for its inputs. */
  public static TaskState waiting(String name, int attempt) {
    return new TaskState(
        name,
        attempt,
        TaskStatus.WAITING,
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty(),
        List.of(),
        Times.NONE,
        Optional.empty());
  }

  /** True from placement until its processes are gone: it takes up its share of a node. */
  public boolean launched() {
    return status == TaskStatus.INITIALIZING || status == TaskStatus.RUNNING;
  }

  /** The task after a signal, or the same task when the table refuses it. */
  TaskState on(Signal signal, Instant at) {
    return on(signal, at, UnaryOperator.identity());
  }

  /**
   * The task after a signal, or the same task when the table refuses it.
   *
   * @param with changes what else it knows, when the table takes the signal
   */
  TaskState on(Signal signal, Instant at, UnaryOperator<TaskState> with) {
    return TaskTransitions.of(status, signal)
        .next()
        .map(next -> with.apply(this).enter(next, at))
        .orElse(this);
  }

  private TaskState enter(TaskStatus next, Instant at) {
    if (next == status) {
      return this;
    }
    String words = next == TaskStatus.RUNNING ? "" : message;
    Optional<Signal> stillEnding = next.finished() ? Optional.empty() : ending;
    Times reached = times.entering(next, at);
    return new TaskState(
        name, attempt, next, stillEnding, exitCode, words, node, accelerators, reached, output);
  }

  TaskState endingWith(Signal signal) {
    return new TaskState(
        name,
        attempt,
        status,
        Optional.of(signal),
        exitCode,
        message,
        node,
        accelerators,
        times,
        output);
  }

  TaskState saying(String words) {
    return new TaskState(
        name, attempt, status, ending, exitCode, words, node, accelerators, times, output);
  }

  TaskState at(Slot slot) {
    return new TaskState(
        name,
        attempt,
        status,
        ending,
        exitCode,
        "",
        Optional.of(slot.node()),
        slot.accelerators(),
        times,
        output);
  }

  TaskState storing(Instant at) {
    return new TaskState(
        name,
        attempt,
        status,
        ending,
        exitCode,
        message,
        node,
        accelerators,
        times.storingAt(at),
        output);
  }

  TaskState storingSooner(Duration unseen) {
    return new TaskState(
        name,
        attempt,
        status,
        ending,
        exitCode,
        message,
        node,
        accelerators,
        times.storingSooner(unseen),
        output);
  }

  TaskState result(int code, String words, Optional<ManifestId> stored) {
    return new TaskState(
        name, attempt, status, ending, Optional.of(code), words, node, accelerators, times, stored);
  }
}
