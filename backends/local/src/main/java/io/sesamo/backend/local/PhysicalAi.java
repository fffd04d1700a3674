package io.sesamo.backend.local;

import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.data.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Python runtime of the Physical-AI suite, installed at its first use. Three folders make it
 * up, each named by what it was made from, made once, and finished by a marker that is written
 * last:
 *
 * <ul>
 *   <li>{@code physical-ai-<hash>}: the virtual environment, by the lock files and the Python
 *   <li>{@code physical-ai-source-<hash>}: a copy of the suite's own package, by its content
 *   <li>{@code physical-ai-kernels-<hash>}: compiled kernels, by both of the above
 * </ul>
 */
final class PhysicalAi {

  private static final String MARKER = "complete";

  private final Path sources;
  private final Path runtimes;
  private final Optional<Bubblewrap> sandbox;
  private final ReentrantLock installing = new ReentrantLock();
  private @Nullable Python python;

  /**
   * @param sources folder of the suite: lock files, and its package below {@code src}
   * @param runtimes where to install
   */
  PhysicalAi(Path sources, Path runtimes, Optional<Bubblewrap> sandbox) {
    this.sources = sources;
    this.runtimes = runtimes;
    this.sandbox = sandbox;
  }

  /** The runtime, installed first if need be, which may take minutes. */
  Equipment ready(Consumer<String> progress) throws StartFailure, InterruptedException {
    if (installing.isLocked()) {
      progress.accept("waiting until the Physical-AI runtime is installed");
    }
    installing.lockInterruptibly();
    try {
      Files.createDirectories(runtimes);
      try (FileChannel file =
              FileChannel.open(
                  runtimes.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock othersWait = file.lock()) {
        return othersWait.isValid() ? install(progress) : Equipment.THIS_SYSTEM;
      }
    } catch (IOException failure) {
      throw new StartFailure(
          ExitCodes.PREPARATION_FAILED,
          "The Physical-AI runtime could not be made ready: " + failure.getMessage());
    } finally {
      installing.unlock();
    }
  }

  private Equipment install(Consumer<String> progress) throws IOException, InterruptedException {
    Python found = python();
    List<Path> locks =
        Stream.of("requirements.txt", "requirements-no-deps.txt")
            .map(sources::resolve)
            .filter(Files::exists)
            .toList();
    if (locks.isEmpty()) {
      throw new IOException("there is no requirements.txt in " + sources);
    }
    String environmentHash = hash(locks, found.program() + " " + found.version());
    Path environment = runtimes.resolve("physical-ai-" + environmentHash);
    if (!isComplete(environment)) {
      makeEnvironment(found, environment, locks, progress);
    }
    List<Path> files = packageFiles();
    String sourceHash = hash(files, "");
    Path source = runtimes.resolve("physical-ai-source-" + sourceHash);
    if (!isComplete(source)) {
      copySource(files, source, environment);
    }
    Equipment cold = runtime(found, environment, source, Optional.empty());
    Path kernels =
        runtimes.resolve("physical-ai-kernels-" + hash(List.of(), environmentHash + sourceHash));
    if (!isComplete(kernels)) {
      compileKernels(cold, kernels, progress);
    }
    return runtime(found, environment, source, Optional.of(kernels));
  }

  private static Equipment runtime(
      Python python, Path environment, Path source, Optional<Path> kernels) {
    List<Path> mounts = new ArrayList<>(List.of(environment, source));
    if (!python.isPartOfTheSystem()) {
      mounts.add(python.prefix());
    }
    return new Equipment(
        mounts,
        List.of(environment.resolve("bin")),
        Map.of(
            "PYTHONPATH", source.toString(),
            "PYTHONDONTWRITEBYTECODE", "1", // compiled when it was installed
            "PYTHONUNBUFFERED", "1"), // so that the log shows a line when it is printed
        kernels.map(folder -> folder.resolve("cache")));
  }

  private Python python() throws IOException, InterruptedException {
    Python known = python;
    if (known == null) {
      known =
          Python.find()
              .orElseThrow(() ->
                  new IOException(
                      "it needs Python 3.11 or newer with its venv module, and none was found"
                          + " on the PATH; install python3 and python3-venv"));
      python = known;
    }
    return known;
  }

  private static void makeEnvironment(
      Python python, Path environment, List<Path> locks, Consumer<String> progress)
      throws IOException, InterruptedException {
    Folders.delete(environment); // what an installation that was broken off has left
    Path log = environment.resolveSibling("installation.log");
    Files.deleteIfExists(log);
    progress.accept("installing the Physical-AI runtime");
    run(log, progress, python.program(), "-m", "venv", environment);
    int all = 0;
    for (Path lock : locks) {
      all += packages(lock);
    }
    PackageCount count = new PackageCount(all, progress);
    for (Path lock : locks) {
      installPackages(environment, lock, log, count);
    }
    progress.accept("compiling the Physical-AI runtime's Python files");
    compile(environment, environment.resolve("lib"));
    run(log, line -> {}, "sh", "-c", "sync -f \"$0\" || sync", environment); // before the marker
    complete(environment);
  }

  private static void installPackages(Path environment, Path lock, Path log, PackageCount count)
      throws IOException, InterruptedException {
    List<Object> words =
        new ArrayList<>(
            List.of(environment.resolve("bin/python"), "-m", "pip", "install", "--no-compile"));
    words.addAll(
        List.of(
            "--disable-pip-version-check",
            "--no-input",
            "--progress-bar",
            "off",
            "--retries",
            "2"));
    words.addAll(List.of("--require-hashes", "--only-binary", ":all:"));
    if (lock.endsWith("requirements-no-deps.txt")) {
      words.add("--no-deps");
    }
    words.addAll(List.of("-r", lock));
    try {
      run(log, count::line, words.toArray());
    } catch (IOException failure) {
      throw PipTrouble.explain(failure, log);
    }
  }

  private static int packages(Path lock) throws IOException {
    return (int)
        Files.readAllLines(lock).stream().filter(line -> line.matches("[A-Za-z0-9].*==.*")).count();
  }

  /** Some files of some packages are not for this Python: those stay uncompiled. */
  private static void compile(Path environment, Path folder)
      throws IOException, InterruptedException {
    String script = "\"$0\" -m compileall -q -j 0 \"$1\" || true";
    Path log = environment.resolveSibling("compilation.log");
    run(log, line -> {}, "sh", "-c", script, environment.resolve("bin/python"), folder);
  }

  private List<Path> packageFiles() throws IOException {
    try (Stream<Path> files = Files.walk(sources.resolve("src"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("__pycache__"))
          .sorted()
          .toList();
    }
  }

  private void copySource(List<Path> files, Path target, Path environment)
      throws IOException, InterruptedException {
    Folders.delete(target);
    for (Path file : files) {
      Path copy = target.resolve(sources.resolve("src").relativize(file));
      Files.createDirectories(Optional.ofNullable(copy.getParent()).orElse(target));
      Files.copy(file, copy);
    }
    compile(environment, target);
    complete(target);
  }

  private void compileKernels(Equipment cold, Path kernels, Consumer<String> progress)
      throws IOException, InterruptedException {
    Optional<Path> earlier = latestKernels(); // most of them are still the right ones
    Folders.delete(kernels);
    Path cache = Files.createDirectories(kernels.resolve("cache"));
    if (earlier.isPresent()) {
      CopyTree.copy(earlier.get().resolve("cache"), cache);
    }
    progress.accept("compiling kernels");
    Path trial = kernels.resolve("trial");
    Folders.delete(trial);
    new KernelRun(sandbox, cold, trial, cache)
        .run(
            kernels.resolveSibling("kernels.log"),
            line -> progress.accept("compiling kernels: " + line));
    Folders.delete(trial);
    complete(kernels);
  }

  private Optional<Path> latestKernels() throws IOException {
    try (Stream<Path> folders = Files.list(runtimes)) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith("physical-ai-kernels-"))
          .filter(PhysicalAi::isComplete)
          .max(Comparator.comparingLong(folder -> folder.resolve(MARKER).toFile().lastModified()));
    }
  }

  private static void run(Path log, Consumer<String> line, Object... words)
      throws IOException, InterruptedException {
    Step.run(Stream.of(words).map(Object::toString).toList(), Map.of(), log, line);
  }

  private static boolean isComplete(Path folder) {
    return Files.exists(folder.resolve(MARKER));
  }

  private static void complete(Path folder) throws IOException {
    DurableFiles.writeDurably(folder.resolve(MARKER), new byte[0]);
  }

  private String hash(List<Path> files, String more) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update((sources.relativize(file) + "\0").getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
        digest.update((byte) 0);
      }
      digest.update(more.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has it
    }
  }

  /** Turns pip's words into how far it is. */
  private static final class PackageCount {
    private final int all;
    private final Consumer<String> progress;
    private int seen;

    PackageCount(int all, Consumer<String> progress) {
      this.all = all;
      this.progress = progress;
    }

    void line(String line) {
      if (line.startsWith("Collecting ")) {
        seen++;
        progress.accept(
            "installing the Physical-AI runtime: %d of %d packages".formatted(seen, all));
      }
      if (line.startsWith("Installing collected packages")) {
        progress.accept("unpacking the Physical-AI runtime's packages");
      }
    }
  }
}
