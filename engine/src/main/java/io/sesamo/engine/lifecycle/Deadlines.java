package io.sesamo.engine.lifecycle;

import io.sesamo.model.spec.WorkflowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When time itself changes something: timeouts of groups, and waits before their next try. */
public final class Deadlines {

  /** Longest that a group may run or wait where its spec does not say: OSMO's 60 days. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofDays(60);

  private Deadlines() {}

  /**
   * When this group runs out of time, or may be tried again: {@link Event.TimePassed} is due for
   * its workflow then.
   */
  public static Optional<Instant> of(WorkflowSpec spec, GroupState group) {
    return switch (group.status()) {
      case SCHEDULING -> group.schedulingTime().map(at -> at.plus(queueTimeout(spec)));
      case INITIALIZING, RUNNING ->
          group.current().stream().anyMatch(Deadlines::runsUnasked)
              ? ofRunning(spec, group)
              : Optional.empty();
      case WAITING -> group.notBefore();
      case COMPLETED,
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

  /** When a group has run as long as it may; empty: it has not begun. */
  static Optional<Instant> ofRunning(WorkflowSpec spec, GroupState group) {
    return group.startTime().map(at -> at.plus(execTimeout(spec)));
  }

  /** Where all that still runs has been asked to end, asking again would change nothing. */
  static boolean runsUnasked(TaskState task) {
    return task.launched() && task.ending().isEmpty();
  }

  /** Longest that each group may run, from its first task's start; at most 60 days. */
  public static Duration execTimeout(WorkflowSpec spec) {
    return atMostDefault(spec.timeouts().exec());
  }

  /** Longest that each attempt of a group may stay in the queue; at most 60 days. */
  public static Duration queueTimeout(WorkflowSpec spec) {
    return atMostDefault(spec.timeouts().queue());
  }

  private static Duration atMostDefault(Optional<Duration> asked) {
    return asked
        .filter(timeout -> timeout.isPositive() && timeout.compareTo(DEFAULT_TIMEOUT) < 0)
        .orElse(DEFAULT_TIMEOUT);
  }
}
