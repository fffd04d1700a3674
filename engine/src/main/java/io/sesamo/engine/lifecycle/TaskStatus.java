package io.sesamo.engine.lifecycle;

/** Where a task, or a group of tasks, stands; the names are NVIDIA OSMO's. */
public enum TaskStatus {
  /** Groups that it takes inputs from have not completed, or its next try is not due. */
  WAITING,
  /** Ready, and in the queue for a place. */
  SCHEDULING,
  /** Placed; inputs, files and runtime are being made ready. */
  INITIALIZING,
  RUNNING,
  COMPLETED,
  /** This attempt ended and another follows. */
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
  FAILED_UPSTREAM;

  /** Final for a task's attempt; a group is never {@link #RESCHEDULED}. */
  public boolean finished() {
    return this != WAITING && this != SCHEDULING && this != INITIALIZING && this != RUNNING;
  }

  public boolean failed() {
    return finished() && this != COMPLETED && this != RESCHEDULED;
  }
}
