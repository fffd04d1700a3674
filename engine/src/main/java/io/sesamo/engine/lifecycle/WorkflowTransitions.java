package io.sesamo.engine.lifecycle;

import static io.sesamo.engine.lifecycle.Answer.refused;
import static io.sesamo.engine.lifecycle.Answer.taken;

/**
 * What events do to a workflow, for each of its statuses, or why they do nothing. No pair is left
 * open. {@code docs/lifecycle.md} is drawn from it.
 */
public final class WorkflowTransitions {

  private WorkflowTransitions() {}

  /** What a workflow in this status does. */
  public static Answer<WorkflowAction> of(WorkflowStatus status, Event event) {
    return switch (status) {
      case PENDING, RUNNING -> taken(action(event));
      case COMPLETED,
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
          FAILED_PREEMPTED ->
          refused(Refusal.ALREADY_FINISHED);
    };
  }

  private static WorkflowAction action(Event event) {
    return switch (event) {
      case Event.Submitted submitted -> WorkflowAction.BEGIN;
      case Event.Placed placed -> WorkflowAction.TELL_GROUP;
      case Event.Queued queued -> WorkflowAction.TELL_GROUP;
      case Event.Unplaceable unplaceable -> WorkflowAction.TELL_GROUP;
      case Event.Forbidden forbidden -> WorkflowAction.TELL_GROUP;
      case Event.Moved moved -> WorkflowAction.TELL_GROUP;
      case Event.Preparing preparing -> WorkflowAction.TELL_GROUP;
      case Event.Started started -> WorkflowAction.TELL_GROUP;
      case Event.Storing storing -> WorkflowAction.TELL_GROUP;
      case Event.Ended ended -> WorkflowAction.TELL_GROUP;
      case Event.CancelRequested cancel -> WorkflowAction.CANCEL;
      case Event.TimePassed time -> WorkflowAction.LOOK_AT_CLOCK;
    };
  }
}
