package io.sesamo.engine;

import io.sesamo.engine.EngineException.Code;
import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.credentials.KeyRing;
import io.sesamo.engine.credentials.Vault;
import io.sesamo.engine.data.Collected;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.data.ObjectStore;
import io.sesamo.engine.fleet.FleetOffice;
import io.sesamo.engine.fleet.Taken;
import io.sesamo.engine.law.LawOffice;
import io.sesamo.engine.law.LawSource;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.Lifecycle;
import io.sesamo.engine.store.AuditEntry;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.store.UsageRow;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.engine.view.FleetView;
import io.sesamo.engine.view.GroupExplanation;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.engine.view.ListedTask;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.engine.view.PoolView;
import io.sesamo.engine.view.TaskFilter;
import io.sesamo.engine.view.TaskSum;
import io.sesamo.engine.view.TenantScope;
import io.sesamo.engine.view.WorkflowFilter;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.law.VerdictFacts;
import io.sesamo.model.spec.SpecWriter;
import io.sesamo.placement.Placer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The engine over PostgreSQL. One thread, the {@link Conductor}, decides: it takes what happened,
 * computes new states, and commits them with their effects before anyone sees either. A second one,
 * the {@link Dispatcher}, hands the effects to the backends. Everything else reads the store.
 */
public final class DurableEngine implements Engine {

  /** The most that the clocks of the object store and of this machine are taken to differ. */
  private static final Pattern HEX_UUID = Pattern.compile("[0-9a-f]{32}");

  private static final Duration CLOCKS_APART = Duration.ofMinutes(10);

  private final Store store;
  private final ObjectStore objects;
  private final List<Backend> backends;
  private final InstantSource clock;
  private final Admission admission;
  private final Views views;
  private final Changes changes;
  private final Conductor conductor;
  private final Dispatcher dispatcher;
  private final Lines lines;
  private final LawOffice office;
  private final FleetOffice fleets;
  private final KnownWork known;
  private final Explaining explaining;
  private final FleetControl control;

  private DurableEngine(
      Store store,
      ObjectStore objects,
      Path logs,
      List<Backend> backends,
      IntSupplier mostTasks,
      Supplier<Placer> placers,
      InstantSource clock,
      Observer observer,
      LawOffice office,
      FleetOffice fleets,
      Vault vault) {
    this.store = store;
    this.views = new Views(store::workflow);
    this.changes = new Changes(views);
    this.office = office;
    this.fleets = fleets;
    this.known = new KnownWork(store, objects);
    this.objects = objects;
    this.backends = List.copyOf(backends);
    // PostgreSQL keeps microseconds; what is in memory shall be what is stored.
    this.clock = () -> clock.instant().truncatedTo(ChronoUnit.MICROS);
    this.admission =
        new Admission(
            this.backends,
            mostTasks,
            placers.get(),
            (workflow, task) -> store.output(workflow, task).filter(objects::has),
            known::has,
            new CredentialCheck(vault::values));
    this.dispatcher = new Dispatcher(this.backends, store::output, vault, this.clock);
    // It keeps what it knows of the queue; who asks of other groups asks another.
    Placer placer = placers.get();
    this.conductor =
        new Conductor(
            store,
            this.backends,
            placer,
            this.clock,
            dispatcher,
            changes,
            observer,
            office,
            fleets,
            known);
    this.control = new FleetControl(conductor, this.backends, fleets);
    this.explaining = new Explaining(store, conductor, placer);
    this.lines = new Lines(store, logs, changes);
  }

  /**
   * Takes up the work that the store says is unfinished, and starts deciding.
   *
   * @param store open; closed by the caller after the engine
   * @param logs folder of the task logs
   * @param backends not yet recovered; closed by the engine
   * @param mostTasks how many tasks a workflow may have that is taken in
   * @param placers makes the policy that places the work, for each use one
   * @param observer is told what the engine does
   * @throws EngineException when another server works on this database
   */
  public static DurableEngine start(
      Store store,
      ObjectStore objects,
      Path logs,
      List<Backend> backends,
      int mostTasks,
      Supplier<Placer> placers,
      InstantSource clock,
      Observer observer) {
    LawSource nothing = new LawSource(List.of());
    FleetOffice fleets = new FleetOffice(nothing, store.fleet(), clock);
    LawOffice none = new LawOffice(nothing, () -> fleets.now().file(), store.law(), clock);
    KeyRing key = KeyRing.ofThisProcess(new SecureRandom());
    Vault vault = new Vault(store.credentials(), key, clock);
    return start(
        store,
        objects,
        logs,
        backends,
        () -> mostTasks,
        placers,
        clock,
        observer,
        none,
        fleets,
        vault);
  }

  /**
   * The same, with a fleet and its law, and credentials that outlive this process.
   *
   * @param office where the law is asked before anything is placed
   * @param fleets where the fleet is kept
   * @param vault where credentials are kept
   */
  public static DurableEngine start(
      Store store,
      ObjectStore objects,
      Path logs,
      List<Backend> backends,
      IntSupplier mostTasks,
      Supplier<Placer> placers,
      InstantSource clock,
      Observer observer,
      LawOffice office,
      FleetOffice fleets,
      Vault vault) {
    if (!store.lead()) {
      throw new EngineException(
          Code.UNAVAILABLE,
          "Another Sesamo server works on this database. Stop it, or use another database.");
    }
    DurableEngine engine =
        new DurableEngine(
            store, objects, logs, backends, mostTasks, placers, clock, observer, office, fleets,
            vault);
    engine.conductor.start();
    return engine;
  }

  /** Where work is under way by the store of a server that does not run yet. */
  public static Taken taken(Store store) {
    return UnderWay.taken(store.unfinished());
  }

  @Override
  public Submitted submit(Submission submission) {
    Instant now = clock.instant();
    WorkflowRow checked = checked(submission, now, office::audit);
    String id = store.nextId(checked.spec().name());
    conductor.admit(checked.withId(id));
    return new Submitted(id, checked.warnings());
  }

  /** The workflow as it is to be stored, or a refusal, of which the audit log may be told. */
  private WorkflowRow checked(
      Submission submission, Instant now, Consumer<List<AuditEntry>> audit) {
    Circumstances around = around();
    WorkflowRow checked = admission.check(submission, now, around);
    List<String> warnings = new ArrayList<>(checked.warnings());
    Admission.Unlawful unlawful =
        admission.unlawful(checked, submission.scope(), now, around, warnings);
    if (!unlawful.words().isEmpty()) {
      audit.accept(unlawful.audit());
      throw new EngineException(
          Code.RESOURCE, String.join("\n", unlawful.words()) + "\n" + VerdictFacts.NOTICE);
    }
    return checked.warned(warnings);
  }

  @Override
  public Submitted check(Submission submission) {
    WorkflowRow checked = checked(submission, clock.instant(), nobody -> {});
    return new Submitted(checked.spec().name(), checked.warnings());
  }

  @Override
  public WorkflowView workflow(String id) {
    return views.of(id).orElseThrow(() -> EngineException.noWorkflow(id));
  }

  @Override
  public String idOf(String idOrUuid) {
    // No id is without a hyphen.
    return HEX_UUID.matcher(idOrUuid).matches() ? store.idOf(idOrUuid).orElse(idOrUuid) : idOrUuid;
  }

  @Override
  public boolean has(String id, TenantScope scope) {
    return known.has(id, scope);
  }

  @Override
  public List<WorkflowView> list(WorkflowFilter filter) {
    return store.list(filter);
  }

  @Override
  public List<ListedTask> tasks(TaskFilter filter) {
    return store.tasks(filter);
  }

  @Override
  public List<TaskSum> taskSums(TaskFilter filter, boolean byWorkflow) {
    return store.taskSums(filter, byWorkflow);
  }

  @Override
  public void tag(String id, Set<String> add, Set<String> remove) {
    if (!has(id, TenantScope.ALL)) {
      throw EngineException.noWorkflow(id);
    }
    views.changing(List.of(id));
    try {
      store.tag(id, add, remove);
    } finally {
      views.changed(List.of(id));
    }
  }

  @Override
  public String rest(String id) {
    WorkflowRow row = store.row(id).orElseThrow(() -> EngineException.noWorkflow(id));
    if (!row.state().status().failed()) {
      throw new EngineException(
          Code.SUBMISSION,
          "Restart can only be used on FAILED workflows: Workflow "
              + id
              + " has status "
              + row.state().status());
    }
    return SpecWriter.write(Restart.of(row, objects::has));
  }

  @Override
  public void cancel(String id, String user, String message, boolean force) {
    WorkflowView view = workflow(id);
    if (!view.status().finished()) {
      Duration grace = force ? Duration.ZERO : Lifecycle.GRACE;
      conductor.happened(id, new Event.CancelRequested(clock.instant(), user, message, grace));
    }
  }

  @Override
  public void logs(String id, LineQuery query, Appendable out) throws IOException {
    lines.logs(id, query, out);
  }

  @Override
  public void events(String id, LineQuery query, Appendable out) throws IOException {
    lines.events(id, query, out);
  }

  @Override
  public String spec(String id, boolean template) {
    return store.spec(id, template).orElseThrow(() -> EngineException.noWorkflow(id));
  }

  private Circumstances around() {
    Fleet fleet = conductor.fleet();
    return new Circumstances(office.today(fleet.platforms()), fleet, known.known());
  }

  @Override
  public List<PoolView> pools(TenantScope scope) {
    Fleet fleet = conductor.fleet();
    Set<String> visible = fleet.names(scope);
    return UnderWay.state(fleet, conductor.rows()).pools().stream()
        .filter(pool -> visible.contains(pool.name()))
        .map(pool -> {
          String platform = pool.nodes().isEmpty() ? "" : pool.nodes().getFirst().platform();
          String description = fleet.member(pool.name()).orElseThrow().pool().description();
          boolean drained = fleets.now().drain(pool.name()).isPresent();
          return new PoolView(pool, description, platform, drained);
        })
        .toList();
  }

  @Override
  public List<PoolLoad> load() {
    List<WorkflowRow> rows = conductor.rows();
    Fleet fleet = conductor.fleet();
    List<String> pools = new ArrayList<>(fleet.names());
    if (fleet.several()) {
      pools.add(PoolLoad.ANY);
    }
    return pools.stream().map(pool -> Load.of(pool, rows)).toList();
  }

  @Override
  public List<Undecided> undecided() {
    Circumstances around = around();
    return conductor.rows().stream().flatMap(row -> Undecided.of(row, around).stream()).toList();
  }

  @Override
  public Optional<FleetView> fleet() {
    return fleets.row().map(row -> new FleetView(row, fleets.now(), pools(TenantScope.ALL)));
  }

  @Override
  public Applied applyFleet(FleetChange change) {
    return control.apply(change);
  }

  @Override
  public int removeFleet(String user) {
    return control.remove(user);
  }

  @Override
  public Drained drain(String name, String reason, String user) {
    return control.drain(name, reason, user);
  }

  @Override
  public Drained resume(String name) {
    return control.resume(name);
  }

  @Override
  public List<GroupExplanation> explain(String id, Optional<String> group, TenantScope scope) {
    return explaining.explain(workflow(id), group, scope);
  }

  @Override
  public List<UsageRow> usage(List<String> by, Optional<Instant> since, TenantScope scope) {
    return store.placements().usage(by, since, scope);
  }

  @Override
  public Collected collect(Optional<Instant> finishedBefore, boolean dryRun) throws IOException {
    // What a task under way has stored is younger than its launch, and in no row yet.
    Instant now = clock.instant();
    Instant settled =
        UnderWay.earliestLaunch(conductor.rows())
            .filter(now::isAfter)
            .orElse(now)
            .minus(CLOCKS_APART);
    Set<ManifestId> live = new HashSet<>(store.outputs(finishedBefore));
    UnderWay.read(conductor.rows())
        .forEach(from -> store.output(from.workflow(), from.task()).ifPresent(live::add));
    return objects.collect(live, settled, dryRun);
  }

  @Override
  public TaskAccess access() {
    return new TaskAccess(this::workflow, backends);
  }

  @Override
  public ObjectStore objects() {
    return objects;
  }

  @Override
  public boolean decides() {
    return conductor.decides();
  }

  @Override
  public boolean busy() {
    return conductor.busy();
  }

  @Override
  public void close() {
    conductor.close();
    dispatcher.close();
    backends.forEach(Backend::close);
  }
}
