package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.BackendEvent.Preparing;
import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.data.FolderObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Python runtime, with a suite of no packages, so that no network is needed. The tests share
 * what is installed, since that takes its time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhysicalAiTest {

  private static final String IMAGE = "sesamo/physical-ai:1";
  private static final String PROGRAM =
      """
      import os, pathlib, sys
      cache = pathlib.Path(os.environ['WARP_CACHE_PATH'])
      if sys.argv[1] == 'warm':
          print('one kernel')
          (cache / 'kernel').write_text('compiled')
      else:
          print(sys.argv[1], (cache / 'kernel').read_text(), sys.prefix != sys.base_prefix)
          (cache / 'mine').write_text('x')
      """;

  private final Path temp;
  private final Path suite;
  private Recorder heard = new Recorder();

  PhysicalAiTest(@TempDir Path temp) throws Exception {
    RequiresTool.check(Python.find().isPresent(), "No Python 3.11 or newer with venv on the PATH");
    this.temp = temp.toRealPath();
    this.suite = Files.createDirectories(this.temp.resolve("suite"));
    Files.createDirectories(suite.resolve("src/sesamo_physical_ai"));
  }

  @BeforeEach
  void writeSuite() throws Exception {
    Files.writeString(suite.resolve("requirements.txt"), "# no packages\n");
    Files.writeString(suite.resolve("src/sesamo_physical_ai/__init__.py"), "");
    Files.writeString(suite.resolve("src/sesamo_physical_ai/__main__.py"), PROGRAM);
    heard = new Recorder();
  }

  private LocalBackend open() throws Exception {
    InstantSource clock = InstantSource.system();
    LocalBackend backend =
        LocalBackend.open(
            LocalConfig.of(temp.resolve("state"), Optional.of(suite)),
            FolderObjectStore.open(temp.resolve("objects"), clock),
            temp.resolve("logs"),
            clock);
    backend.recover(Set.of(), heard);
    return backend;
  }

  private static Launch python(int attempt, String task) {
    return launch(
        attempt,
        task(task).image(IMAGE).command("python", "-m", "sesamo_physical_ai", "hello-" + task));
  }

  @Test
  void itIsInstalledOnceAndItsSourcesMayChange() throws Exception {
    try (LocalBackend backend = open()) {
      backend.start(python(10, "a"));
      Ended ended = heard.awaitEnded("a");
      assertThat(ended.exitCode()).as(ended.message()).isZero();
      assertThat(log("a", 10)).endsWith(" o hello-a compiled True\n");
      backend.start(python(11, "b"));
      assertThat(heard.awaitEnded("b").exitCode()).isZero();
      assertThat(preparations("b")).isEmpty();

      Files.writeString(
          suite.resolve("src/sesamo_physical_ai/__main__.py"),
          PROGRAM.replace("sys.prefix", "'x'"));
      Files.writeString(suite.resolve("src/sesamo_physical_ai/new.py"), "");
      backend.start(python(12, "c"));
      assertThat(heard.awaitEnded("c").exitCode()).isZero();
      assertThat(preparations("c"))
          .contains("compiling kernels")
          .doesNotContain("installing the Physical-AI runtime");
    }
  }

  @Test
  void aBrokenInstallationIsDoneAgain() throws Exception {
    try (LocalBackend backend = open()) {
      backend.start(python(20, "a"));
      assertThat(heard.awaitEnded("a").exitCode()).isZero();
      try (Stream<Path> made = Files.list(temp.resolve("state/runtimes"))) {
        for (Path folder : made.filter(Files::isDirectory).toList()) {
          Files.deleteIfExists(folder.resolve("complete"));
        }
      }
      backend.start(python(21, "b"));
      assertThat(heard.awaitEnded("b").exitCode()).isZero();
      assertThat(preparations("b"))
          .contains("installing the Physical-AI runtime", "compiling kernels: one kernel");
    }
  }

  @Test
  void aFailureIsToldInPlainWords() throws Exception {
    Files.writeString(
        suite.resolve("requirements.txt"),
        "nothing-of-that-name==1 --hash=sha256:" + "0".repeat(64) + "\n");
    try (LocalBackend backend = open()) {
      backend.start(python(30, "a"));
      Ended ended = heard.awaitEnded("a");

      assertThat(ended.cause()).isEqualTo(Cause.START_FAILED);
      assertThat(ended.exitCode()).isEqualTo(ExitCodes.PREPARATION_FAILED);
      assertThat(ended.message()).startsWith("The Physical-AI runtime could not be made ready: ");
    }
  }

  @Test
  void aStopNeedNotWaitForTheInstallation() throws Exception {
    Files.writeString(
        suite.resolve("src/sesamo_physical_ai/__main__.py"),
        "import time\nprint('long', flush=True)\ntime.sleep(600)\n");
    try (LocalBackend backend = open()) {
      backend.start(python(40, "a"));
      heard.await(Preparing.class, event -> event.message().equals("compiling kernels: long"));

      backend.stop("w.g.40", Duration.ofSeconds(60));

      assertThat(heard.awaitEnded("a").cause()).isEqualTo(Cause.STOPPED);
    }
  }

  private List<String> preparations(String task) {
    return heard.events().stream()
        .filter(Preparing.class::isInstance)
        .map(Preparing.class::cast)
        .filter(event -> event.task().equals(task))
        .map(Preparing::message)
        .toList();
  }

  private String log(String task, int attempt) throws Exception {
    return Files.readString(temp.resolve("logs/w/" + task + "." + attempt + ".log"));
  }
}
