package io.sesamo.backend.local;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.BackendException;
import io.sesamo.engine.backend.BackendListener;
import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Pool;
import io.sesamo.engine.backend.Secrets;
import io.sesamo.engine.backend.SessionOrder;
import io.sesamo.engine.backend.TaskSession;
import io.sesamo.engine.data.Folders;
import io.sesamo.engine.data.ObjectStore;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.placement.Node;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pool that is this one machine, and emulated ones whose tasks run here too.
 *
 * <p>Everything that matters is in the state folder, and nothing in this process: {@code
 * launches/<id>/launch.json} is the order, and {@code tasks/<task>/} holds what became of each
 * task. The tasks' supervisors are processes of their own, which neither notice nor mind the
 * server's end.
 */
public final class LocalBackend implements Backend {

  private static final Logger LOGGER = System.getLogger(LocalBackend.class.getName());

  private final LocalConfig config;
  private final Workshop workshop;
  private final Access access;
  private final Removals removals;
  private final Pool real;
  private final FileChannel lock;
  private volatile List<Pool> pools;
  private final Map<String, LaunchRun> launches = new ConcurrentHashMap<>();
  private volatile @Nullable BackendListener listener;

  /** Launches that were ordered, perhaps to here, before the machine was restarted. */
  private volatile Set<String> doubtful = Set.of();

  private volatile boolean closed;

  private LocalBackend(
      LocalConfig config, Workshop workshop, Removals removals, Pool real, FileChannel lock) {
    this.config = config;
    this.workshop = workshop;
    this.access = new Access(workshop);
    this.removals = removals;
    this.real = real;
    this.pools = List.of(real);
    this.lock = lock;
  }

  /**
   * Opens the pool and finds out what this machine can do.
   *
   * @param logs folder of the tasks' logs
   * @throws IOException when the state folder cannot be used, another server uses it, or a sandbox
   *     or groups' networks are required and none work here
   */
  public static LocalBackend open(
      LocalConfig config, ObjectStore store, Path logs, InstantSource clock)
      throws IOException, InterruptedException {
    Path state = config.state();
    Optional<Path> bubblewrap = bubblewrap(config.isolation());
    for (String part : List.of("launches", "runtimes")) {
      Files.createDirectories(state.resolve(part));
    }
    // Tasks' folders below are open to all, as programs expect; nobody else is to get there.
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
    if (config.network() == LocalConfig.Network.GROUP) {
      NetworkKeeper.require(bubblewrap.isPresent(), state.resolve("network"));
    }
    FileChannel lock = lock(state);
    Folders.delete(state.resolve("roots")); // of earlier releases
    Skeletons skeletons = new Skeletons(state.resolve("skeletons"));
    Removals removals = Removals.begin(state.resolve("removed"), skeletons);
    SystemSettings settings = new SystemSettings(state.resolve("settings"));
    if (isEmpty(state.resolve("launches"))) {
      settings.forgetAll();
    }
    Optional<Bubblewrap> sandbox =
        bubblewrap.map(program -> new Bubblewrap(program, settings, config.network()));
    Optional<ContainerEngine> engine = ContainerEngine.open();
    Accelerators accelerators = new Accelerators(DetectedAccelerators.here().count());
    Checkpoints checkpoints = new Checkpoints(state.resolve("checkpoints"), clock);
    checkpoints.removeOld();
    Supervisors supervisors = new Supervisors(state);
    Limits limits = Limits.detect(config.processes(), state);
    limits.removeAllBut(tasks(state.resolve("launches")));
    Preparation preparation =
        new Preparation(
            new Images(
                config.images(),
                config.otherImages(),
                engine,
                config.physicalAi().isPresent(),
                config.network()),
            sandbox.<Confinement>map(found -> found).orElse(new Unconfined()),
            config
                .physicalAi()
                .map(sources -> new PhysicalAi(sources, state.resolve("runtimes"), sandbox)),
            new Inputs(store, new FileUrls(config.inputRoots(), "inputs"), clock),
            accelerators,
            limits,
            logs.toAbsolutePath(),
            config.logBytes(),
            skeletons,
            checkpoints);
    TaskOutput output = new TaskOutput(store, new FileUrls(config.outputRoots(), "outputs"), clock);
    Seats seats = new Seats(config.emulatedTasks().orElse(Seats.usual()));
    Sessions sessions = new Sessions(state.resolve("sessions"));
    Workshop workshop =
        new Workshop(preparation, supervisors, output, logs, clock, seats, sessions);
    Node node = Machine.node(config, accelerators.count());
    Pool real = new Pool(config.pool(), description(preparation), List.of(node), false);
    return new LocalBackend(config, workshop, removals, real, lock);
  }

  private static Optional<Path> bubblewrap(LocalConfig.Isolation wanted)
      throws IOException, InterruptedException {
    if (wanted == LocalConfig.Isolation.NONE) {
      return Optional.empty();
    }
    List<String> whyNot = new ArrayList<>();
    Optional<Path> sandbox = Bubblewrap.find(whyNot);
    if (sandbox.isEmpty() && wanted == LocalConfig.Isolation.REQUIRED) {
      throw new IOException(
          "tasks are to run in a sandbox only, and none works here: "
              + String.join("; ", whyNot)
              + ". Install the package bubblewrap (apt-get install bubblewrap), or allow tasks"
              + " without a sandbox (sandbox: where-possible in pool.yaml)");
    }
    whyNot.forEach(
        reason -> LOGGER.log(Logger.Level.WARNING, "Tasks are not isolated: {0}", reason));
    return sandbox;
  }

  /** The tasks of the launches that are not over. */
  private static Set<String> tasks(Path launches) throws IOException {
    try (Stream<Path> found = Files.walk(launches, 3)) {
      return found
          .filter(task -> task.getNameCount() == launches.getNameCount() + 3)
          .map(launches::relativize)
          .map(task -> Plan.name(task.getName(0).toString(), task.getName(2).toString()))
          .collect(Collectors.toSet());
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static FileChannel lock(Path state) throws IOException {
    FileChannel channel =
        FileChannel.open(
            state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException thisVeryServer) {
      channel.close();
      throw new IOException("The folder " + state + " is already open", thisVeryServer);
    }
    channel.close();
    throw new IOException("Another server uses the folder " + state + "; stop it first");
  }

  @Override
  public List<Pool> pools() {
    return pools;
  }

  @Override
  public void follow(Optional<FleetFile> fleet) {
    pools =
        fleet.map(file -> EmulatedPools.beside(real, file, workshop.seats())).orElse(List.of(real));
  }

  private static String description(Preparation preparation) {
    Images images = preparation.images();
    return "This machine; tasks run "
        + (preparation.confinement().isolated()
            ? "in bubblewrap sandboxes"
            : "with the server's rights, not isolated from it")
        + switch (images.network()) {
          case MACHINE -> images.engine().map(e -> " or as containers by " + e.name()).orElse("");
          case GROUP -> ", each group in a network of its own";
        }
        + "; "
        + preparation.limits().description()
        + ".";
  }

  @Override
  public List<String> refusals(Launch launch, List<String> warnings) {
    Refusals found = Refusals.of(launch, workshop);
    warnings.addAll(found.remarks());
    return List.copyOf(found.refusals());
  }

  @Override
  public void recover(Set<String> expected, BackendListener toTell) {
    listener = toTell;
    workshop.supervisors().getReady();
    noteRestartOfTheMachine(expected);
    Set<String> unknown = new HashSet<>(expected);
    for (Path folder : launchFolders()) {
      String id = folder.getFileName().toString();
      Optional<LaunchJson.Written> written = read(folder);
      if (written.isEmpty()) {
        removals.remove(folder);
      } else if (unknown.remove(id)) {
        adopt(new LaunchRun(written.get(), folder, toTell, false));
      } else {
        LaunchRun orphan = new LaunchRun(written.get(), folder, event -> {}, true);
        orphan.stop(Duration.ZERO);
        adopt(orphan);
      }
    }
    for (String id : unknown) {
      toTell.on(
          new Ended(
              id,
              "",
              workshop.clock().instant(),
              Cause.LOST,
              ExitCodes.BACKEND_ERROR,
              Optional.empty(),
              "Lost: the pool has no record of it (was its folder removed?)"));
    }
  }

  /**
   * Nothing in the pool's folder is forced to the disk, and what was written just before the power
   * went may be lost: after a restart of the machine nobody can say which of these were begun.
   */
  private void noteRestartOfTheMachine(Set<String> expected) {
    try {
      if (Boot.isEarlier(config.state())) {
        doubtful = Set.copyOf(expected);
        Boot.mark(config.state());
        DurableFiles.sync(config.state());
      }
    } catch (IOException failure) {
      throw new BackendException(
          "The folder of pool " + config.pool() + " cannot be used", failure);
    }
  }

  private List<Path> launchFolders() {
    try (Stream<Path> folders = Files.list(config.state().resolve("launches"))) {
      return folders.toList();
    } catch (IOException unreadable) {
      throw new BackendException(
          "The launches of pool " + config.pool() + " cannot be read", unreadable);
    }
  }

  /** The order in that folder; empty when it was never completely written. */
  private static Optional<LaunchJson.Written> read(Path folder) {
    Path file = folder.resolve("launch.json");
    try {
      return Files.exists(file)
          ? Optional.of(LaunchJson.readLaunch(Files.readAllBytes(file), file))
          : Optional.empty();
    } catch (IOException damaged) {
      LOGGER.log(Logger.Level.ERROR, "A launch is dropped: {0}", damaged.getMessage());
      return Optional.empty();
    }
  }

  private void adopt(LaunchRun run) {
    Path stop = run.folder().resolve("stop");
    try {
      if (Files.exists(stop)) {
        run.stop(Duration.parse(Files.readString(stop)));
      }
    } catch (IOException unreadable) {
      run.stop(Duration.ZERO);
    }
    launches.put(run.launch().id(), run);
    begin(run);
  }

  @Override
  public void start(Launch launch, Map<String, Secrets> secrets) {
    BackendListener toTell = listener;
    if (toTell == null) {
      throw new BackendException("The pool " + config.pool() + " has not taken up its work yet");
    }
    checkNames(launch);
    if (doubtful.contains(launch.id())) {
      throw new BackendException(
          "The machine was restarted while it was being started; whether it ran is not known");
    }
    launches.computeIfAbsent(
        launch.id(),
        id -> {
          LaunchRun run = writeDown(launch, secrets, toTell);
          begin(run);
          return run;
        });
  }

  /** When this returns, the launch survives the server, and no later start of it is another. */
  private LaunchRun writeDown(Launch launch, Map<String, Secrets> secrets, BackendListener toTell) {
    if (closed) {
      throw new BackendException("The pool " + config.pool() + " is closed");
    }
    Path folder = config.state().resolve("launches").resolve(launch.id());
    try {
      LaunchJson.Written written = LaunchJson.Written.now(launch);
      LaunchRun run = new LaunchRun(written, folder, toTell, false);
      workshop.preparation().skeletons().makeLaunch(folder);
      for (Map.Entry<String, Secrets> given : secrets.entrySet()) {
        run.folder(given.getKey()).secrets().keep(given.getValue());
      }
      DurableFiles.write(folder.resolve("launch.json"), LaunchJson.write(written));
      return run;
    } catch (IOException failure) {
      removals.remove(folder);
      throw new BackendException(
          "The launch " + launch.id() + " cannot be written down: " + failure.getMessage(),
          failure);
    }
  }

  /** They become names of folders. */
  private static void checkNames(Launch launch) {
    List<String> names = new ArrayList<>(List.of(launch.workflow(), launch.id().replace(".", "")));
    launch.tasks().forEach(task -> names.add(task.name()));
    for (String name : names) {
      if (launch.id().startsWith(".") || !name.matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
        throw new BackendException("'" + name + "' is not a name that this pool can use");
      }
    }
  }

  private void begin(LaunchRun run) {
    run.begin(
        workshop,
        () -> {
          if (run.isOrphan() || run.isForgotten()) {
            remove(run);
          }
        });
  }

  @Override
  public void stop(String launchId, Duration grace) {
    LaunchRun run = launches.get(launchId);
    if (run == null || run.isOver()) {
      return;
    }
    try {
      DurableFiles.write(
          run.folder().resolve("stop"), grace.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException failure) {
      LOGGER.log(Logger.Level.WARNING, "The stop is not written down: {0}", failure.getMessage());
    }
    run.stop(grace);
  }

  @Override
  public void forget(String launchId) {
    LaunchRun run = launches.get(launchId);
    if (run != null && run.forget()) {
      remove(run);
    }
  }

  private void remove(LaunchRun run) {
    if (launches.remove(run.launch().id(), run)) {
      removals.remove(run.folder(), run.launch().workflow());
    }
  }

  @Override
  public TaskSession openSession(String launchId, String task, SessionOrder order) {
    return access.open(run(launchId, task), task, order);
  }

  @Override
  public SocketChannel connect(String launchId, String task, int port) throws IOException {
    return access.connect(run(launchId, task), task, port);
  }

  @Override
  public DatagramChannel connectDatagrams(String launchId, String task, int port)
      throws IOException {
    return access.connectDatagrams(run(launchId, task), task, port);
  }

  private LaunchRun run(String launchId, String task) {
    return Optional.ofNullable(launches.get(launchId)).orElseThrow(() -> Access.notRunning(task));
  }

  @Override
  public void close() {
    closed = true;
    workshop.sessions().close();
    launches.values().forEach(LaunchRun::close);
    launches.values().forEach(LaunchRun::awaitThreads);
    workshop.supervisors().close();
    removals.close();
    try {
      lock.close();
    } catch (IOException alreadyClosed) {
      LOGGER.log(Logger.Level.DEBUG, "{0}", alreadyClosed.getMessage());
    }
  }
}
