package io.sesamo.engine.lifecycle;

import static io.sesamo.engine.lifecycle.Answer.refused;
import static io.sesamo.engine.lifecycle.Answer.taken;

/**
 * The table of a task's life: for each status and signal the next status, or why there is none. No
 * pair is left open: a new status or signal does not compile before each of its pairs is decided.
 * {@code docs/lifecycle.md} is drawn from it.
 */
public final class TaskTransitions {

  private TaskTransitions() {}

  /** What the signal does to an attempt in this status. */
  public static Answer<TaskStatus> of(TaskStatus status, Signal signal) {
    return switch (status) {
      case WAITING -> waiting(signal);
      case SCHEDULING -> scheduling(signal);
      case INITIALIZING -> initializing(signal);
      case RUNNING -> running(signal);
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
          refused(Refusal.ALREADY_FINISHED);
    };
  }

  private static Answer<TaskStatus> waiting(Signal signal) {
    return switch (signal) {
      case READY -> taken(TaskStatus.SCHEDULING);
      case UPSTREAM_FAILED -> taken(TaskStatus.FAILED_UPSTREAM);
      case CANCELED -> taken(TaskStatus.FAILED_CANCELED);
      case PLACED, UNPLACEABLE, QUEUE_TIMED_OUT -> refused(Refusal.NOT_READY);
      case PREPARING,
          STARTED,
          STORING,
          SUCCEEDED,
          FAILED,
          RETRIED,
          EXEC_TIMED_OUT,
          START_FAILED,
          IMAGE_PULL_FAILED,
          EVICTED,
          LOST ->
          refused(Refusal.NOT_LAUNCHED);
    };
  }

  private static Answer<TaskStatus> scheduling(Signal signal) {
    return switch (signal) {
      case PLACED -> taken(TaskStatus.INITIALIZING);
      case UNPLACEABLE -> taken(TaskStatus.FAILED_BACKEND_ERROR);
      case QUEUE_TIMED_OUT -> taken(TaskStatus.FAILED_QUEUE_TIMEOUT);
      case CANCELED -> taken(TaskStatus.FAILED_CANCELED);
      case READY -> refused(Refusal.TWICE);
      case UPSTREAM_FAILED -> refused(Refusal.INPUTS_ARE_THERE);
      case PREPARING,
          STARTED,
          STORING,
          SUCCEEDED,
          FAILED,
          RETRIED,
          EXEC_TIMED_OUT,
          START_FAILED,
          IMAGE_PULL_FAILED,
          EVICTED,
          LOST ->
          refused(Refusal.NOT_LAUNCHED);
    };
  }

  private static Answer<TaskStatus> initializing(Signal signal) {
    return switch (signal) {
      case PREPARING, STORING -> taken(TaskStatus.INITIALIZING);
      case STARTED -> taken(TaskStatus.RUNNING);
      case START_FAILED -> taken(TaskStatus.FAILED_START_ERROR);
      // A backend that was away may tell the end without the start.
      case SUCCEEDED -> taken(TaskStatus.COMPLETED);
      case FAILED -> taken(TaskStatus.FAILED);
      case RETRIED -> taken(TaskStatus.RESCHEDULED);
      case CANCELED -> taken(TaskStatus.FAILED_CANCELED);
      case EXEC_TIMED_OUT -> taken(TaskStatus.FAILED_EXEC_TIMEOUT);
      case IMAGE_PULL_FAILED -> taken(TaskStatus.FAILED_IMAGE_PULL);
      case EVICTED -> taken(TaskStatus.FAILED_EVICTED);
      case LOST -> taken(TaskStatus.FAILED_BACKEND_ERROR);
      case READY, PLACED -> refused(Refusal.TWICE);
      case UPSTREAM_FAILED -> refused(Refusal.INPUTS_ARE_THERE);
      case UNPLACEABLE, QUEUE_TIMED_OUT -> refused(Refusal.ALREADY_PLACED);
    };
  }

  private static Answer<TaskStatus> running(Signal signal) {
    return switch (signal) {
      case SUCCEEDED -> taken(TaskStatus.COMPLETED);
      case FAILED -> taken(TaskStatus.FAILED);
      case RETRIED -> taken(TaskStatus.RESCHEDULED);
      case CANCELED -> taken(TaskStatus.FAILED_CANCELED);
      case EXEC_TIMED_OUT -> taken(TaskStatus.FAILED_EXEC_TIMEOUT);
      case IMAGE_PULL_FAILED -> taken(TaskStatus.FAILED_IMAGE_PULL);
      case EVICTED -> taken(TaskStatus.FAILED_EVICTED);
      case LOST -> taken(TaskStatus.FAILED_BACKEND_ERROR);
      case STORING -> taken(TaskStatus.RUNNING);
      // An end is the last that is heard of a task: whatever it says, it is taken.
      case START_FAILED -> taken(TaskStatus.FAILED_START_ERROR);
      case PREPARING -> refused(Refusal.ALREADY_RUNNING);
      case READY, PLACED, STARTED -> refused(Refusal.TWICE);
      case UPSTREAM_FAILED -> refused(Refusal.INPUTS_ARE_THERE);
      case UNPLACEABLE, QUEUE_TIMED_OUT -> refused(Refusal.ALREADY_PLACED);
    };
  }
}
