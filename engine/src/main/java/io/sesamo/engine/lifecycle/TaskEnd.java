package io.sesamo.engine.lifecycle;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.lifecycle.Event.Ended;
import io.sesamo.model.spec.ExitActions.Action;
import io.sesamo.model.spec.TaskSpec;

/** What the end of a task means: by its cause, its exit code and its author's exit actions. */
final class TaskEnd {

  private TaskEnd() {}

  /** What the end of a task that nobody asked for means. */
  static Signal signal(Ended ended, TaskSpec task, int attempt) {
    return switch (ended.cause()) {
      case START_FAILED -> Signal.START_FAILED;
      case OUTPUT_FAILED -> Signal.FAILED;
      case OUT_OF_MEMORY -> Signal.EVICTED;
      case LOST -> attempt < Lifecycle.MAX_RECOVERIES ? Signal.RETRIED : Signal.LOST;
      case STOPPED -> Signal.FAILED;
      case EXITED -> {
        Action byDefault = ended.exitCode() == 0 ? Action.COMPLETE : Action.FAIL;
        yield switch (task.exitActions().actionFor(ended.exitCode()).orElse(byDefault)) {
          case COMPLETE -> Signal.SUCCEEDED;
          case FAIL -> Signal.FAILED;
          case RESCHEDULE -> attempt < Lifecycle.MAX_RESCHEDULES ? Signal.RETRIED : Signal.FAILED;
        };
      }
    };
  }

  static String words(Ended ended, Signal signal) {
    if (!ended.message().isEmpty()) {
      return ended.message();
    }
    if (signal == Signal.EXEC_TIMED_OUT) {
      return "It ran longer than its exec_timeout.";
    }
    if (signal == Signal.SUCCEEDED || ended.cause() != Cause.EXITED) {
      return "";
    }
    return "Its command ended with exit code " + ended.exitCode() + ".";
  }
}
