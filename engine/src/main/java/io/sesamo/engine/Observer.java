package io.sesamo.engine;

import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.RetryPolicy.Reason;
import io.sesamo.engine.lifecycle.TaskStatus;
import java.time.Duration;

/**
 * Is told what the engine does, to count and time it. All is told on the thread that decides, once
 * it is committed and has been acted on; so an observer returns at once. What it throws is logged
 * and does no harm. Each method does nothing unless it is overridden.
 */
public interface Observer {

  /** Looks away. */
  Observer NONE = new Observer() {};

  /** The store took a step, in that time. */
  default void committed(Duration took) {}

  /** The store did not take a step; the same step is tried again. Told at once. */
  default void notCommitted() {}

  /** An event changed the state of a workflow. */
  default void happened(Event event) {}

  /**
   * A group got a place.
   *
   * @param waited since it entered the queue
   */
  default void placed(String pool, Duration waited) {}

  /**
   * A task's command started.
   *
   * @param took since its group got its place
   */
  default void started(String pool, Duration took) {}

  /**
   * An attempt of a task is over.
   *
   * @param status one that is {@link TaskStatus#finished}
   */
  default void ended(String pool, TaskStatus status) {}

  /** A group is tried again. */
  default void retried(String pool, Reason reason) {}
}
