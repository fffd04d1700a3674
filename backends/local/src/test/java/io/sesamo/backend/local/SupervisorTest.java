package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static io.sesamo.backend.local.Specs.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.BackendEvent.Started;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.logs.LogTail;
import io.sesamo.engine.logs.TaskLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of tasks and their logs, whatever becomes of their supervisor. */
class SupervisorTest extends BackendTest {

  SupervisorTest(@TempDir Path temp) throws Exception {
    super(temp);
    RequiresTool.sandbox();
  }

  @Override
  protected Backend open() throws Exception {
    return Sandboxed.open(temp, store);
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
  void aTaskWhoseSupervisorIsKilledIsLostAndGone() throws Exception {
    Launch launch = launch(0, task("a").command("sleep", "7656"));
    backend.start(launch);
    Recorder.until("the command runs", () -> Sandboxed.commandLines().contains("7656"));

    TaskFolder folder = new TaskFolder(temp.resolve("state/launches/w.g.0/tasks/a"));
    ProcessHandle.of(folder.claim().orElseThrow().process())
        .ifPresent(ProcessHandle::destroyForcibly);

    assertThat(heard.awaitEnded("a").cause()).isEqualTo(Cause.LOST);
    Recorder.until("its processes are gone", () -> !Sandboxed.commandLines().contains("7656"));
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
    Path order = folder.resolve("launch.json");
    Files.writeString(order, Files.readString(order).replace(Boot.current(), "an-earlier-boot"));
    Recorder later = new Recorder();

    reopen(Set.of(launch.id()), later);

    assertThat(later.awaitEnded("a").cause()).isEqualTo(Cause.LOST);
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
}
