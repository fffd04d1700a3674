package io.sesamo.engine;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendException;
import io.sesamo.engine.backend.BackendListener;
import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.credentials.Vault;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.Effect;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.store.EffectRow;
import io.sesamo.engine.store.WorkflowRow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Hands committed effects to the backends, each at least once: an effect is reported as delivered
 * only after the backend took it, and is delivered again after a crash in between. The effects of
 * one launch are delivered in order; those of several at once, since a backend waits for its disk
 * or its network before it has taken a launch.
 */
final class Dispatcher implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

  /** Launches that are handed over at once: enough to keep a disk busy. */
  private static final int AT_ONCE = 16;

  /** Before a stop that failed is tried again: at first, doubled each time, and at most. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** For what a backend is taking when the engine closes. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<Backend> backends;
  private final BiFunction<String, String, Optional<ManifestId>> earlier;
  private final Vault vault;
  private final InstantSource clock;
  private final BlockingQueue<Delivery> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final ExecutorService carriers = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(AT_ONCE);

  private final CountDownLatch closing = new CountDownLatch(1);

  Dispatcher(
      List<Backend> backends,
      BiFunction<String, String, Optional<ManifestId>> earlier,
      Vault vault,
      InstantSource clock) {
    this.backends = backends;
    this.earlier = earlier;
    this.vault = vault;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("dispatcher").unstarted(this::run);
  }

  /**
   * An effect and what is needed to carry it out.
   *
   * @param row the workflow right after the step that asked for the effect; empty when it has
   *     finished
   * @param fleet in which it was placed
   */
  record Delivery(
      EffectRow effect,
      Optional<WorkflowRow> row,
      Fleet fleet,
      BackendListener listener,
      LongConsumer delivered) {}

  void start() {
    thread.start();
  }

  void deliver(Delivery delivery) {
    queue.add(delivery);
  }

  private void run() {
    // By launch: the delivery that the next one has to wait for.
    Map<String, CompletableFuture<Boolean>> latest = new HashMap<>();
    CompletableFuture<Boolean> none = CompletableFuture.completedFuture(true);
    try {
      while (!isClosed()) {
        Delivery delivery = queue.take();
        latest.values().removeIf(CompletableFuture::isDone);
        String launchId = delivery.effect().launchId();
        // Whatever became of the one before: the launch must be stopped and forgotten all the same.
        latest.put(
            launchId,
            latest
                .getOrDefault(launchId, none)
                .handleAsync((done, failure) -> handOver(delivery), carriers));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosed() {
    return closing.getCount() == 0;
  }

  /** Returns whether it was handed over, which may take several tries. */
  private boolean handOver(Delivery delivery) {
    List<Backend> left = backends;
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        left = tryOnce(delivery, left);
        if (isClosed()) {
          return false; // not noted, so it is handed over again
        }
        if (left.isEmpty()) {
          delivery.delivered().accept(delivery.effect().sequence());
          return true;
        }
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return false;
        }
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Keeps its place no longer than that: what fails for long must not hold up what does not. */
  private List<Backend> tryOnce(Delivery delivery, List<Backend> left) {
    places.acquireUninterruptibly();
    try {
      return isClosed() ? left : carryOut(delivery, left);
    } finally {
      places.release();
    }
  }

  /** Returns the backends that are to be asked again. */
  private List<Backend> carryOut(Delivery delivery, List<Backend> left) {
    String launchId = delivery.effect().launchId();
    return switch (delivery.effect().effect()) {
      case Effect.Start start -> startOrReport(delivery, start) ? List.of() : left;
      case Effect.Stop stop -> ask(delivery, left, one -> one.stop(launchId, stop.grace()));
      case Effect.Forget forget -> ask(delivery, left, one -> one.forget(launchId));
    };
  }

  /** Asks each of them, whatever another says; returns those that failed. */
  private static List<Backend> ask(
      Delivery delivery, List<Backend> backends, Consumer<Backend> what) {
    List<Backend> failed = new ArrayList<>();
    for (Backend backend : backends) {
      try {
        what.accept(backend);
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "A backend failed on " + delivery.effect() + "; trying again", e);
        failed.add(backend);
      }
    }
    return failed;
  }

  /** Returns false when the database must tell first what the launch needs. */
  private boolean startOrReport(Delivery delivery, Effect.Start start) {
    String launchId = delivery.effect().launchId();
    try {
      start(delivery, start);
    } catch (JdbiException unreadable) { // no fault of the task's, which may be tried so often
      LOG.log(
          Level.ERROR, "The database did not tell what a launch needs; trying again", unreadable);
      return false;
    } catch (EngineException credentialIsGone) { // no later try would find it
      reportFailedStart(delivery, Cause.START_FAILED, credentialIsGone.getMessage());
      stopWhatStarted(launchId);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "A backend failed on " + delivery.effect(), e);
      String words = "The pool could not start it; the server's log says why.";
      reportFailedStart(
          delivery, Cause.NOT_STARTED, e instanceof BackendException ? e.getMessage() : words);
      stopWhatStarted(launchId);
    }
    return true;
  }

  private void start(Delivery delivery, Effect.Start start) {
    if (delivery.row().isEmpty()) {
      return;
    }
    WorkflowRow row = delivery.row().get();
    if (isOver(row, start.group(), delivery.effect().launchId())) {
      return; // delivered before a crash that lost the note of it, and run to its end since
    }
    Place place =
        row.state()
            .group(start.group())
            .flatMap(GroupState::place)
            .orElseThrow(() -> new BackendException("Nobody knows where it was placed."));
    Launch launch =
        Launches.launch(
            row, row.spec().group(start.group()).orElseThrow(), place, delivery.fleet(), earlier);
    Backend backend =
        backends.stream()
            .filter(one -> has(one, place.pool()))
            .findFirst()
            .orElseThrow(() -> new BackendException("Pool " + place.pool() + " is gone."));
    backend.start(launch, vault.secrets(row.submittedBy(), launch));
  }

  private static boolean has(Backend backend, String pool) {
    return backend.pools().stream().anyMatch(found -> found.name().equals(pool));
  }

  private static boolean isOver(WorkflowRow row, String group, String launchId) {
    return row.state()
        .group(group)
        .filter(state ->
            EffectRow.launchId(row.id(), group, state.attempt()).equals(launchId)
                && state.current().stream().anyMatch(TaskState::launched))
        .isEmpty();
  }

  private void reportFailedStart(Delivery delivery, Cause cause, @Nullable String words) {
    delivery
        .row()
        .ifPresent(row ->
            row.spec()
                .group(delivery.effect().effect().group())
                .orElseThrow()
                .tasks()
                .forEach(task ->
                    delivery
                        .listener()
                        .on(
                            new BackendEvent.Ended(
                                delivery.effect().launchId(),
                                task.name(),
                                clock.instant(),
                                cause,
                                ExitCodes.START_ERROR,
                                Optional.empty(),
                                String.valueOf(words)))));
  }

  /** A start that failed halfway: the next attempt must not find its processes. */
  private void stopWhatStarted(String launchId) {
    for (Backend backend : backends) {
      try {
        backend.stop(launchId, Duration.ZERO);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "A launch that did not start cannot be stopped: " + launchId, e);
      }
    }
  }

  /**
   * When this returns, nothing is handed to the backends any more. What a backend is taking just
   * now gets some time, and is then interrupted: it was not noted as delivered, so it is handed
   * over again.
   */
  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    carriers.shutdown();
    try {
      thread.join();
      if (!carriers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        carriers.shutdownNow();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    carriers.close();
  }
}
