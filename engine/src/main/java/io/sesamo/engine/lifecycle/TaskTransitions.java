package io.sesamo.engine.lifecycle;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The table of a task's life: for each status and signal the next status. A pair that is not in the
 * table is refused: the signal came late, twice, or out of order, and changes nothing. Groups and
 * workflows have no table of their own; their status is computed from their tasks' ({@link
 * Aggregation}).
 *
 * <pre>
 * WAITING ──READY──► SCHEDULING ──PLACED──► INITIALIZING ──STARTED──► RUNNING ──SUCCEEDED──► COMPLETED
 *    │                   │                       │                       │
 *    └───────────────────┴───────── failures ────┴───────────────────────┴──► FAILED… / RESCHEDULED
 * </pre>
 */
public final class TaskTransitions {

  private static final Map<TaskStatus, Map<Signal, TaskStatus>> TABLE = table();

  private TaskTransitions() {}

  /** The status that follows; empty when the signal is refused in this status. */
  public static Optional<TaskStatus> next(TaskStatus status, Signal signal) {
    return Optional.ofNullable(TABLE.getOrDefault(status, Map.of()).get(signal));
  }

  private static Map<TaskStatus, Map<Signal, TaskStatus>> table() {
    Map<TaskStatus, Map<Signal, TaskStatus>> table = new EnumMap<>(TaskStatus.class);
    table.put(
        TaskStatus.WAITING,
        Map.of(
            Signal.READY, TaskStatus.SCHEDULING,
            Signal.UPSTREAM_FAILED, TaskStatus.FAILED_UPSTREAM,
            Signal.CANCELED, TaskStatus.FAILED_CANCELED));
    table.put(
        TaskStatus.SCHEDULING,
        Map.of(
            Signal.PLACED, TaskStatus.INITIALIZING,
            Signal.UNPLACEABLE, TaskStatus.FAILED_BACKEND_ERROR,
            Signal.QUEUE_TIMED_OUT, TaskStatus.FAILED_QUEUE_TIMEOUT,
            Signal.CANCELED, TaskStatus.FAILED_CANCELED));
    table.put(
        TaskStatus.INITIALIZING,
        Map.of(
            Signal.STARTED, TaskStatus.RUNNING,
            Signal.SUCCEEDED, TaskStatus.COMPLETED,
            Signal.FAILED, TaskStatus.FAILED,
            Signal.RETRIED, TaskStatus.RESCHEDULED,
            Signal.START_FAILED, TaskStatus.FAILED_START_ERROR,
            Signal.EVICTED, TaskStatus.FAILED_EVICTED,
            Signal.LOST, TaskStatus.FAILED_BACKEND_ERROR,
            Signal.EXEC_TIMED_OUT, TaskStatus.FAILED_EXEC_TIMEOUT,
            Signal.CANCELED, TaskStatus.FAILED_CANCELED));
    table.put(
        TaskStatus.RUNNING,
        Map.of(
            Signal.SUCCEEDED, TaskStatus.COMPLETED,
            Signal.FAILED, TaskStatus.FAILED,
            Signal.RETRIED, TaskStatus.RESCHEDULED,
            Signal.EVICTED, TaskStatus.FAILED_EVICTED,
            Signal.LOST, TaskStatus.FAILED_BACKEND_ERROR,
            Signal.EXEC_TIMED_OUT, TaskStatus.FAILED_EXEC_TIMEOUT,
            Signal.CANCELED, TaskStatus.FAILED_CANCELED));
    return table;
  }
}
