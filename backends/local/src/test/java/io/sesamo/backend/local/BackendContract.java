package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static io.sesamo.backend.local.Specs.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.BackendEvent.Ran;
import io.sesamo.engine.backend.BackendEvent.Started;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.data.ManifestId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every backend does, seen from the engine. A backend's test extends this. */
abstract class BackendContract extends BackendTest {

  protected BackendContract(@TempDir Path temp) throws Exception {
    super(temp);
  }

  @Test
  void aTaskRunsAndItsOutputIsStored() throws Exception {
    Ended ended = run(launch(0, script("a", "echo result > {{output}}/result")));

    assertThat(ended.cause()).isEqualTo(Cause.EXITED);
    assertThat(ended.exitCode()).isZero();
    assertThat(outputFile(ended, "result")).isEqualTo("result\n");
    assertThat(heard.events())
        .extracting(event -> event.getClass().getSimpleName())
        .containsSubsequence("Started", "Storing", "Ended");
    assertThat(heard.events()).last().isEqualTo(ended);
  }

  @Test
  void theExitCodeIsTheCommandsAndOutputIsKeptAllTheSame() throws Exception {
    Ended ended = run(launch(0, script("a", "echo kept > {{output}}/part; exit 42")));

    assertThat(ended.cause()).isEqualTo(Cause.EXITED);
    assertThat(ended.exitCode()).isEqualTo(42);
    assertThat(outputFile(ended, "part")).isEqualTo("kept\n");
  }

  @Test
  void anAttemptFindsTheCheckpointsOfTheOneBeforeIt() throws Exception {
    String script =
        "cd {{output}}; cat points/step 2>/dev/null; mkdir -p points;"
            + " echo $SESAMO_ATTEMPT >> points/step; echo x > points/other; exit %d";
    Ended first =
        run(launch(0, script("a", script.formatted(3)).checkpoint("{{output}}/points", "step")));
    backend.forget("w.g.0");
    Recorder later = new Recorder();
    reopen(Set.of(), later);

    Launch second =
        launch(1, script("a", script.formatted(0)).checkpoint("{{output}}/points", "step"));
    backend.start(second);
    Ended ended = later.awaitEnded("a");

    assertThat(log("a", 1)).contains("o 0\n").doesNotContain("could not be kept");
    assertThat(outputFile(ended, "points/step")).isEqualTo("0\n1\n");
    assertThat(outputFile(first, "points/step")).as("what is stored stays").isEqualTo("0\n");
    assertThat(temp.resolve("state/checkpoints")).isEmptyDirectory();
  }

  @Test
  void anUpstreamTasksOutputIsThereToRead() throws Exception {
    ManifestId upstream = storeFile("model/weights", "1 2 3");

    Ended ended =
        run(
            launch(
                0,
                script(
                        "a",
                        "cat {{input:0}}/model/weights {{input:train}}/model/weights > {{output}}/twice")
                    .input("train", upstream, "")));

    assertThat(outputFile(ended, "twice")).isEqualTo("1 2 31 2 3");
  }

  @Test
  void aRegexPicksFilesOfAnInput() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("upstream"));
    Files.writeString(folder.resolve("a.txt"), "a");
    Files.writeString(folder.resolve("b.bin"), "b");
    ManifestId upstream = store.store(folder);

    Ended ended =
        run(
            launch(
                0,
                script("a", "ls {{input:0}} > {{output}}/list")
                    .input("train", upstream, ".*\\.txt$")));

    assertThat(outputFile(ended, "list")).isEqualTo("a.txt\n");
  }

  @Test
  void filesEnvironmentAndKubernetesReferencesAreInPlace() throws Exception {
    Ended ended =
        run(
            launch(
                0,
                task("a")
                    .command("/tmp/run.sh")
                    .args("$(WHO)", "$$(WHO)", "$(NOBODY)", "{{workflow_id}}")
                    .environment(Map.of("WHO", "it's \"me\"\nand $HOME"))
                    .file(
                        "/tmp/run.sh",
                        "#!/bin/sh\nprintf '%s|' \"$@\" \"$WHO\" $SESAMO_WORKFLOW $SESAMO_GROUP"
                            + " $SESAMO_TASK $SESAMO_ATTEMPT $SESAMO_LAUNCH > {{output}}/said")));

    assertThat(ended.exitCode()).isZero();
    assertThat(outputFile(ended, "said"))
        .isEqualTo(
            "it's \"me\"\nand $HOME|$(WHO)|$(NOBODY)|w|it's \"me\"\nand $HOME|w|g|a|0|w.g.0|");
  }

  @Test
  void handingOverTheSameLaunchTwiceRunsItOnce() throws Exception {
    Launch launch = launch(0, script("a", "echo once; sleep 0.3"));
    backend.start(launch);
    backend.start(launch);
    heard.awaitEnded("a");
    backend.start(launch);
    reopen(Set.of(launch.id()), heard);
    backend.start(launch);

    assertThat(heard.awaitEnded("a").exitCode()).isZero();
    assertThat(heard.events().stream().filter(Started.class::isInstance)).hasSize(1);
  }

  @Test
  void whatHasEndedIsToldAgainAfterARestart() throws Exception {
    Launch launch = launch(0, script("a", "exit 3"));
    Ended ended = run(launch);
    Recorder later = new Recorder();

    reopen(Set.of(launch.id()), later);

    assertThat(later.awaitEnded("a")).isEqualTo(ended);
  }

  @Test
  void whatRunsIsAdoptedAfterARestart() throws Exception {
    Launch launch = launch(0, script("a", "sleep 0.5; echo done > {{output}}/done"));
    backend.start(launch);
    heard.await(Started.class, event -> true);
    Recorder later = new Recorder();

    reopen(Set.of(launch.id()), later);

    Ended ended = later.awaitEnded("a");
    assertThat(ended.exitCode()).isZero();
    assertThat(outputFile(ended, "done")).isEqualTo("done\n");
  }

  @Test
  void whatEndedWhileNobodyLookedEndedThen() throws Exception {
    Launch launch = launch(0, script("a", "sleep 0.3; echo done > {{output}}/done"));
    Instant before = Instant.now();
    backend.start(launch);
    heard.await(Started.class, event -> true);
    backend.close();
    Thread.sleep(2000);
    Instant reopened = Instant.now();
    Recorder later = new Recorder();

    reopen(Set.of(launch.id()), later);

    Ended ended = later.awaitEnded("a");
    Ran ran = ended.ran().orElseThrow();
    assertThat(ran.stored()).isTrue();
    assertThat(ran.until()).isBetween(before, reopened.minusMillis(500));
    assertThat(ended.at()).isAfterOrEqualTo(reopened);
  }

  @Test
  void anOutputThatCannotBeStoredIsToldOfWhatWasStopped() throws Exception {
    Launch launch = launch(0, script("a", "mkfifo {{output}}/pipe; echo ready; sleep 60"));
    backend.start(launch);
    awaitLine("a", "o ready");

    backend.stop(launch.id(), Duration.ofSeconds(10));

    Ended ended = heard.awaitEnded("a");
    assertThat(ended.cause()).isEqualTo(Cause.STOPPED);
    assertThat(ended.message()).contains("could not be stored");
    assertThat(ended.ran().orElseThrow().stored()).isFalse();
  }

  @Test
  void anExpectedLaunchThatIsNotKnownIsLost() throws Exception {
    Recorder later = new Recorder();

    reopen(Set.of("w.gone.0"), later);

    assertThat(later.await(Ended.class, event -> event.launchId().equals("w.gone.0")).cause())
        .isEqualTo(Cause.LOST);
  }

  @Test
  void stoppingAsksFirst() throws Exception {
    Launch launch =
        launch(
            0,
            script(
                "a",
                "trap 'echo bye > {{output}}/bye; exit 0' TERM; echo listening; sleep 60 & wait"));
    backend.start(launch);
    awaitLine("a", "o listening");

    backend.stop(launch.id(), Duration.ofSeconds(10));

    Ended ended = heard.awaitEnded("a");
    assertThat(ended.cause()).isEqualTo(Cause.STOPPED);
    assertThat(ended.exitCode()).isEqualTo(143);
  }

  @Test
  void stoppingKillsWhatDoesNotListen() throws Exception {
    Launch launch = launch(0, script("a", "trap '' TERM; echo deaf; while :; do sleep 0.05; done"));
    backend.start(launch);
    awaitLine("a", "o deaf");

    backend.stop(launch.id(), Duration.ofMillis(300));

    Ended ended = heard.awaitEnded("a");
    assertThat(ended.cause()).isEqualTo(Cause.STOPPED);
    assertThat(ended.exitCode()).isEqualTo(137);
  }

  @Test
  void aStopRightAfterTheStartIsHeeded() throws Exception {
    Launch launch = launch(0, task("a").command("sleep", "60"));

    backend.start(launch);
    backend.stop(launch.id(), Duration.ofSeconds(5));

    assertThat(heard.awaitEnded("a").cause()).isEqualTo(Cause.STOPPED);
  }

  @Test
  void stoppingWhatIsUnknownOrOverDoesNothing() throws Exception {
    Launch launch = launch(0, task("a"));
    run(launch);
    int before = heard.events().size();

    backend.stop(launch.id(), Duration.ZERO);
    backend.stop("w.nobody.0", Duration.ZERO);

    assertThat(heard.events()).hasSize(before);
  }

  @Test
  void withABarrierNoCommandStartsBeforeAllAreReady() throws Exception {
    Launch launch =
        launch(
            true,
            0,
            task("a").command("sleep", "60"),
            task("b").command("sleep", "60").input("file:///nowhere/at/all", ""));

    backend.start(launch);

    assertThat(heard.awaitEnded("b").cause()).isEqualTo(Cause.START_FAILED);
    Ended other = heard.awaitEnded("a");
    assertThat(other.cause()).isEqualTo(Cause.START_FAILED);
    assertThat(other.message()).contains("'b'");
    assertThat(heard.events()).noneMatch(Started.class::isInstance);
  }

  @Test
  void tasksOfAGroupReachEachOther() throws Exception {
    Launch launch =
        launch(
            true,
            0,
            script("a", "echo {{host:b}} > {{output}}/host"),
            script("b", "echo {{host:a}} > {{output}}/host"));

    backend.start(launch);

    assertThat(outputFile(heard.awaitEnded("a"), "host")).isNotBlank();
    assertThat(outputFile(heard.awaitEnded("b"), "host")).isNotBlank();
  }
}
