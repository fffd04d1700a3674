package io.sesamo.engine.lifecycle;

/** Where a workflow stands; the names are NVIDIA OSMO's, which its client shows. */
public enum WorkflowStatus {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  FAILED_SUBMISSION,
  FAILED_SERVER_ERROR,
  FAILED_EXEC_TIMEOUT,
  FAILED_QUEUE_TIMEOUT,
  FAILED_CANCELED,
  FAILED_BACKEND_ERROR,
  FAILED_IMAGE_PULL,
  FAILED_EVICTED,
  FAILED_START_ERROR,
  FAILED_START_TIMEOUT,
  FAILED_PREEMPTED;

  public boolean failed() {
    return finished() && this != COMPLETED;
  }

  public boolean finished() {
    return this != PENDING && this != RUNNING;
  }
}
