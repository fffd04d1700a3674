package io.sesamo.engine.lifecycle;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.lifecycle.Event.Ended;
import io.sesamo.engine.lifecycle.RetryPolicy.Reason;
import io.sesamo.engine.lifecycle.RetryPolicy.Rule;
import io.sesamo.model.spec.ExitActions.Action;
import io.sesamo.model.spec.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the end of a task means: where nobody asked for it, by its cause, its exit code, its
 * author's exit actions, and how often its group has been tried.
 *
 * @param signal what the task gets
 * @param exitCode the command's, or why there is none that counts
 * @param retry empty when the group is not tried again because of it
 * @param words why, for people
 */
record TaskEnd(Signal signal, int exitCode, Optional<Retry> retry, String words) {

  /**
   * The next try.
   *
   * @param words when and which, for people
   */
  record Retry(Reason reason, Instant notBefore, String words) {}

  /**
   * Judges an end.
   *
   * @param launchId of the launch that the task was part of
   */
  static TaskEnd of(Ended ended, TaskSpec task, GroupState group, String launchId) {
    String words = words(ended);
    Optional<Reason> reason = reason(ended, task);
    if (reason.isEmpty()) {
      return new TaskEnd(Signal.SUCCEEDED, ended.exitCode(), Optional.empty(), ended.message());
    }
    int code = exitCode(ended, task);
    Rule rule = RetryPolicy.of(task).rule(reason.get());
    int earlier = group.retries().count(reason.get());
    if (earlier < rule.limit()) {
      Duration wait = rule.wait(earlier, launchId);
      int next = group.attempt() + 2;
      String when =
          "tried again %s (attempt %d of %d): %s"
              .formatted(in(wait), next, next + rule.limit() - earlier - 1, words);
      Retry retry = new Retry(reason.get(), ended.at().plus(wait), when);
      return new TaskEnd(Signal.RETRIED, code, Optional.of(retry), words);
    }
    String enough =
        rule.limit() == 0 ? words : words + " It was tried " + (earlier + 1) + " times.";
    return new TaskEnd(failure(ended), code, Optional.empty(), enough.strip());
  }

  /**
   * What the end of a task means whose end somebody asked for. Asking does not make a task complete
   * whose output is not stored, or that nobody knows the end of.
   */
  static TaskEnd asked(Ended ended, Signal signal) {
    boolean success = signal == Signal.SUCCEEDED;
    if (success && ended.cause() == Cause.LOST) {
      return new TaskEnd(Signal.LOST, ended.exitCode(), Optional.empty(), words(ended));
    }
    if (success && !ended.stored()) {
      return new TaskEnd(Signal.FAILED, ExitCodes.UPLOAD_FAILED, Optional.empty(), ended.message());
    }
    return signal == Signal.EXEC_TIMED_OUT
        ? late(ended)
        : new TaskEnd(signal, ended.exitCode(), Optional.empty(), ended.message());
  }

  /** Its exit code keeps whether its output can be relied on ({@link Aggregation#counted}). */
  private static TaskEnd late(Ended ended) {
    int ownCode = ended.cause() == Cause.LOST ? ExitCodes.BACKEND_ERROR : ended.exitCode();
    int code = ended.stored() ? ownCode : ExitCodes.UPLOAD_FAILED;
    String more = ended.stored() ? "" : " " + ended.message();
    String words = "It ran longer than its exec_timeout." + more;
    return new TaskEnd(Signal.EXEC_TIMED_OUT, code, Optional.empty(), words.strip());
  }

  /** The same, where the group is to be tried again anyway. */
  TaskEnd withoutRetry() {
    return new TaskEnd(Signal.RETRIED, exitCode, Optional.empty(), words);
  }

  /** For which reason it might be tried again; empty when all is well. */
  private static Optional<Reason> reason(Ended ended, TaskSpec task) {
    return switch (ended.cause()) {
      case LOST, NOT_STARTED, IMAGE_PULL_FAILED -> Optional.of(Reason.INFRASTRUCTURE);
      case START_FAILED, OUTPUT_FAILED, OUT_OF_MEMORY, STOPPED -> Optional.of(Reason.FAILURE);
      case EXITED ->
          switch (action(ended, task)) {
            case COMPLETE -> ended.stored() ? Optional.empty() : Optional.of(Reason.FAILURE);
            case FAIL -> Optional.of(Reason.FAILURE);
            case RESCHEDULE -> Optional.of(Reason.ASKED);
          };
    };
  }

  /** What its author wants done after a command that ended by itself. */
  private static Action action(Ended ended, TaskSpec task) {
    Action byDefault = ended.exitCode() == 0 ? Action.COMPLETE : Action.FAIL;
    return task.exitActions().actionFor(ended.exitCode()).orElse(byDefault);
  }

  /** Its own, unless all that is wrong with it is that its output is not stored. */
  private static int exitCode(Ended ended, TaskSpec task) {
    boolean wasWell = ended.cause() == Cause.EXITED && action(ended, task) == Action.COMPLETE;
    return wasWell ? ExitCodes.UPLOAD_FAILED : ended.exitCode();
  }

  /** What it is when it is not tried again. */
  private static Signal failure(Ended ended) {
    return switch (ended.cause()) {
      case LOST -> Signal.LOST;
      case NOT_STARTED, START_FAILED -> Signal.START_FAILED;
      case IMAGE_PULL_FAILED -> Signal.IMAGE_PULL_FAILED;
      case OUT_OF_MEMORY -> Signal.EVICTED;
      case OUTPUT_FAILED, STOPPED, EXITED -> Signal.FAILED;
    };
  }

  private static String words(Ended ended) {
    if (!ended.message().isEmpty()) {
      return ended.message();
    }
    return switch (ended.cause()) {
      case EXITED -> "Its command ended with exit code " + ended.exitCode() + ".";
      case LOST -> "The pool lost it.";
      case NOT_STARTED -> "The pool could not start it.";
      case IMAGE_PULL_FAILED -> "Its image could not be pulled.";
      case STOPPED, START_FAILED, OUTPUT_FAILED, OUT_OF_MEMORY -> "";
    };
  }

  private static String in(Duration wait) {
    long seconds = wait.plusMillis(500).toSeconds();
    return wait.isZero() ? "at once" : "in " + Math.max(1, seconds) + " s";
  }
}
