package io.sesamo.engine.lifecycle;

import static io.sesamo.engine.lifecycle.Answer.refused;
import static io.sesamo.engine.lifecycle.Answer.taken;

/**
 * What events do to a group, for each of its statuses, or why they do nothing. No pair is left
 * open. {@code docs/lifecycle.md} is drawn from it.
 */
public final class GroupTransitions {

  private GroupTransitions() {}

  /** What a group in this status does. */
  public static Answer<GroupAction> of(TaskStatus status, GroupSignal signal) {
    return switch (status) {
      case WAITING -> waiting(signal);
      case SCHEDULING -> scheduling(signal);
      case INITIALIZING, RUNNING -> launched(signal);
      case RESCHEDULED -> refused(Refusal.NEVER_SO);
      case COMPLETED,
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
          refused(Refusal.ALREADY_FINISHED);
    };
  }

  private static Answer<GroupAction> waiting(GroupSignal signal) {
    return switch (signal) {
      case UPSTREAM_COMPLETED, BACKOFF_OVER -> taken(GroupAction.QUEUE);
      case UPSTREAM_FAILED, CANCELED -> taken(GroupAction.FAIL_WAITING);
      case PLACED, QUEUED, UNPLACEABLE, QUEUE_TIMED_OUT -> refused(Refusal.NOT_READY);
      case FORBIDDEN, MOVED, TOLD, EXEC_TIMED_OUT, RETRY_ASKED -> refused(Refusal.NOT_LAUNCHED);
    };
  }

  private static Answer<GroupAction> scheduling(GroupSignal signal) {
    return switch (signal) {
      case PLACED -> taken(GroupAction.LAUNCH);
      case QUEUED -> taken(GroupAction.EXPLAIN);
      case UNPLACEABLE, QUEUE_TIMED_OUT, CANCELED -> taken(GroupAction.FAIL_WAITING);
      case UPSTREAM_COMPLETED, BACKOFF_OVER -> refused(Refusal.TWICE);
      case UPSTREAM_FAILED -> refused(Refusal.INPUTS_ARE_THERE);
      case FORBIDDEN, MOVED, TOLD, EXEC_TIMED_OUT, RETRY_ASKED -> refused(Refusal.NOT_LAUNCHED);
    };
  }

  private static Answer<GroupAction> launched(GroupSignal signal) {
    return switch (signal) {
      case TOLD -> taken(GroupAction.TELL_TASK);
      case FORBIDDEN -> taken(GroupAction.EXPLAIN);
      case MOVED -> taken(GroupAction.MOVE);
      case CANCELED, EXEC_TIMED_OUT -> taken(GroupAction.STOP);
      case RETRY_ASKED -> taken(GroupAction.TRY_AGAIN);
      case UPSTREAM_COMPLETED, BACKOFF_OVER, PLACED -> refused(Refusal.TWICE);
      case UPSTREAM_FAILED -> refused(Refusal.INPUTS_ARE_THERE);
      case QUEUED, UNPLACEABLE, QUEUE_TIMED_OUT -> refused(Refusal.ALREADY_PLACED);
    };
  }
}
