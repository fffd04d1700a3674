package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static io.sesamo.backend.local.Specs.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.data.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local pool on a machine where no sandbox works. */
class UnconfinedBackendTest extends BackendContract {

  UnconfinedBackendTest(@TempDir Path temp) throws Exception {
    super(temp);
  }

  @Override
  protected Backend open() throws Exception {
    return unconfined(temp, store);
  }

  static Backend unconfined(Path temp, ObjectStore store) throws Exception {
    LocalConfig config =
        LocalConfig.of(temp.resolve("state"), Optional.empty())
            .withIsolation(LocalConfig.Isolation.NONE);
    return LocalBackend.open(config, store, temp.resolve("logs"), InstantSource.system());
  }

  @Test
  void itSaysThatNothingIsIsolated() {
    List<String> warnings = new ArrayList<>();
    backend.refusals(launch(0, task("a")), warnings);

    assertThat(backend.pools().getFirst().description()).contains("not isolated");
    assertThat(warnings).anyMatch(warning -> warning.contains("not isolated"));
  }

  @Test
  void aDaemonIsKilledWhenItsTaskIsOver() throws Exception {
    run(launch(0, script("a", "setsid sleep 7651 & sleep 0.2; echo over")));

    assertThat(log("a", 0)).contains("o over");
    Recorder.until("the daemon is gone", () -> !running("7651"));
  }

  @Test
  void aLeftoverThatNeverStopsWritingIsKilledWhenItsTaskIsOver() throws Exception {
    run(launch(0, script("a", "yes 7653 & sleep 0.1; exit 0")));

    Recorder.until("it is gone", () -> !running("7653"));
  }

  @Test
  void aDaemonIsKilledWhenItsTaskIsStopped() throws Exception {
    Launch launch = launch(0, script("a", "setsid sleep 7652 & echo daemon; sleep 7652"));
    backend.start(launch);
    awaitLine("a", "o daemon");
    backend.stop(launch.id(), Duration.ofSeconds(5));
    heard.awaitEnded("a");

    Recorder.until("the daemon is gone", () -> !running("7652"));
  }

  /** It may hide from who looks for what it has left behind. */
  @Test
  void whatATaskHasLeftRunningGetsNoFolderOfALaterOne() throws Exception {
    String hide = "env -i setsid sleep 7658 </dev/null >/dev/null 2>&1 & sleep 0.2";
    Launch launch = launch(0, script("a", hide));
    try {
      run(launch);
      assertThat(running("7658")).isTrue();
      backend.forget(launch.id());
      Path state = temp.resolve("state");
      for (Path folders : List.of(state.resolve("launches"), state.resolve("removed"))) {
        Recorder.until("its folder is gone", () -> folders.toFile().list().length == 0);
      }

      for (String spare : state.resolve("skeletons").toFile().list()) {
        assertThat(state.resolve("skeletons").resolve(spare).resolve("work")).doesNotExist();
      }
    } finally {
      ProcessHandle.allProcesses()
          .filter(process -> process.info().commandLine().orElse("").endsWith("sleep 7658"))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static boolean running(String argument) {
    return ProcessHandle.allProcesses()
        .anyMatch(process ->
            process.info().arguments().stream()
                .anyMatch(words -> List.of(words).contains(argument)));
  }
}
