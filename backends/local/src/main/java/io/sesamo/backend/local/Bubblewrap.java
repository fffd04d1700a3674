package io.sesamo.backend.local;

import io.sesamo.engine.backend.ExitCodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs a task in a sandbox of Linux namespaces. Its file system is put together from a list of what
 * it may see: this machine's programs and libraries and the harmless part of {@code /etc},
 * read-only; the task's own folders; nothing else. It has no capabilities, and its own processes,
 * devices and host name. The network is this machine's: programs of a group talk to each other
 * through it.
 */
record Bubblewrap(Path program) implements Confinement {

  private static final List<String> SYSTEM =
      List.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32");

  /** Of {@code /etc}: no keys, no shadow files, no service's configuration. */
  private static final List<String> SETTINGS =
      List.of(
          "passwd group hosts host.conf resolv.conf nsswitch.conf gai.conf protocols services rpc",
          "ssl/certs ssl/openssl.cnf ca-certificates ca-certificates.conf pki/tls/certs",
          "pki/tls/openssl.cnf pki/ca-trust crypto-policies",
          "ld.so.cache ld.so.conf ld.so.conf.d alternatives localtime timezone locale.alias",
          "locale.conf os-release debian_version mime.types magic terminfo inputrc",
          "fonts OpenCL vulkan glvnd EGL");

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
  static Optional<Bubblewrap> open(List<String> whyNot) throws InterruptedException {
    Optional<Path> program = Programs.find("bwrap");
    if (program.isEmpty()) {
      whyNot.add("bubblewrap (the command bwrap) is not installed");
      return Optional.empty();
    }
    List<String> words = new ArrayList<>(List.of(program.get().toString()));
    words.addAll(NAMESPACES);
    words.addAll(system());
    words.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--", "true"));
    Programs.Result result = Programs.run(words);
    if (result.exitCode() == 0) {
      return program.map(Bubblewrap::new);
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
  public Order order(Plan plan) {
    List<String> words = new ArrayList<>(List.of(program.toString()));
    words.addAll(List.of("--info-fd", "4", "--args", "5", "--"));
    words.addAll(plan.words());
    return new Order(words, arguments(plan), true);
  }

  List<String> arguments(Plan plan) {
    List<String> arguments = new ArrayList<>(NAMESPACES);
    arguments.addAll(List.of("--hostname", plan.name().replaceAll(".*\\.", "")));
    arguments.add("--clearenv");
    new TreeMap<>(plan.environment())
        .forEach((name, value) -> arguments.addAll(List.of("--setenv", name, value)));
    mount(arguments, "--bind", plan.folder().root(), "/");
    arguments.addAll(system());
    arguments.addAll(settings());
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
    if (!plan.accelerators().isEmpty()) {
      arguments.addAll(Accelerators.mounts(plan.accelerators()));
    }
    arguments.addAll(List.of("--chdir", Places.OSMO.workspace()));
    return arguments;
  }

  private static void mount(List<String> arguments, String how, Path source, String target) {
    arguments.addAll(List.of(how, source.toString(), target));
  }

  private static List<String> system() {
    List<String> arguments = new ArrayList<>();
    for (String name : SYSTEM) {
      Path folder = Path.of("/", name);
      if (Files.isSymbolicLink(folder)) {
        arguments.addAll(List.of("--symlink", linkTarget(folder), folder.toString()));
      } else if (Files.isDirectory(folder)) {
        mount(arguments, "--ro-bind", folder, folder.toString());
      }
    }
    return arguments;
  }

  private static String linkTarget(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<String> settings() {
    List<String> arguments = new ArrayList<>();
    SETTINGS.stream()
        .flatMap(line -> Stream.of(line.split(" ", -1)))
        .map(name -> Path.of("/etc").resolve(name))
        .filter(Files::exists)
        .forEach(file -> mount(arguments, "--ro-bind", file, file.toString()));
    return arguments;
  }

  @Override
  public boolean signal(TaskFolder folder, String name, boolean kill) {
    Optional<ProcessHandle> first =
        folder.sandbox().flatMap(ProcessHandle::of).filter(process -> belongs(process, folder));
    if (kill) {
      first.ifPresent(ProcessHandle::destroyForcibly); // the kernel kills the others with it
      return first.isPresent();
    }
    List<ProcessHandle> others = first.stream().flatMap(ProcessHandle::descendants).toList();
    others.forEach(ProcessHandle::destroy);
    return !others.isEmpty();
  }

  /** Guards against a process that got the number of one long gone. */
  private static boolean belongs(ProcessHandle process, TaskFolder folder) {
    Optional<Claim> claim = folder.claim().filter(Claim::alive);
    return claim.isPresent()
        && Stream.iterate(
                process.parent(), Optional::isPresent, p -> p.flatMap(ProcessHandle::parent))
            .anyMatch(ancestor -> ancestor.orElseThrow().pid() == claim.get().process());
  }
}
