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
import io.sesamo.engine.logs.LogTail;
import io.sesamo.engine.logs.TaskLog;
import io.sesamo.model.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local pool with sandboxes. */
class LocalBackendTest extends BackendContract {

  LocalBackendTest(@TempDir Path temp) throws Exception {
    super(temp);
    List<String> whyNot = new ArrayList<>();
    RequiresTool.check(Bubblewrap.find(whyNot).isPresent(), String.join("; ", whyNot));
  }

  @Override
  protected Backend open() throws Exception {
    Path opened = Files.createDirectories(temp.resolve("opened"));
    LocalConfig config =
        LocalConfig.of(temp.resolve("state"), Optional.empty())
            .withRoots(List.of(opened), List.of(opened));
    return LocalBackend.open(config, store, temp.resolve("logs"), InstantSource.system());
  }

  @Test
  void theLogHoldsBothStreamsLineByLineAndTheLastPartOfALine() throws Exception {
    run(launch(0, script("a", "echo one; echo two >&2; sleep 0.1; printf three")));

    assertThat(log("a", 0).lines().map(line -> line.replaceFirst("^[0-9]{10}\\.[0-9]{3} ", "")))
        .containsExactlyInAnyOrder("o one", "e two", "o three")
        .last()
        .isEqualTo("o three");
  }

  @Test
  void aLineIsInTheLogWhileTheTaskStillRuns() throws Exception {
    Launch launch = launch(0, script("a", "echo soon; sleep 60"));
    backend.start(launch);

    awaitLine("a", "o soon");
    backend.stop(launch.id(), Duration.ZERO);
    heard.awaitEnded("a");
  }

  @Test
  void aLongLineAndAnyBytesAreKeptWhole() throws Exception {
    Ended ended =
        run(
            launch(
                0,
                script(
                    "a",
                    "printf begin; head -c 10000000 /dev/zero | tr '\\0' x; echo end;"
                        + " printf 'zero \\000 and \\377\\n'; echo after >&2")));

    assertThat(ended.exitCode()).isZero();
    List<LogTail.Line> lines = new ArrayList<>();
    LogTail tail = new LogTail(TaskLog.path(temp.resolve("logs"), "w", "a", 0));
    for (List<LogTail.Line> some = tail.next(); !some.isEmpty(); some = tail.next()) {
      lines.addAll(some);
    }
    assertThat(lines)
        .filteredOn(line -> line.stream() == LogTail.Stream.OUTPUT)
        .extracting(LogTail.Line::text)
        .containsExactly("begin" + "x".repeat(10_000_000) + "end", "zero \0 and \ufffd");
    assertThat(lines)
        .filteredOn(line -> line.stream() == LogTail.Stream.ERROR)
        .extracting(LogTail.Line::text)
        .containsExactly("after");
  }

  @Test
  void theSandboxHidesThisMachinesSecrets() throws Exception {
    Path secret = Files.writeString(temp.resolve("state/secret"), "secret");

    run(
        launch(
            0,
            script(
                "a",
                "cat /etc/shadow; ls /home /root ~/.ssh /var/lib; cat "
                    + secret
                    + "; env; id -u;"
                    + " tr '\\0' '\\n' < /proc/1/environ; grep CapEff /proc/self/status; true")));

    String log = log("a", 0);
    assertThat(log).contains("/etc/shadow: No such file").contains(secret + ": No such file");
    assertThat(log).contains("'/root': No such file").contains("'/var/lib': No such file");
    assertThat(log).contains("CapEff:\t0000000000000000");
    assertThat(log).doesNotContain("JAVA_HOME").doesNotContain("o secret");
  }

  @Test
  void theEnvironmentIsWhatWasSaidAndNoMore() throws Exception {
    Ended ended =
        run(
            launch(
                0,
                script("a", "env | sed 's/=.*//' | sort | tr '\\n' ' ' > {{output}}/names")
                    .environment(Map.of("MINE", "1"))));

    assertThat(outputFile(ended, "names"))
        .isEqualTo(
            "CUDA_VISIBLE_DEVICES HOME LANG MINE PATH PWD SESAMO_ATTEMPT SESAMO_GROUP"
                + " SESAMO_LAUNCH SESAMO_TASK SESAMO_WORKFLOW TMPDIR ");
  }

  @Test
  void inputsCannotBeWrittenTo() throws Exception {
    Ended ended =
        run(
            launch(
                0,
                script(
                        "a",
                        "echo x > {{input:0}}/new; rm -f {{input:0}}/file; ls {{input:0}} > {{output}}/list")
                    .input("up", storeFile("file", "content"), "")));

    assertThat(outputFile(ended, "list")).isEqualTo("file\n");
    assertThat(log("a", 0)).contains("Read-only file system");
  }

  @Test
  void noSecretIsOnAnyCommandLine() throws Exception {
    Launch launch =
        launch(
            0,
            task("a").command("sleep", "60").environment(Map.of("TOKEN", "hunter2-very-secret")));
    backend.start(launch);
    heard.await(Started.class, event -> true);
    Recorder.until("the command runs", () -> commandLines().contains("sleep\0" + "60"));

    assertThat(commandLines()).doesNotContain("hunter2-very-secret");
    backend.stop(launch.id(), Duration.ZERO);
    heard.awaitEnded("a");
  }

  private static String commandLines() {
    StringBuilder all = new StringBuilder();
    ProcessHandle.allProcesses()
        .forEach(process -> {
          try {
            all.append(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")));
          } catch (java.io.IOException gone) {
            all.append("");
          }
        });
    return all.toString();
  }

  @Test
  void aDaemonIsGoneWhenItsTaskIsOver() throws Exception {
    Launch launch =
        launch(0, script("a", "setsid sleep 7654 </dev/null >/dev/null 2>&1 & sleep 0.2"));

    run(launch);

    assertThat(commandLines()).doesNotContain("7654");
  }

  @Test
  void aDaemonIsGoneWhenItsTaskIsStopped() throws Exception {
    Launch launch =
        launch(0, script("a", "setsid nohup sleep 7655 </dev/null >/dev/null 2>&1 & sleep 60"));
    backend.start(launch);
    Recorder.until("the daemon runs", () -> commandLines().contains("7655"));

    backend.stop(launch.id(), Duration.ofSeconds(5));
    heard.awaitEnded("a");

    assertThat(commandLines()).doesNotContain("7655");
  }

  @Test
  void aTaskWhoseSupervisorIsKilledIsLostAndGone() throws Exception {
    Launch launch = launch(0, task("a").command("sleep", "7656"));
    backend.start(launch);
    Recorder.until("the command runs", () -> commandLines().contains("7656"));

    TaskFolder folder = new TaskFolder(temp.resolve("state/launches/w.g.0/tasks/a"));
    ProcessHandle.of(folder.claim().orElseThrow().process())
        .ifPresent(ProcessHandle::destroyForcibly);

    assertThat(heard.awaitEnded("a").cause()).isEqualTo(Cause.LOST);
    Recorder.until("its processes are gone", () -> !commandLines().contains("7656"));
  }

  @Test
  void aTaskWhoseSupervisorIsKilledBeforeItBeginsIsLost() throws Exception {
    run(launch(0, task("a").command("true"))); // now there is a supervisor
    ProcessHandle supervisor =
        ProcessHandle.allProcesses().filter(this::isSupervisor).findFirst().orElseThrow();
    signal(supervisor, "STOP");
    Launch launch = launch(1, task("late").command("true"));
    backend.start(launch);
    Recorder.until(
        "the order is written",
        () -> Files.exists(temp.resolve("state/launches/w.g.1/tasks/late/order")));

    signal(supervisor, "KILL");

    Ended ended = heard.awaitEnded("late");
    assertThat(ended.cause()).isIn(Cause.LOST, Cause.EXITED); // handed over just before, or after
    assertThat(run(launch(2, task("next").command("true"))).exitCode()).isZero();
  }

  private boolean isSupervisor(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .filter(words -> List.of(words).contains(Supervisor.class.getName()))
        .filter(words -> List.of(words).contains(temp.resolve("state").toString()))
        .isPresent();
  }

  private static void signal(ProcessHandle process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  @Test
  void aSupervisorEndsWithTheLastOfItsTasksOnceItsServerIsGone() throws Exception {
    Launch launch = launch(0, script("a", "until [ -e go ]; do sleep 0.05; done"));
    backend.start(launch);
    heard.await(Started.class, event -> true);
    backend.close();
    assertThat(ProcessHandle.allProcesses()).anyMatch(this::isSupervisor);

    Files.writeString(temp.resolve("state/launches/w.g.0/tasks/a/work/go"), "");

    Recorder.until(
        "the supervisor is gone", () -> ProcessHandle.allProcesses().noneMatch(this::isSupervisor));
    Recorder later = new Recorder();
    reopen(Set.of(launch.id()), later);
    assertThat(later.awaitEnded("a").exitCode()).isZero();
  }

  /** What it has written may be lost with the power, although that it has ended is not. */
  @Test
  void whatWasUnfinishedWhenTheMachineDiedIsLost() throws Exception {
    Launch launch = launch(0, script("a", "sleep 0.3; echo result > {{output}}/result"));
    backend.start(launch);
    heard.await(Started.class, event -> true);
    backend.close();
    Path folder = temp.resolve("state/launches/w.g.0");
    TaskFolder task = new TaskFolder(folder.resolve("tasks/a"));
    Recorder.until("it has ended", () -> task.exit().isPresent());
    Files.delete(folder.resolve("boot"));
    Files.createSymbolicLink(folder.resolve("boot"), Path.of("an-earlier-boot"));
    Recorder later = new Recorder();

    reopen(Set.of(launch.id()), later);

    assertThat(later.awaitEnded("a").cause()).isEqualTo(Cause.LOST);
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

  @Test
  void aSupervisorThatCannotStartFailsTheTaskWithItsWords() throws Exception {
    backend.close();
    Path log = temp.resolve("state/supervisor.log");
    Files.deleteIfExists(log);
    Files.createDirectory(log);
    Recorder later = new Recorder();
    reopen(Set.of(), later);

    backend.start(launch(0, task("a").command("true")));

    Ended ended = later.awaitEnded("a");
    assertThat(ended.cause()).isEqualTo(Cause.START_FAILED);
    assertThat(ended.message()).contains("supervisor did not start", "supervisor.log");
  }

  @Test
  void aPrivateFolderIsWritableAndTheSystemIsNot() throws Exception {
    Ended ended =
        run(
            launch(
                0,
                script(
                        "a",
                        "mkdir -p /workspace/x /var/tmp/y && echo ok > ~/here && pwd > {{output}}/pwd;"
                            + " touch /usr/x /etc/passwd; cat /workspace/given >> {{output}}/pwd")
                    .file("/workspace/given", "given")));

    assertThat(outputFile(ended, "pwd")).isEqualTo("/osmo/run/workspace\ngiven");
    assertThat(log("a", 0))
        .contains("cannot touch '/usr/x'")
        .contains("cannot touch '/etc/passwd'");
  }

  @Test
  void aRootIsUsedAgainOnlyIfItsTaskHasLeftItAsItWas() throws Exception {
    List<String> marks =
        List.of(
            "true",
            "echo x > /home/mark",
            "mkdir /new",
            "chmod 777 /opt",
            "chmod 555 /opt",
            "exec rm /lib64",
            "rmdir /home");
    int attempt = 0;
    for (String mark : marks) {
      for (String command : List.of(mark, "ls -l / /home /opt > {{output}}/list")) {
        Launch launch = launch(attempt, script("a" + attempt++, command));
        Ended ended = run(launch);
        assertThat(ended.exitCode()).isZero();
        if (!command.equals(mark)) {
          assertThat(outputFile(ended, "list")).doesNotContain("mark", " new\n", "drwxrwxrwx 2 ");
        }
        backend.forget(launch.id());
        Path removed = temp.resolve("state/removed");
        Recorder.until("its folder is gone", () -> removed.toFile().list().length == 0);
      }
    }
  }

  @Test
  void aCheckpointThatIsALinkOutOfTheSandboxIsNotFollowed() throws Exception {
    Files.writeString(Files.createDirectory(temp.resolve("secrets")).resolve("key"), "secret");
    String link = "ln -s %s points; exit 1".formatted(temp.resolve("secrets"));
    run(launch(0, script("a", link).checkpoint("/osmo/run/workspace/points", "")));
    String parent = "rm -r /opt; ln -s %s /opt; exit 1".formatted(temp);
    run(launch(1, script("b", parent).checkpoint("/opt/secrets", "")));

    assertThat(temp.resolve("state/checkpoints")).isEmptyDirectory();
  }

  /** Attempt 1 makes a folder of attempt 0 a link to outside; attempt 2 gets both back. */
  @Test
  void aRestoredCheckpointWritesNothingOutsideTheSandbox() throws Exception {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    List<String> scripts =
        List.of(
            "mkdir sub; echo bad > sub/key; exit 1",
            "rm -r sub; ln -s %s sub; exit 1".formatted(outside),
            "ls > {{output}}/list");
    for (int attempt = 0; attempt < scripts.size(); attempt++) {
      Recorder listener = new Recorder();
      reopen(Set.of(), listener);
      backend.start(
          launch(
              attempt,
              script("a", scripts.get(attempt))
                  .checkpoint("/osmo/run/workspace", "")
                  .checkpoint("/osmo/run/workspace/sub", "")));
      listener.awaitEnded("a");
      backend.forget("w.g." + attempt);
    }

    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aLargeEnvironmentReachesTheSandbox() throws Exception {
    Map<String, String> environment = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      environment.put("LARGE" + i, "x".repeat(10_000));
    }

    run(launch(0, script("a", "echo ${#LARGE0} ${#LARGE19}").environment(environment)));

    assertThat(log("a", 0)).contains("o 10000 10000\n");
  }

  @Test
  void aCommandThatCannotBeStartedLeavesNothingOpenInTheSupervisor() throws Exception {
    run(launch(0, task("fine").command("true")));
    ProcessHandle supervisor =
        ProcessHandle.allProcesses().filter(this::isSupervisor).findFirst().orElseThrow();
    Path files = Path.of("/proc/" + supervisor.pid() + "/fd");
    int before = files.toFile().list().length;

    Ended ended = run(launch(1, task("a").command("echo", "x".repeat(200_000))));

    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.message()).contains("could not run it");
    assertThat(files.toFile().list()).hasSize(before);
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
  void aFileBelowASystemFolderIsRefusedInPlainWords() throws Exception {
    Ended ended = run(launch(0, task("a").file("/usr/bin/evil", "x")));

    assertThat(ended.cause()).isEqualTo(Cause.START_FAILED);
    assertThat(ended.message())
        .isEqualTo(
            "The file '/usr/bin/evil' cannot be placed: that folder cannot be written to; use /tmp"
                + " or the working folder");
  }

  @Test
  void aFileCannotLeaveItsTask() throws Exception {
    Ended ended = run(launch(0, task("a").file("/tmp/../../../../../../etc/evil", "x")));

    assertThat(ended.cause()).isEqualTo(Cause.START_FAILED);
    assertThat(ended.exitCode()).isEqualTo(ExitCodes.PREPARATION_FAILED);
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
  void linksByTheSandboxsOwnPathsAreStored() throws Exception {
    Ended ended =
        run(
            launch(
                0,
                script(
                    "a",
                    "cd {{output}}; mkdir run1; echo w > run1/model; ln -s $PWD/run1 latest")));

    assertThat(outputFile(ended, "latest/model")).isEqualTo("w\n");
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
        Limits.detect(100).memory().isPresent(), "No memory control group can be made here");
    Ended ended =
        run(
            launch(
                0,
                task("a")
                    .command(
                        "sh", "-c", "x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo ${#x}")
                    .amount(new Resources(1000, 64L << 20, 0, 0))));

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

    Recorder.until(
        "it is forgotten",
        () -> {
          backend.forget(launch.id());
          return !Files.exists(folder);
        });
    assertThat(log("a", 0)).contains("said");
  }

  @Test
  void launchesThatNobodyExpectsAreStoppedAndRemoved() throws Exception {
    backend.start(launch(0, task("a").command("sleep", "7657")));
    Recorder.until("the command runs", () -> commandLines().contains("7657"));

    reopen(Set.of(), new Recorder());

    Recorder.until("it is gone", () -> !Files.exists(temp.resolve("state/launches/w.g.0")));
    assertThat(commandLines()).doesNotContain("7657");
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

  @Test
  void thePoolIsOneNodeWithThisMachinesParts() {
    assertThat(backend.pool()).isEqualTo("default");
    assertThat(backend.nodes()).hasSize(1);
    assertThat(backend.nodes().getFirst().platform()).isEqualTo("local");
    assertThat(backend.nodes().getFirst().capacity().memoryBytes()).isGreaterThan(1L << 28);
    assertThat(backend.description()).contains("in bubblewrap sandboxes");
  }
}
