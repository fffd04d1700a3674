package io.sesamo.engine;

import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.store.WorkflowRow;
import java.util.concurrent.CompletableFuture;

/** Something for the next round of the conductor. */
sealed interface Input {

  /** What it led to is committed. */
  default void complete() {}

  /** It will not be done. */
  default void refuse(EngineException why) {}

  /** What it is about, for the log: no words of users. */
  default String words() {
    return switch (this) {
      case Admit admit -> "new " + admit.row().id();
      case Happened happened -> happened.workflow() + " " + happened.event().kind().word();
      case Task task -> "task";
      case Delivered delivered -> "delivered " + delivered.effect();
      case Look look -> "look";
    };
  }

  /** An input that somebody waits for. */
  sealed interface Awaited extends Input {
    CompletableFuture<Void> done();

    @Override
    default void complete() {
      done().complete(null);
    }

    @Override
    default void refuse(EngineException why) {
      done().completeExceptionally(why);
    }
  }

  /** A new workflow. */
  record Admit(WorkflowRow row, CompletableFuture<Void> done) implements Awaited {}

  /** An event of a workflow. */
  record Happened(String workflow, Event event, CompletableFuture<Void> done) implements Awaited {}

  /** Something to be done between two steps. */
  record Task(Runnable what, CompletableFuture<Void> done) implements Awaited {}

  /** An effect has reached its backend. */
  record Delivered(long effect) implements Input {}

  /** Something outside has changed that is to be looked at. */
  record Look() implements Input {}
}
