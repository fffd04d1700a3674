package io.sesamo.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.BackendEvent;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.BackendListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Remembers what a backend told, and waits for it. */
final class Recorder implements BackendListener {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<BackendEvent> events = new ArrayList<>();

  @Override
  public synchronized void on(BackendEvent event) {
    events.add(event);
    notifyAll();
  }

  synchronized List<BackendEvent> events() {
    return List.copyOf(events);
  }

  /** The first event of that kind that fits. */
  synchronized <T extends BackendEvent> T await(Class<T> kind, Predicate<T> fits)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      Optional<T> found =
          events.stream().filter(kind::isInstance).map(kind::cast).filter(fits).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      long left = Duration.between(Instant.now(), deadline).toMillis();
      assertThat(left)
          .as("time left for a %s; heard so far: %s", kind.getSimpleName(), events)
          .isPositive();
      wait(left);
    }
  }

  Ended awaitEnded(String task) throws InterruptedException {
    return await(Ended.class, event -> event.task().equals(task));
  }

  Ended awaitEnded(String task, String launchId) throws InterruptedException {
    return await(
        Ended.class, event -> event.task().equals(task) && event.launchId().equals(launchId));
  }

  /** Waits for something that no event tells. */
  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("time left until %s", what).isBefore(deadline);
      Thread.sleep(5);
    }
  }
}
