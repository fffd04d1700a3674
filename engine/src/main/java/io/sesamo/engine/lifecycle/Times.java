package io.sesamo.engine.lifecycle;

import java.time.Instant;
import java.util.Optional;

/**
 * When one attempt of a task reached each stage; each is written once.
 *
 * @param scheduling it entered the queue
 * @param initializing it was placed
 * @param start its command started
 * @param storing its command had ended and its output began to be stored
 * @param end its output was stored and its processes were gone
 */
public record Times(
    Optional<Instant> scheduling,
    Optional<Instant> initializing,
    Optional<Instant> start,
    Optional<Instant> storing,
    Optional<Instant> end) {

  public static final Times NONE =
      new Times(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  Times entering(TaskStatus status, Instant at) {
    Optional<Instant> now = Optional.of(at);
    return new Times(
        status == TaskStatus.SCHEDULING ? now : scheduling,
        status == TaskStatus.INITIALIZING ? now : initializing,
        status == TaskStatus.RUNNING ? now : start,
        storing,
        status.finished() ? now : end);
  }

  Times storingAt(Instant at) {
    return new Times(scheduling, initializing, start, storing.or(() -> Optional.of(at)), end);
  }
}
