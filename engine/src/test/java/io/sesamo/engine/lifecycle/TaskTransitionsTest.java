package io.sesamo.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTransitionsTest {

  /** Every allowed transition; every other pair of status and signal must be refused. */
  private static final String ALLOWED =
      """
      WAITING READY SCHEDULING
      WAITING UPSTREAM_FAILED FAILED_UPSTREAM
      WAITING CANCELED FAILED_CANCELED
      SCHEDULING PLACED INITIALIZING
      SCHEDULING UNPLACEABLE FAILED_BACKEND_ERROR
      SCHEDULING CANCELED FAILED_CANCELED
      SCHEDULING QUEUE_TIMED_OUT FAILED_QUEUE_TIMEOUT
      INITIALIZING STARTED RUNNING
      INITIALIZING SUCCEEDED COMPLETED
      INITIALIZING FAILED FAILED
      INITIALIZING RETRIED RESCHEDULED
      INITIALIZING CANCELED FAILED_CANCELED
      INITIALIZING EXEC_TIMED_OUT FAILED_EXEC_TIMEOUT
      INITIALIZING START_FAILED FAILED_START_ERROR
      INITIALIZING EVICTED FAILED_EVICTED
      INITIALIZING LOST FAILED_BACKEND_ERROR
      RUNNING SUCCEEDED COMPLETED
      RUNNING FAILED FAILED
      RUNNING RETRIED RESCHEDULED
      RUNNING CANCELED FAILED_CANCELED
      RUNNING EXEC_TIMED_OUT FAILED_EXEC_TIMEOUT
      RUNNING EVICTED FAILED_EVICTED
      RUNNING LOST FAILED_BACKEND_ERROR
      """;

  @Test
  void everyPairIsAnAllowedTransitionOrRefused() {
    List<String> found = new ArrayList<>();
    for (TaskStatus status : TaskStatus.values()) {
      for (Signal signal : Signal.values()) {
        TaskTransitions.next(status, signal)
            .ifPresent(next -> found.add(status + " " + signal + " " + next));
      }
    }

    assertThat(found).containsExactlyElementsOf(ALLOWED.lines().toList());
  }

  @Test
  void whatIsFinishedNeverChanges() {
    for (TaskStatus status : TaskStatus.values()) {
      for (Signal signal : Signal.values()) {
        if (status.finished()) {
          assertThat(TaskTransitions.next(status, signal)).isEmpty();
        }
      }
    }
  }

  @Test
  void everyStatusCanBeReached() {
    for (TaskStatus status : TaskStatus.values()) {
      boolean ofOtherBackends =
          switch (status) {
            case FAILED_SERVER_ERROR, FAILED_IMAGE_PULL, FAILED_START_TIMEOUT, FAILED_PREEMPTED ->
                true;
            case WAITING,
                SCHEDULING,
                INITIALIZING,
                RUNNING,
                COMPLETED,
                RESCHEDULED,
                FAILED,
                FAILED_EXEC_TIMEOUT,
                FAILED_QUEUE_TIMEOUT,
                FAILED_CANCELED,
                FAILED_BACKEND_ERROR,
                FAILED_EVICTED,
                FAILED_START_ERROR,
                FAILED_UPSTREAM ->
                false;
          };
      boolean reached =
          status == TaskStatus.WAITING || ALLOWED.lines().anyMatch(l -> l.endsWith(" " + status));
      assertThat(reached).as(status.name()).isEqualTo(!ofOtherBackends);
    }
  }
}
