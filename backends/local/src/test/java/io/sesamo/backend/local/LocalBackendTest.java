package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static io.sesamo.backend.local.Specs.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.BackendEvent.Started;
import io.sesamo.engine.backend.BackendException;
import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Pool;
import io.sesamo.model.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local pool with sandboxes. */
class LocalBackendTest extends BackendContract {

  LocalBackendTest(@TempDir Path temp) throws Exception {
    super(temp);
    RequiresTool.sandbox();
  }

  @Override
  protected Backend open() throws Exception {
    return Sandboxed.open(temp, store);
  }

  /** The order may have come before the power went, or not: its folder may be lost either way. */
  @Test
  void whatMayHaveBegunBeforeTheMachineDiedIsNotBegunAgain() throws Exception {
    backend.close();
    Path mark = temp.resolve("state/boot");
    Files.delete(mark);
    Files.createSymbolicLink(mark, Path.of("an-earlier-boot"));
    Launch doubtful = launch(0, task("a").command("true"));
    Launch fresh = launch(1, task("a").command("true"));

    reopen(Set.of(doubtful.id()), new Recorder());

    assertThatThrownBy(() -> backend.start(doubtful))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("whether it ran is not known");
    assertThat(temp.resolve("state/launches/w.g.0")).doesNotExist();
    backend.start(fresh);
    assertThat(temp.resolve("state/launches/w.g.1/launch.json")).exists();
  }

  @Test
  void aClosedPoolTakesNothing() throws Exception {
    backend.close();

    assertThatThrownBy(() -> backend.start(launch(0, task("a"))))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("is closed");
    assertThat(temp.resolve("state/launches/w.g.0")).doesNotExist();
  }

  /** Its path is longer than the operating system takes. */
  @Test
  void aTreeThatIsTooDeepIsRemoved() throws Exception {
    String deep = "n=$(printf 'x%.0s' $(seq 200)); for i in $(seq 20); do mkdir $n && cd $n; done";
    run(launch(0, script("a", deep)));
    backend.forget("w.g.0");

    reopen(Set.of(), new Recorder());

    assertThat(temp.resolve("state/removed")).isEmptyDirectory();
  }

  @Test
  void fileUrlsAreReadAndWrittenWithinTheOpenedFoldersOnly() throws Exception {
    Path opened = temp.resolve("opened");
    Files.createDirectories(opened.resolve("in"));
    Files.writeString(opened.resolve("in/a.txt"), "a");
    Files.writeString(opened.resolve("in/b.bin"), "b");
    Files.createSymbolicLink(opened.resolve("escape"), temp.resolve("state"));

    Ended ended =
        run(
            launch(
                0,
                script(
                        "a",
                        "ls {{input:0}} {{input:1}} > {{output}}/list; echo no > {{output}}/other")
                    .input("file://" + opened + "/in", "")
                    .input("file://" + opened + "/in/b.bin", "")
                    .output("file://" + opened + "/out", "li.*")));
    assertThat(ended.message()).isEmpty();
    assertThat(opened.resolve("out/list"))
        .hasContent("/osmo/data/input/0:\na.txt\nb.bin\n\n/osmo/data/input/1:\nb.bin\n");
    assertThat(opened.resolve("out/other")).doesNotExist();

    backend.start(launch(1, task("b").input("file://" + opened + "/escape", "")));
    Ended refused = heard.awaitEnded("b");
    assertThat(refused.cause()).isEqualTo(Cause.START_FAILED);
    assertThat(refused.exitCode()).isEqualTo(ExitCodes.DOWNLOAD_FAILED);
    assertThat(refused.message()).contains("is not in an allowed folder");
  }

  @Test
  void aCopyThatCannotBePlacedFailsTheTaskAndLeavesNothingBehind() throws Exception {
    Path place = temp.resolve("opened/out");
    Files.createDirectories(place.resolve("x/already a folder"));

    Ended ended =
        run(launch(0, script("a", "echo x > {{output}}/x").output("file://" + place, "")));

    assertThat(ended.cause()).isEqualTo(Cause.OUTPUT_FAILED);
    assertThat(place.toFile().list()).containsExactly("x");
  }

  @Test
  void namesThatAreNotUtf8GoFromTaskToPlaceToTask() throws Exception {
    Path place = temp.resolve("opened/odd");
    String odd = "/\"$(printf 'd\\351/caf\\351')\"";

    Ended left =
        run(
            launch(
                0,
                script("a", "mkdir {{output}}/$(printf 'd\\351'); echo x > {{output}}" + odd)
                    .output("file://" + place, "")));
    Ended taken = run(launch(1, script("c", "cat {{input:0}}" + odd).input("file://" + place, "")));

    assertThat(left.message()).isEmpty();
    assertThat(taken.exitCode()).isZero();
  }

  @Test
  void whatThePoolCannotDoIsRefusedInWords() {
    List<String> warnings = new ArrayList<>();
    List<String> refusals =
        backend.refusals(
            launch(
                0,
                task("a").image("sesamo/physical-ai:1"),
                task("b").input("s3://bucket/x", "").output("file:///etc/x", "")),
            warnings);

    assertThat(refusals)
        .containsExactlyInAnyOrder(
            "The image 'sesamo/physical-ai:1' needs the Physical-AI suite, which this pool does not have",
            "The URL 's3://bucket/x' cannot be used here: this pool knows file:// URLs only",
            "'file:///etc/x' is not in an allowed folder: open for outputs are ["
                + temp.resolve("opened")
                + "]");
    assertThat(warnings)
        .containsExactly(
            "The image 'ubuntu:24.04' is not used: its tasks run on this machine's own system");
  }

  @Test
  void anOutputThatCannotBeStoredFailsTheTask() throws Exception {
    Ended ended = run(launch(0, script("a", "ln -s /etc/passwd {{output}}/link")));

    assertThat(ended.cause()).isEqualTo(Cause.OUTPUT_FAILED);
    assertThat(ended.exitCode()).isEqualTo(ExitCodes.UPLOAD_FAILED);
    assertThat(ended.message()).contains("'link' is a link that leads out of the folder");
  }

  @Test
  void aMissingFileOfKeyFiguresIsALineInTheLog() throws Exception {
    Ended ended = run(launch(0, task("a").kpi("kpi.json")));

    assertThat(ended.exitCode()).isZero();
    assertThat(log("a", 0)).contains("s The key figures' file 'kpi.json' is missing");
  }

  @Test
  void usingMoreMemoryThanAskedForEndsTheTask() throws Exception {
    RequiresTool.check(
        Limits.detect(100, temp).memory().isPresent(), "No memory control group can be made here");
    Ended ended =
        run(
            launch(
                0,
                task("a")
                    .command(
                        "sh", "-c", "x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo ${#x}")
                    .amount(Resources.whole(1000, 64L << 20, 0, 0))));

    assertThat(ended.cause()).isEqualTo(Cause.OUT_OF_MEMORY);
    assertThat(ended.exitCode()).isEqualTo(ExitCodes.EVICTED);
  }

  @Test
  void forgettingRemovesTheFoldersAndKeepsTheLog() throws Exception {
    Launch launch =
        launch(0, script("a", "echo said; mkdir -p {{output}}/x; chmod 0 {{output}}/x"));
    run(launch);
    Path folder = temp.resolve("state/launches/w.g.0");
    assertThat(folder).exists();

    backend.forget(launch.id());
    Recorder.until("it is forgotten", () -> !Files.exists(folder));
    assertThat(log("a", 0)).contains("said");
  }

  @Test
  void launchesThatNobodyExpectsAreStoppedAndRemoved() throws Exception {
    backend.start(launch(0, task("a").command("sleep", "7657")));
    Recorder.until("the command runs", () -> Sandboxed.commandLines().contains("7657"));

    reopen(Set.of(), new Recorder());

    Recorder.until("it is gone", () -> !Files.exists(temp.resolve("state/launches/w.g.0")));
    assertThat(Sandboxed.commandLines()).doesNotContain("7657");
  }

  @Test
  void aStopIsCarriedOutByTheNextServer() throws Exception {
    Launch launch = launch(0, script("a", "trap '' TERM; while :; do sleep 0.05; done"));
    backend.start(launch);
    heard.await(Started.class, event -> true);
    backend.stop(launch.id(), Duration.ofMillis(500));
    Recorder later = new Recorder();

    reopen(Set.of(launch.id()), later);

    assertThat(later.awaitEnded("a").cause()).isEqualTo(Cause.STOPPED);
  }

  /** A server may go away between telling a task to stop and hearing of its end. */
  @Test
  void whatAnEarlierServerToldToStopHasStopped() throws Exception {
    String slow = "trap 'touch told; until [ -e go ]; do sleep 0.02; done; exit 0' TERM";
    Launch launch =
        launch(0, script("a", "cd {{output}}; " + slow + "; touch up; sleep 3600 & wait"));
    backend.start(launch);
    TaskFolder folder = new TaskFolder(temp.resolve("state/launches/w.g.0/tasks/a"));
    Recorder.until("it is up", () -> Files.exists(folder.output().resolve("up")));
    backend.stop(launch.id(), Duration.ofMinutes(10));
    Recorder.until("it was told", () -> Files.exists(folder.output().resolve("told")));
    backend.close();
    Files.createFile(folder.output().resolve("go"));
    Recorder.until("it has ended", () -> folder.exit().isPresent());
    Recorder later = new Recorder();

    reopen(Set.of(launch.id()), later);

    assertThat(later.awaitEnded("a").cause()).isEqualTo(Cause.STOPPED);
  }

  @Test
  void thePoolIsOneNodeWithThisMachinesParts() {
    Pool pool = backend.pools().getFirst();
    assertThat(pool.name()).isEqualTo("default");
    assertThat(pool.emulated()).isFalse();
    assertThat(pool.nodes()).hasSize(1);
    assertThat(pool.nodes().getFirst().platform()).isEqualTo("local");
    assertThat(pool.nodes().getFirst().capacity().memoryBytes()).isGreaterThan(1L << 28);
    assertThat(pool.description()).contains("in bubblewrap sandboxes");
  }
}
