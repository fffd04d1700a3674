package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.BackendEvent.Started;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.data.FolderObjectStore;
import io.sesamo.engine.data.ObjectStore;
import io.sesamo.engine.logs.TaskLog;
import io.sesamo.model.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that want everything for themselves, and a task beside them that must not notice. */
class LimitsTest {

  private static final int PROCESSES = 60;

  private final Path temp;
  private final ObjectStore store;
  private final Recorder heard = new Recorder();
  private final LocalBackend backend;

  LimitsTest(@TempDir Path folder) throws Exception {
    temp = folder.toRealPath();
    store = FolderObjectStore.open(temp.resolve("objects"), InstantSource.system());
    backend =
        LocalBackend.open(
            LocalConfig.of(temp.resolve("state"), Optional.empty()).withProcesses(PROCESSES),
            store,
            temp.resolve("logs"),
            InstantSource.system());
    backend.recover(Set.of(), heard);
  }

  @BeforeEach
  void needsASandbox() throws Exception {
    RequiresTool.sandbox();
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void thePoolSaysWhichLimitsHold() {
    assertThat(backend.pools().getFirst().description())
        .contains("limits are enforced for")
        .contains("size of files");
  }

  @Test
  void whatAnEarlierServerHasLeftOfALostTaskIsRemoved() throws Exception {
    Path state = temp.resolve("other");
    Resources amount = Resources.whole(1000, 1 << 20, 0, 0);
    List<Path> left = Limits.detect(PROCESSES, state).make("lost-1.g.0.t", amount);
    List<Path> others = Limits.detect(PROCESSES, temp).make("lost-1.g.0.t", amount);
    Files.createDirectories(state.resolve("launches/kept-1.g.0/tasks/t"));
    List<Path> kept = Limits.detect(PROCESSES, state).make("kept-1.g.0.t", amount);

    LocalBackend.open(
            LocalConfig.of(state, Optional.empty()),
            store,
            temp.resolve("logs"),
            InstantSource.system())
        .close();

    assertThat(left).noneMatch(Files::exists);
    assertThat(others).allMatch(Files::exists);
    assertThat(kept).allMatch(Files::exists);
    Limits.remove(others);
    Limits.remove(kept);
  }

  /** Only where this test shows that the limit holds does the next one set off its bomb. */
  private void checkThatProcessesAreLimited() throws Exception {
    RequiresTool.check(
        Limits.detect(PROCESSES, temp).processes().isPresent(),
        "No group of processes can be made here");
    backend.start(
        launch(
            9,
            script("probe", "for i in $(seq 100); do sleep 60 & done; echo all of them started")));
    assertThat(heard.awaitEnded("probe").exitCode()).isNotZero();
    assertThat(log("probe", 9)).doesNotContain("all of them started").contains("fork");
  }

  @Test
  void aForkBombHarmsNobodyElse() throws Exception {
    checkThatProcessesAreLimited();
    // Bounded in itself too: each generation only doubles, and there are twelve.
    Launch bomb =
        launch(
            0,
            script(
                "bomb",
                "f() { [ $1 = 0 ] || { f $(($1 - 1)) & f $(($1 - 1)) & wait; }; sleep 60; };"
                    + " echo lit; f 12"));
    backend.start(bomb);
    heard.await(Started.class, started -> started.task().equals("bomb"));

    assertNeighbourRuns();

    backend.stop(bomb.id(), Duration.ZERO);
    heard.awaitEnded("bomb");
  }

  @Test
  void aMemoryHogHarmsNobodyElse() throws Exception {
    RequiresTool.check(
        Limits.detect(PROCESSES, temp).memory().isPresent(),
        "No memory control group can be made here");
    backend.start(
        launch(
            0,
            script("hog", "x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo ${#x}")
                .amount(Resources.whole(1000, 64L << 20, 0, 0))));

    assertNeighbourRuns();

    assertThat(heard.awaitEnded("hog").cause()).isEqualTo(Cause.OUT_OF_MEMORY);
  }

  @Test
  void aDiskFillerHarmsNobodyElse() throws Exception {
    Launch filler =
        launch(
            0,
            script("filler", "exec head -c 100000000 /dev/zero > {{output}}/large")
                .amount(Resources.whole(1000, 1L << 30, 1 << 20, 0)));
    backend.start(filler);

    assertNeighbourRuns();

    Ended ended = heard.awaitEnded("filler");
    assertThat(ended.exitCode()).isEqualTo(Limits.FILE_TOO_LARGE);
    assertThat(ended.message()).contains("larger than its share of the disk");
    assertThat(Files.size(store.tree(ended.output().orElseThrow()).resolve("large")))
        .isEqualTo(1 << 20);
  }

  @Test
  void whatAsksForNothingLeavesSomeOfTheDiskToOthers() {
    Limits limits = Limits.detect(PROCESSES, temp);

    assertThat(limits.ofProcesses(Resources.NONE, 1024 * 2000)).containsEntry("blocks", "3800");
    assertThat(limits.ofProcesses(Resources.whole(0, 0, 5120, 0), 1024 * 2000))
        .containsEntry("blocks", "10");
  }

  private void assertNeighbourRuns() throws Exception {
    backend.start(launch(5, script("neighbour", "echo fine > {{output}}/word")));
    Ended ended = heard.awaitEnded("neighbour");
    assertThat(ended.exitCode()).as(ended.message()).isZero();
    assertThat(store.tree(ended.output().orElseThrow()).resolve("word")).hasContent("fine");
  }

  private String log(String task, int attempt) throws Exception {
    return Files.readString(TaskLog.path(temp.resolve("logs"), "w", task, attempt));
  }
}
