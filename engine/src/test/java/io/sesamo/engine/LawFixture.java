package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.credentials.KeyRing;
import io.sesamo.engine.credentials.Vault;
import io.sesamo.engine.data.FolderObjectStore;
import io.sesamo.engine.fleet.FleetOffice;
import io.sesamo.engine.fleet.Taken;
import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.law.LawOffice;
import io.sesamo.engine.law.LawSource;
import io.sesamo.engine.law.NewClearance;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.ClearanceRow;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.law.Clearance;
import io.sesamo.law.LawBook;
import io.sesamo.model.catalog.CatalogFolder;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetReader;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.placement.Node;
import io.sesamo.placement.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An engine with a fleet in Paris and rules of its own, on a day that the test sets. */
final class LawFixture implements AutoCloseable {

  private static final String RULES =
      """
      rules:
      - id: t-licence
        jurisdiction: SESAMO
        authority: the test
        title: Licences
        citation: none
        source: the test
        confidence: high
        actions: [use, supply]
        status: in force
        inForce: [{from: 2020-01-01}]
        cases:
        - {when: tenant.name == 'licensed', effect: licence, sentence: '{tenant.name} needs paper.'}
      - id: t-notify
        jurisdiction: SESAMO
        authority: the test
        title: Notifications
        citation: none
        source: the test
        confidence: high
        actions: [use]
        status: in force
        inForce: [{from: 2020-01-01}]
        cases:
        - {when: tenant.name == 'notified', effect: notify, sentence: '{tenant.name} is told.'}
      - id: t-later
        jurisdiction: SESAMO
        authority: the test
        title: Later
        citation: none
        source: the test
        confidence: high
        actions: [use]
        status: in force
        inForce: [{from: 2026-12-02}]
        cases:
        - {when: tenant.name == 'later', effect: licence, sentence: 'From now on a licence.'}
      - id: t-never
        jurisdiction: SESAMO
        authority: the test
        title: Never
        citation: none
        source: the test
        confidence: high
        actions: [use]
        status: in force
        inForce: [{from: 2020-01-01}]
        cases:
        - {when: tenant.name == 'outlaw', effect: deny, sentence: 'Never for {tenant.name}.'}
      - id: t-home
        jurisdiction: SESAMO
        authority: the test
        title: Home
        citation: none
        source: the test
        confidence: high
        actions: [use]
        status: in force
        inForce: [{from: 2020-01-01}]
        cases:
        - {when: tenant.headquarters == 'KZ', effect: deny, sentence: 'Not from there.'}
      - id: t-move
        jurisdiction: SESAMO
        authority: the test
        title: Moving
        citation: none
        source: the test
        confidence: high
        actions: [transfer]
        status: in force
        inForce: [{from: 2020-01-01}]
        cases:
        - {when: "'DE' in data.sources && site.country == 'BR'", effect: deny, sentence: 'It stays.'}
      """;

  private static final String FLEET =
      """
      operator: {name: Example, headquarters: FR}
      tenants:
        licensed: {headquarters: FR}
        notified: {headquarters: FR}
        later: {headquarters: FR}
        outlaw: {headquarters: FR}
        american: {headquarters: US}
      sites:
        - site: eu-west-2
          pools:
            - name: default
              platforms:
                - {name: local}
                - {name: good, accelerator: nvidia-l20}
                - {name: bad, accelerator: huawei-ascend-910c}
      law: {running: finish}
      """;

  private final EmbeddedPostgres postgres;
  private final Path folder;
  final FakeBackend.World world = new FakeBackend.World();
  volatile Instant now = Instant.parse("2026-12-01T12:00:00Z");
  String fleet = FLEET;

  /** Is run once, when the thread that decides looks at its clock the next time. */
  final AtomicReference<@Nullable Runnable> whenItDecides = new AtomicReference<>();

  /** Has a node (pool/node) not be there any more. */
  Consumer<String> lose = node -> {};

  List<Node> nodes = List.of(FakeBackend.node("node", "local", 4, 0));
  Store store;
  FleetOffice fleets;
  LawOffice office;
  DurableEngine engine;

  LawFixture(EmbeddedPostgres postgres, Path folder) throws IOException {
    this.postgres = postgres;
    this.folder = folder;
    this.store = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password());
    this.fleets = fleets();
    this.office = office();
    this.engine = engine();
  }

  static LawSource source() {
    return new LawSource(
        List.of(
            new CatalogFolder.Shipped(),
            new CatalogFolder.Kept("test", Map.of("rules/test.yaml", RULES))));
  }

  private static final LawBook BOOK = source().book();

  private FleetOffice fleets() {
    FleetOffice open = new FleetOffice(source(), store.fleet(), () -> now);
    open.takeIn("fleet.yaml", fleet, Taken.NOTHING);
    return open;
  }

  private LawOffice office() {
    return new LawOffice(source(), () -> fleets.now().file(), store.law(), () -> now);
  }

  static FleetFile fleet(String text) {
    return switch (FleetReader.read("fleet.yaml", text, BOOK.catalog())) {
      case FleetReader.Result.Accepted good -> good.fleet();
      case FleetReader.Result.Refused bad -> throw new AssertionError(bad.problems().toString());
    };
  }

  /** What the law says of the fleet on a day. */
  static LawDay day(LocalDate date) {
    return LawDay.of(BOOK, fleet(FLEET), date);
  }

  private DurableEngine engine() throws IOException {
    FakeBackend backend = new FakeBackend(world, nodes);
    lose =
        node ->
            backend.lose(
                node.substring(0, node.indexOf('/')), node.substring(node.indexOf('/') + 1));
    return DurableEngine.start(
        store,
        FolderObjectStore.open(folder.resolve("objects"), InstantSource.system()),
        folder.resolve("logs"),
        List.of(backend),
        () -> SpecReader.USUAL_TASKS,
        Scheduler::new,
        this::look,
        Observer.NONE,
        office,
        fleets,
        new Vault(
            store.credentials(),
            KeyRing.ofThisProcess(new SecureRandom()),
            InstantSource.system()));
  }

  private Instant look() {
    if (Thread.currentThread().getName().equals("conductor")) {
      Runnable once = whenItDecides.getAndSet(null);
      if (once != null) {
        once.run();
      }
    }
    return now;
  }

  /** As a crash and a start leave it, with the fleet and the nodes as they are now. */
  void restart() throws IOException {
    close();
    store = Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password());
    fleets = fleets();
    office = office();
    engine = engine();
  }

  /** Sets the clock, and has the engine look at it. */
  void setClock(String instant) {
    now = Instant.parse(instant);
    clear(Clearance.Kind.WAIVER, "catalogue-begin", Clearance.Scope.ALL);
  }

  ClearanceRow clear(Clearance.Kind kind, String rule, Clearance.Scope scope) {
    return clear(kind, rule, scope, OptionalLong.empty());
  }

  ClearanceRow clear(
      Clearance.Kind kind, String rule, Clearance.Scope scope, OptionalLong quantity) {
    return office.clear(
        new NewClearance(
            kind,
            Set.of(rule),
            scope,
            quantity,
            LocalDate.parse("2026-01-01"),
            LocalDate.parse("2027-12-31"),
            "case 7",
            "looked at it"),
        "carol");
  }

  static Clearance.Scope party(String name) {
    return new Clearance.Scope(Set.of(), Set.of(), Set.of(name), Set.of());
  }

  /** A workflow with one task of that tenant. */
  static String workflow(String sesamo) {
    return """
    workflow:
      name: w
      sesamo: {%s}
      tasks:
      - name: a
        image: ubuntu:24.04
        command: ["true"]
    """
        .formatted(sesamo);
  }

  static String withAccelerator(String spec) {
    return spec.replace("command:", "resource: big\n    command:")
        + "  resources:\n    big: {cpu: 1, gpu: 1}\n";
  }

  /** For any pool of the fleet. */
  String submitAnywhere(String spec, Priority priority) {
    return engine
        .submit(
            new Submission(
                "ada", Optional.empty(), SpecSource.of("w.yaml", spec), Optional.empty(), priority))
        .id();
  }

  String submit(String spec) {
    return submit(spec, Priority.NORMAL);
  }

  String submit(String spec, Priority priority) {
    return engine
        .submit(
            new Submission(
                "ada",
                Optional.of("default"),
                SpecSource.of("w.yaml", spec),
                Optional.empty(),
                priority))
        .id();
  }

  WorkflowView view(String id) {
    return engine.workflow(id);
  }

  String message(String id) {
    return view(id).groups().getFirst().message();
  }

  void awaitOrder(String id) {
    await(id + " is ordered", () -> world.ordered().contains(id + ".a-group.0"));
  }

  static void await(String what, BooleanSupplier condition) {
    await(what, condition, () -> "");
  }

  /** The same, with what is to be known when it does not come about. */
  static void await(String what, BooleanSupplier condition, Supplier<String> otherwise) {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now())
          .as(() -> "waiting until " + what + " " + otherwise.get())
          .isBefore(deadline);
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Runs SQL as one who may do everything. */
  void sql(String text) {
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new IllegalStateException(text + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    engine.close();
    store.close();
  }
}
