package io.sesamo.engine;

import io.sesamo.engine.Standings.Standing;
import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.law.LawOffice;
import io.sesamo.engine.lifecycle.Effect;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.store.AuditEntry;
import io.sesamo.engine.store.Change;
import io.sesamo.engine.store.EffectRow;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.placement.Placer;
import io.sesamo.placement.PoolState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides, on one thread. Each round takes everything that has happened, works out one {@link
 * Step}, commits it in one transaction, and only then makes it known: to those who wait, to the
 * dispatcher, to those who follow. What could not be committed did not happen, and is tried again.
 */
final class Conductor implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Conductor.class.getName());

  /** Longest wait between two looks at the clock. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** Workflow, group and attempt, of which no name holds a dot. */
  private static final Pattern LAUNCH_ID = Pattern.compile("([^.]+)\\.([^.]+)\\.([0-9]{1,9})");

  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  private final Store store;
  private final List<Backend> backends;
  private final Placer placer;
  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private final Changes changes;
  private final Observer observer;
  private final LawOffice office;
  private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();

  /** Launches whose order may not have reached the backend before the last crash. */
  private final Set<String> unordered = ConcurrentHashMap.newKeySet();

  /** Used by the conductor's thread alone. */
  private final Standings standings = new Standings();

  /** The unfinished workflows as committed, in order of submission; replaced, never changed. */
  private volatile Map<String, WorkflowRow> rows = Map.of();

  private final Thread thread = Thread.ofPlatform().name("conductor").unstarted(this::run);
  private volatile boolean closed;

  Conductor(
      Store store,
      List<Backend> backends,
      Placer placer,
      InstantSource clock,
      Dispatcher dispatcher,
      Changes changes,
      Observer observer,
      LawOffice office) {
    this.store = store;
    this.backends = backends;
    this.placer = placer;
    this.clock = clock;
    this.dispatcher = dispatcher;
    this.changes = changes;
    this.observer = observer;
    this.office = office;
    office.onChange(() -> inputs.add(new Input.Look()));
  }

  /** Something for the next round; {@code done} completes when it is committed. */
  private sealed interface Input {
    record Admit(WorkflowRow row, CompletableFuture<Void> done) implements Input {}

    record Happened(String workflow, Event event, CompletableFuture<Void> done) implements Input {}

    record Delivered(long effect) implements Input {}

    /** Something outside has changed that is to be looked at. */
    record Look() implements Input {}
  }

  /** Reads what is unfinished, has the backends take up their work, and starts deciding. */
  void start() {
    Map<String, WorkflowRow> unfinished = new LinkedHashMap<>();
    store.unfinished().forEach(row -> unfinished.put(row.id(), row));
    rows = unfinished;
    List<EffectRow> undelivered = store.undelivered();
    undelivered.stream()
        .filter(row -> row.effect() instanceof Effect.Start)
        .forEach(row -> unordered.add(row.launchId()));
    for (Backend backend : backends) {
      backend.recover(launched(backend), this::on);
    }
    dispatcher.start();
    undelivered.forEach(this::deliver);
    thread.start();
  }

  private Set<String> launched(Backend backend) {
    return rows.values().stream()
        .filter(row -> row.pool().equals(backend.pool()))
        .flatMap(row ->
            row.state().groups().stream()
                .filter(group -> group.current().stream().anyMatch(TaskState::launched))
                .map(group -> EffectRow.launchId(row.id(), group.name(), group.attempt())))
        .collect(Collectors.toSet());
  }

  /** Takes a workflow in; returns when it is durable. */
  void admit(WorkflowRow row) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    add(new Input.Admit(row, done), done);
  }

  /** Takes an event in; returns when what it led to is durable. */
  void happened(String workflow, Event event) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    add(new Input.Happened(workflow, event, done), done);
  }

  private void add(Input input, CompletableFuture<Void> done) {
    inputs.add(input);
    if (closed) {
      refuseTheRest(); // it may have come after the closing has done so
    }
    try {
      done.join();
    } catch (CompletionException refused) {
      throw refused.getCause() instanceof EngineException why ? why : refused;
    }
  }

  /** The workflows that are not finished, as committed, in order of submission. */
  List<WorkflowRow> rows() {
    return List.copyOf(rows.values());
  }

  PoolState pool(Backend backend) {
    return Fleet.pool(
        backend, rows.values().stream().map(row -> Standing.of(row, LawDay.NONE)).toList());
  }

  PoolLoad load(Backend backend) {
    return Load.of(backend.pool(), rows.values());
  }

  /** Outputs of earlier workflows that tasks under way, or still to start, take as inputs. */
  Set<ManifestId> readByUnfinished() {
    return rows.values().stream()
        .flatMap(row -> row.spec().groups().stream())
        .flatMap(group -> group.tasks().stream())
        .flatMap(task -> task.inputs().stream())
        .flatMap(input ->
            input instanceof InputSpec.FromTask from && !from.workflow().isEmpty()
                ? store.output(from.workflow(), from.task()).stream()
                : Stream.empty())
        .collect(Collectors.toSet());
  }

  /** When the launch of the task that has been under way longest was ordered. */
  Optional<Instant> earliestLaunch() {
    return rows.values().stream()
        .flatMap(row -> row.state().groups().stream())
        .flatMap(group -> group.current().stream())
        .filter(TaskState::launched)
        .flatMap(task -> task.times().initializing().stream())
        .min(Instant::compareTo);
  }

  boolean busy() {
    return !rows.isEmpty() || !inputs.isEmpty();
  }

  /** A backend tells something. */
  private void on(BackendEvent event) {
    boolean neverOrdered =
        event instanceof BackendEvent.Ended ended
            && ended.cause() == Cause.LOST
            && unordered.contains(event.launchId());
    if (neverOrdered) {
      return; // its order is delivered again right after the backends' recovery
    }
    Matcher launch = LAUNCH_ID.matcher(event.launchId());
    if (!launch.matches()) {
      LOG.log(Level.WARNING, "A backend speaks of an unknown launch: {0}", event);
      return;
    }
    Event translated = translate(event, launch.group(2), Integer.parseInt(launch.group(3)));
    inputs.add(new Input.Happened(launch.group(1), translated, new CompletableFuture<>()));
  }

  private static Event translate(BackendEvent event, String group, int attempt) {
    return switch (event) {
      case BackendEvent.Preparing p ->
          new Event.Preparing(p.at(), group, attempt, p.task(), p.message());
      case BackendEvent.Started s -> new Event.Started(s.at(), group, attempt, s.task(), s.node());
      case BackendEvent.Storing s -> new Event.Storing(s.at(), group, attempt, s.task());
      case BackendEvent.Ended e ->
          new Event.Ended(
              e.at(), group, attempt, e.task(), e.cause(), e.exitCode(), e.output(), e.message());
    };
  }

  private void run() {
    try {
      while (!closed) {
        List<Input> round = new ArrayList<>();
        Input first = inputs.poll(untilDeadline().toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          round.add(first);
          inputs.drainTo(round);
        }
        step(round);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration untilDeadline() {
    Instant now = clock.instant();
    return rows.values().stream()
        .flatMap(row -> standings.of(row).deadline().stream())
        .min(Instant::compareTo)
        .map(deadline -> Duration.between(now, deadline).plusMillis(1))
        .filter(wait -> wait.compareTo(LONGEST_WAIT) < 0)
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .orElse(LONGEST_WAIT);
  }

  private void step(List<Input> round) throws InterruptedException {
    LawDay law = office.today(Fleet.platforms(backends));
    boolean otherLaw = standings.under(law);
    Step step = new Step(rows, standings, law);
    List<Long> delivered = new ArrayList<>();
    for (Input input : round) {
      switch (input) {
        case Input.Admit admit -> step.admit(admit.row());
        case Input.Happened happened -> step.apply(happened.workflow(), happened.event());
        case Input.Delivered effect -> delivered.add(effect.effect());
        case Input.Look look -> {}
      }
    }
    Instant now = clock.instant();
    step.expire(now);
    if (otherLaw) {
      step.heed(backends, now);
    }
    step.place(placer, live -> Fleet.state(backends, live), now);
    List<Change> made = step.changes();
    if (made.isEmpty() && delivered.isEmpty()) {
      round.forEach(Conductor::complete);
      return;
    }
    Committed committed = commit(made, delivered, step.audit());
    publish(made, committed.effects());
    round.forEach(Conductor::complete);
    observe(seen -> {
      seen.committed(committed.took());
      made.forEach(change -> Observation.tell(seen, change));
    });
  }

  /** What a commit gave: the effects to deliver, and how long the database took for it. */
  private record Committed(List<EffectRow> effects, Duration took) {}

  /** Commits, however long the database is away. */
  private Committed commit(List<Change> made, List<Long> delivered, List<AuditEntry> audit)
      throws InterruptedException {
    while (true) {
      try {
        Instant begin = clock.instant();
        List<EffectRow> effects = store.commit(made, delivered, audit);
        return new Committed(effects, Duration.between(begin, clock.instant()));
      } catch (RuntimeException e) {
        if (closed) {
          throw new InterruptedException("closing");
        }
        LOG.log(Level.ERROR, "The database did not take a step; trying again", e);
        observe(Observer::notCommitted);
        Thread.sleep(RETRY_PAUSE);
      }
    }
  }

  private void observe(Consumer<Observer> what) {
    try {
      what.accept(observer);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "What the engine did could not be counted", e);
    }
  }

  private void publish(List<Change> made, List<EffectRow> effects) {
    Map<String, WorkflowRow> next = new LinkedHashMap<>(rows);
    for (Change change : made) {
      if (change.after().state().status().finished()) {
        next.remove(change.after().id());
        standings.forget(change.after().id());
      } else {
        next.put(change.after().id(), change.after());
      }
    }
    rows = next;
    effects.forEach(this::deliver);
    changes.signal();
  }

  private void deliver(EffectRow effect) {
    dispatcher.deliver(
        new Dispatcher.Delivery(
            effect,
            Optional.ofNullable(rows.get(effect.workflow())),
            this::on,
            sequence -> {
              unordered.remove(effect.launchId());
              inputs.add(new Input.Delivered(sequence));
            }));
  }

  private static void complete(Input input) {
    switch (input) {
      case Input.Admit admit -> admit.done().complete(null);
      case Input.Happened happened -> happened.done().complete(null);
      case Input.Delivered delivered -> {}
      case Input.Look look -> {}
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    refuseTheRest();
  }

  private void refuseTheRest() {
    List<Input> left = new ArrayList<>();
    inputs.drainTo(left);
    for (Input input : left) {
      EngineException closing =
          new EngineException(EngineException.Code.USER, "The server is stopping.");
      if (input instanceof Input.Admit admit) {
        admit.done().completeExceptionally(closing);
      } else if (input instanceof Input.Happened happened) {
        happened.done().completeExceptionally(closing);
      }
    }
  }
}
