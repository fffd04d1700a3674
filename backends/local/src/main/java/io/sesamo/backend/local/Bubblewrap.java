package io.sesamo.backend.local;

import io.sesamo.engine.backend.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs a task in a sandbox of Linux namespaces. Its file system is put together from a list of what
 * it may see: this machine's programs and libraries and the harmless part of {@code /etc},
 * read-only; the task's own folders; nothing else. It has no capabilities, and its own processes,
 * devices and host name. The network is this machine's, or one of its group: programs of a group
 * talk to each other through it.
 *
 * @param network whose network tasks that are yet to start get
 */
record Bubblewrap(Path program, SystemSettings settings, LocalConfig.Network network)
    implements Confinement {

  /**
   * Folders of this machine's programs and libraries. Each is a mount of its own in a sandbox, also
   * where it is a link here: a link in its root a task could replace, and have other programs and
   * libraries found by whoever enters the sandbox.
   */
  static final List<String> SYSTEM =
      List.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32");

  /** Where a task may have no files of its own. */
  private static final List<String> TAKEN =
      List.of(
          "usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "etc", "proc", "dev", "sys",
          "run");

  private static final List<String> NAMESPACES =
      List.of(
          "--unshare-user-try",
          "--unshare-pid",
          "--unshare-ipc",
          "--unshare-uts",
          "--unshare-cgroup-try",
          "--die-with-parent",
          "--cap-drop",
          "ALL");

  /** Tries it; {@code whyNot} gets a sentence when it does not work here. */
  static Optional<Path> find(List<String> whyNot) throws InterruptedException {
    Optional<Path> program = Programs.find("bwrap");
    if (program.isEmpty()) {
      whyNot.add("bubblewrap (the command bwrap) is not installed");
      return Optional.empty();
    }
    List<String> words = new ArrayList<>(List.of(program.get().toString()));
    words.addAll(NAMESPACES);
    words.addAll(systemFolders());
    words.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--", "true"));
    Programs.Result result = Programs.run(words);
    if (result.exitCode() == 0) {
      return program;
    }
    whyNot.add(
        "bubblewrap does not work here ("
            + result.error().strip()
            + "); it needs unprivileged user namespaces, or to be run by root");
    return Optional.empty();
  }

  @Override
  public String name() {
    return "bubblewrap";
  }

  @Override
  public Path placeFor(TaskFolder folder, String path, Equipment runtime) throws StartFailure {
    Path wanted;
    try {
      wanted = Path.of("/" + path).normalize();
    } catch (InvalidPathException impossible) {
      throw cannotPlace(path, "this machine cannot make a file of that name");
    }
    if (wanted.getNameCount() == 0) {
      throw cannotPlace(path, "the path must name a file");
    }
    boolean ours =
        wanted.startsWith("/osmo")
            && !wanted.startsWith(Places.OSMO.output())
            && !wanted.startsWith(Places.OSMO.workspace());
    boolean taken =
        TAKEN.contains(wanted.getName(0).toString())
            || ours
            || runtime.mounts().stream().anyMatch(wanted::startsWith);
    if (taken) {
      throw cannotPlace(path, "that folder cannot be written to; use /tmp or the working folder");
    }
    for (Map.Entry<String, Path> folders : writable(folder).entrySet()) {
      if (wanted.startsWith(folders.getKey())) {
        return folders.getValue().resolve(Path.of(folders.getKey()).relativize(wanted));
      }
    }
    return folder.root().resolve(Path.of("/").relativize(wanted));
  }

  private static StartFailure cannotPlace(String path, String why) {
    return new StartFailure(
        ExitCodes.PREPARATION_FAILED, "The file '" + path + "' cannot be placed: " + why);
  }

  private static Map<String, Path> writable(TaskFolder folder) {
    return Map.of(
        Places.OSMO.output(),
        folder.output(),
        Places.OSMO.workspace(),
        folder.work(),
        Places.OSMO.temporary(),
        folder.temporary());
  }

  @Override
  public Command command(Plan plan) throws IOException {
    List<String> words = new ArrayList<>(List.of(program.toString()));
    words.addAll(List.of("--info-fd", String.valueOf(Command.INFO)));
    words.addAll(List.of("--args", String.valueOf(Command.ARGUMENTS), "--"));
    words.addAll(plan.words());
    return switch (network) {
      case MACHINE -> new Command(words, Command.FEW_VARIABLES, ":", arguments(plan));
      case GROUP -> {
        List<String> arguments = arguments(plan);
        mountResolvers(plan.folder(), arguments);
        yield new Command(
            words,
            NetworkKeeper.environment(plan.folder().network()),
            GroupNetwork.JOIN,
            arguments);
      }
    };
  }

  private void mountResolvers(TaskFolder folder, List<String> arguments) throws IOException {
    Path machines = settings.current().resolve("resolv.conf");
    if (Files.exists(machines)) {
      Optional<String> own = NetworkKeeper.resolvers(Files.readString(machines));
      if (own.isPresent()) {
        Path file = Files.writeString(folder.path().resolve("resolv.conf"), own.get());
        mount(arguments, "--ro-bind", file, "/etc/resolv.conf");
      }
    }
  }

  List<String> arguments(Plan plan) throws IOException {
    List<String> arguments = new ArrayList<>(NAMESPACES);
    arguments.addAll(List.of("--hostname", plan.name().replaceAll(".*\\.", "")));
    arguments.add("--clearenv");
    new TreeMap<>(plan.environment())
        .forEach((name, value) -> arguments.addAll(List.of("--setenv", name, value)));
    mount(arguments, "--bind", plan.folder().root(), "/");
    arguments.addAll(systemFolders());
    mount(arguments, "--ro-bind", settings.current(), "/etc");
    settings.mounts().forEach(folder -> mount(arguments, "--ro-bind", folder, folder.toString()));
    arguments.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/run"));
    // Programs count the cores there.
    arguments.addAll(List.of("--ro-bind-try", "/sys/devices/system", "/sys/devices/system"));
    writable(plan.folder()).forEach((place, folder) -> mount(arguments, "--bind", folder, place));
    for (int index = 0; index < plan.inputs().size(); index++) {
      mount(arguments, "--ro-bind", plan.inputs().get(index), Places.OSMO.input().apply(index));
    }
    plan.runtime()
        .mounts()
        .forEach(folder -> mount(arguments, "--ro-bind", folder, folder.toString()));
    plan.secrets()
        .folders()
        .forEach((place, folder) -> mount(arguments, "--ro-bind", folder, place));
    if (!plan.accelerators().isEmpty()) {
      arguments.addAll(Accelerators.mounts(plan.accelerators()));
    }
    arguments.addAll(List.of("--chdir", Places.OSMO.workspace()));
    return arguments;
  }

  private static void mount(List<String> arguments, String how, Path source, String target) {
    arguments.addAll(List.of(how, source.toString(), target));
  }

  private static List<String> systemFolders() {
    List<String> arguments = new ArrayList<>();
    systemNames().forEach(name -> mount(arguments, "--ro-bind", Path.of(name), name));
    return arguments;
  }

  private static List<String> systemNames() {
    return SYSTEM.stream()
        .map(name -> "/" + name)
        .filter(name -> Files.isDirectory(Path.of(name)))
        .toList();
  }

  @Override
  public boolean signal(TaskFolder folder, String name, boolean kill) {
    Optional<ProcessHandle> first = firstProcess(folder);
    if (kill) {
      first.ifPresent(ProcessHandle::destroyForcibly); // the kernel kills the others with it
      return first.isPresent();
    }
    List<ProcessHandle> others = first.stream().flatMap(ProcessHandle::descendants).toList();
    others.forEach(ProcessHandle::destroy);
    return !others.isEmpty();
  }

  @Override
  public Optional<Entry> entry(TaskFolder folder, String name, boolean terminal)
      throws IOException {
    Order order = Order.read(folder.order()).with(folder.secrets().variables());
    List<String> arguments = order.arguments();
    if (!arguments.containsAll(systemNames())) {
      throw new IOException("its sandbox was made by an earlier release of Sesamo");
    }
    Optional<SandboxDoor> door = SandboxDoor.open(() -> firstProcess(folder));
    boolean ownNetwork = order.network().isPresent();
    return door.map(found ->
        found.entry(environment(arguments), Places.OSMO.workspace(), Limits.isRoot(), ownNetwork));
  }

  private static Map<String, String> environment(List<String> arguments) {
    Map<String, String> variables = new TreeMap<>();
    for (int at = 0; at < arguments.size(); at++) {
      if (arguments.get(at).equals("--setenv")) {
        variables.put(arguments.get(at + 1), arguments.get(at + 2));
        at += 2;
      }
    }
    return variables;
  }

  private static Optional<ProcessHandle> firstProcess(TaskFolder folder) {
    return folder
        .process()
        .filter(Claim::alive)
        .flatMap(bubblewrap -> ProcessHandle.of(bubblewrap.process()))
        .flatMap(bubblewrap -> bubblewrap.children().findFirst());
  }
}
