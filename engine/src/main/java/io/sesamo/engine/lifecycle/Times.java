package io.sesamo.engine.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

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
        status.finished() ? Optional.of(notBefore(at, start, storing)) : end);
  }

  /**
   * How long nobody saw that the command had ended, which is no time of the task's.
   *
   * @param until when it ended
   * @param over when the task was said to be over
   */
  Duration unseen(Instant until, Instant over) {
    Instant seen = storing.orElse(over);
    Instant ended = notBefore(until, initializing, start);
    return ended.isBefore(seen) ? Duration.between(ended, seen) : Duration.ZERO;
  }

  /** Its output would have been stored so much earlier had somebody seen the command's end. */
  Times storingSooner(Duration unseen) {
    return new Times(scheduling, initializing, start, storing.map(at -> at.minus(unseen)), end);
  }

  Times storingAt(Instant at) {
    return new Times(scheduling, initializing, start, storing.or(() -> Optional.of(at)), end);
  }

  /** What is told late may come with an earlier time than what was told before. */
  private static Instant notBefore(Instant at, Optional<Instant> one, Optional<Instant> other) {
    return Stream.of(Optional.of(at), one, other)
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .orElse(at);
  }
}
