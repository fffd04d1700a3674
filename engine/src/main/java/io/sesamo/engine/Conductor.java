package io.sesamo.engine;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.fleet.FleetNow;
import io.sesamo.engine.fleet.FleetOffice;
import io.sesamo.engine.law.LawOffice;
import io.sesamo.engine.lifecycle.Effect;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.store.Change;
import io.sesamo.engine.store.EffectRow;
import io.sesamo.engine.store.Notes;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.store.StoreException;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.placement.Placer;
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

/**
 * Decides, on one thread. Each round takes everything that has happened, works out one {@link
 * Step}, commits it in one transaction, and only then makes it known: to those who wait, to the
 * dispatcher, to those who follow. What could not be committed did not happen, and is tried again.
 */
final class Conductor implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Conductor.class.getName());

  /** Longest wait between two looks at the clock. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  private static final String UNSURE =
      "The engine stopped in the midst of this, and begins anew. Look whether it was done before"
          + " you ask again.";

  private final Store store;
  private final List<Backend> backends;
  private final Placer placer;
  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private final Changes changes;
  private final Observer observer;
  private final LawOffice office;
  private final FleetOffice fleets;
  private final KnownWork known;
  private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();

  /** Launches whose order may not have reached the backend before the last crash. */
  private final Set<String> unordered = ConcurrentHashMap.newKeySet();

  /** Used by the conductor's thread alone. */
  private final Standings standings = new Standings();

  private volatile Fleet fleet;

  /** Used by the conductor's thread alone. */
  private final Counting counting;

  /** The unfinished workflows as committed, in order of submission; replaced, never changed. */
  private volatile Map<String, WorkflowRow> rows = Map.of();

  private final Thread thread = Thread.ofPlatform().name("conductor").unstarted(this::run);
  private volatile boolean closed;

  /** Whether its thread has come to its end, for whatever reason: nothing is decided any more. */
  private volatile boolean stopped;

  Conductor(
      Store store,
      List<Backend> backends,
      Placer placer,
      InstantSource clock,
      Dispatcher dispatcher,
      Changes changes,
      Observer observer,
      LawOffice office,
      FleetOffice fleets,
      KnownWork known) {
    this.store = store;
    this.backends = backends;
    this.placer = placer;
    this.clock = clock;
    this.dispatcher = dispatcher;
    this.changes = changes;
    this.observer = observer;
    this.office = office;
    this.fleets = fleets;
    this.known = known;
    this.fleet = Fleet.of(backends, fleets.now());
    this.counting = new Counting(fleet);
    office.onChange(() -> inputs.add(new Input.Look()));
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
    backends.forEach(backend -> backend.follow(fleets.now().file()));
    fleet = Fleet.of(backends, fleets.now());
    for (Backend backend : backends) {
      backend.recover(UnderWay.launched(rows.values(), backend, backends), this::on);
    }
    dispatcher.start();
    undelivered.forEach(this::deliver);
    thread.start();
  }

  /** Does something between two steps, on the thread that decides; returns when it is done. */
  void between(Runnable what) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    add(new Input.Task(what, done), done);
  }

  /** The fleet as the last step saw it. */
  Fleet fleet() {
    return fleet;
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
    if (closed || stopped) {
      refuseTheRest(); // it may have come after the end has done so
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

  /** What placement would be asked now. */
  Placing.Question question() {
    CompletableFuture<Placing.Question> question = new CompletableFuture<>();
    between(() ->
        question.complete(
            new Placing(new Step(rows, standings), clock.instant()).question(counting)));
    return question.join();
  }

  /** Whether what comes in is still decided upon. */
  boolean decides() {
    return !stopped;
  }

  boolean busy() {
    return !rows.isEmpty() || !inputs.isEmpty();
  }

  /** A backend tells something. */
  private void on(BackendEvent event) {
    boolean neverOrdered =
        event instanceof BackendEvent.Ended ended
            && ended.cause() == Cause.LOST
            && ended.task().isEmpty() // what is told of a task, its order has reached
            && unordered.contains(event.launchId());
    if (neverOrdered) {
      return; // its order is delivered again right after the backends' recovery
    }
    Optional<Told> told = Told.of(event);
    if (told.isEmpty()) {
      LOG.log(Level.WARNING, "A backend speaks of an unknown launch: {0}", event);
      return;
    }
    inputs.add(
        new Input.Happened(told.get().workflow(), told.get().event(), new CompletableFuture<>()));
  }

  /**
   * What a step threw unforeseen may have left in memory what is not stored, so no further step is
   * sound: whoever waits is told, and a new engine reads everything from the store.
   */
  private void run() {
    List<Input> round = new ArrayList<>();
    try {
      while (!closed) {
        round.clear();
        Input first = inputs.poll(untilDeadline().toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          round.add(first);
          inputs.drainTo(round);
        }
        step(round);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      List<String> words = round.stream().map(Input::words).toList();
      LOG.log(Level.ERROR, "The engine stops deciding; this round failed: " + words, e);
    } finally {
      stopped = true;
      EngineException unsure = new EngineException(EngineException.Code.UNAVAILABLE, UNSURE);
      round.forEach(input -> input.refuse(unsure));
      refuseTheRest();
    }
  }

  private Duration untilDeadline() {
    Instant now = clock.instant();
    try {
      return untilDeadline(now);
    } catch (StoreException unreadable) {
      return RETRY_PAUSE; // the next step says so
    }
  }

  private Duration untilDeadline(Instant now) {
    Instant first = now.plus(LONGEST_WAIT);
    for (WorkflowRow row : rows.values()) {
      Instant deadline = standings.of(row).deadline().orElse(first);
      first = deadline.isBefore(first) ? deadline : first;
    }
    return first.isBefore(now) ? Duration.ZERO : Duration.between(now, first).plusMillis(1);
  }

  private void step(List<Input> round) throws InterruptedException {
    for (Input input : round) {
      if (input instanceof Input.Task task) {
        carryOut(task);
      }
    }
    Step step = workOut(round);
    List<Long> delivered = delivered(round);
    List<Change> made = step.changes();
    if (made.isEmpty() && delivered.isEmpty()) {
      round.forEach(Input::complete);
      return;
    }
    Notes notes = step.notes();
    List<String> changing = made.stream().map(change -> change.after().id()).toList();
    changes.begin(changing);
    Committed committed = commit(made, delivered, notes);
    known.committed(notes);
    standings.committed();
    publish(step, made, committed.effects());
    changes.signal(changing);
    round.forEach(Input::complete);
    observe(seen -> {
      seen.committed(committed.took());
      made.forEach(change -> Observation.tell(seen, change));
    });
  }

  /**
   * What a round comes to. Worked out anew as long as the database does not tell where data lie:
   * without that, no law would be asked of moving them.
   */
  private Step workOut(List<Input> round) throws InterruptedException {
    boolean otherwise = false;
    while (true) {
      try {
        otherwise |= standings.under(circumstances());
        return workedOut(round, otherwise);
      } catch (StoreException unreadable) {
        pause("The database did not tell what a step needs to know; trying again", unreadable);
      }
    }
  }

  /**
   * The same, once.
   *
   * @param otherwise whether law or fleet are others than in the last round
   */
  private Step workedOut(List<Input> round, boolean otherwise) {
    Step step = new Step(rows, standings);
    for (Input input : round) {
      switch (input) {
        case Input.Admit admit -> step.admit(admit.row());
        case Input.Happened happened -> step.apply(happened.workflow(), happened.event());
        case Input.Delivered effect -> {}
        case Input.Look look -> {}
        case Input.Task task -> {}
      }
    }
    Instant now = clock.instant();
    List<String> overdue = step.expire(now);
    Heeding heeding = new Heeding(step, now);
    if (otherwise) {
      heeding.law();
    }
    if (otherwise || !fleets.now().drains().isEmpty()) {
      heeding.drains();
    }
    new Placing(step, now).run(placer, counting);
    if (step.giveUp(overdue, now)) {
      inputs.add(new Input.Look()); // others may have waited behind them
    }
    return step;
  }

  private static List<Long> delivered(List<Input> round) {
    return round.stream()
        .filter(Input.Delivered.class::isInstance)
        .map(input -> ((Input.Delivered) input).effect())
        .toList();
  }

  private void pause(String words, RuntimeException failure) throws InterruptedException {
    if (closed) {
      throw new InterruptedException("closing");
    }
    LOG.log(Level.ERROR, words, failure);
    observe(Observer::notCommitted);
    Thread.sleep(RETRY_PAUSE);
  }

  private Circumstances circumstances() {
    FleetNow now = fleets.now();
    if (!fleet.holds(backends, now)) {
      fleet = Fleet.of(backends, now);
    }
    return new Circumstances(office.today(fleet.platforms()), fleet, known.known());
  }

  private static void carryOut(Input.Task task) {
    try {
      task.what().run();
    } catch (RuntimeException failure) {
      task.done().completeExceptionally(failure);
    }
  }

  /** What a commit gave: the effects to deliver, and how long the database took for it. */
  private record Committed(List<EffectRow> effects, Duration took) {}

  /**
   * Commits, however long the database is away. A step of which nobody knows whether it was taken
   * is not tried again: it might be written twice.
   */
  private Committed commit(List<Change> made, List<Long> delivered, Notes notes)
      throws InterruptedException {
    while (true) {
      try {
        Instant begin = clock.instant();
        List<EffectRow> effects = store.commit(made, delivered, notes);
        return new Committed(effects, Duration.between(begin, clock.instant()));
      } catch (StoreException e) {
        pause("The database did not take a step; trying again", e);
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

  private void publish(Step step, List<Change> made, List<EffectRow> effects) {
    rows = step.unfinished();
    made.stream()
        .map(change -> change.after().id())
        .filter(id -> !rows.containsKey(id))
        .forEach(standings::forget);
    effects.forEach(this::deliver);
  }

  private void deliver(EffectRow effect) {
    dispatcher.deliver(
        new Dispatcher.Delivery(
            effect,
            Optional.ofNullable(rows.get(effect.workflow())),
            fleet,
            this::on,
            sequence -> {
              unordered.remove(effect.launchId());
              inputs.add(new Input.Delivered(sequence));
            }));
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
    String words =
        closed
            ? "The server is stopping."
            : "The engine has stopped after an error, and begins anew. Ask again in some seconds.";
    EngineException why = new EngineException(EngineException.Code.UNAVAILABLE, words);
    left.forEach(input -> input.refuse(why));
  }
}
