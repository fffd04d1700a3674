package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static io.sesamo.backend.local.Specs.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.BackendEvent.Started;
import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.backend.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task in a sandbox sees, may do, and leaves behind. */
class SandboxTest extends BackendTest {

  SandboxTest(@TempDir Path temp) throws Exception {
    super(temp);
    RequiresTool.sandbox();
  }

  @Override
  protected Backend open() throws Exception {
    return Sandboxed.open(temp, store);
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
                + " SESAMO_LAUNCH SESAMO_PLATFORM SESAMO_POOL SESAMO_TASK SESAMO_WORKFLOW TMPDIR ");
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
    Recorder.until("the command runs", () -> Sandboxed.commandLines().contains("sleep\0" + "60"));

    assertThat(Sandboxed.commandLines()).doesNotContain("hunter2-very-secret");
    backend.stop(launch.id(), Duration.ZERO);
    heard.awaitEnded("a");
  }

  @Test
  void aDaemonIsGoneWhenItsTaskIsOver() throws Exception {
    Launch launch =
        launch(0, script("a", "setsid sleep 7654 </dev/null >/dev/null 2>&1 & sleep 0.2"));

    run(launch);

    assertThat(Sandboxed.commandLines()).doesNotContain("7654");
  }

  @Test
  void aDaemonIsGoneWhenItsTaskIsStopped() throws Exception {
    Launch launch =
        launch(0, script("a", "setsid nohup sleep 7655 </dev/null >/dev/null 2>&1 & sleep 60"));
    backend.start(launch);
    Recorder.until("the daemon runs", () -> Sandboxed.commandLines().contains("7655"));

    backend.stop(launch.id(), Duration.ofSeconds(5));
    heard.awaitEnded("a");

    assertThat(Sandboxed.commandLines()).doesNotContain("7655");
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
  void foldersAreUsedAgainOnlyIfTheirTaskHasLeftThemAsTheyWere() throws Exception {
    List<String> marks =
        List.of(
            "true",
            "echo x > /home/mark",
            "mkdir /new",
            "chmod 777 /opt",
            "chmod 555 /opt",
            "rmdir /home",
            "echo x > mark",
            "mkdir /tmp/mark",
            "chmod 777 .",
            "chmod 755 /tmp",
            attribute("."),
            attribute("/tmp"),
            attribute("/opt"),
            "python3 -c 'for i in range(3000): open(\"mark%d\" % i, \"w\").close()'",
            synchronous("."),
            synchronous("/home"),
            "rmdir /osmo/data/output/* ; echo x > {{output}}/mark");
    String look =
        """
        ls -l / /home /opt /tmp . {{output}} > /tmp/list
        stat -c '%a %n' /opt /tmp . >> /tmp/list
        python3 -c 'import fcntl, os
        for path in ["/opt", "/home", "/tmp", "."]:
            flags = bytearray(8)
            fcntl.ioctl(os.open(path, 0), 0x80086601, flags)
            print("attributes", os.listxattr(path), "flag" if flags[0] & 8 else "",
                "grown" if os.stat(path).st_size > 4096 else "")' >> /tmp/list
        mv /tmp/list {{output}}/list
        """;
    int attempt = 0;
    for (String mark : marks) {
      runAndForget(launch(attempt, script("a" + attempt++, mark)));
      Ended ended = runAndForget(launch(attempt, script("a" + attempt++, look)));
      assertThat(outputFile(ended, "list"))
          .as(mark)
          .doesNotContain("mark", " new\n", "drwxrwxrwx 2 ", "['", "flag", "grown")
          .contains("755 /opt\n1777 /tmp\n755 .\n");
    }
  }

  /** What still holds a descriptor of them could be another tenant's. */
  @Test
  void foldersAreUsedAgainByTheirOwnWorkflowOnly() throws Exception {
    String look = "stat -c %i . /tmp {{output}} > /tmp/list; mv /tmp/list {{output}}/list";
    Ended first = runAndForget(launch(0, script("a", look)));
    Launch like = launch(0, script("b", look));
    Launch others = new Launch("v.g.0", "v", "g", 0, like.place(), like.barrier(), like.tasks());

    String folders = outputFile(first, "list");
    assertThat(outputFile(run(others), "list")).isNotEqualTo(folders);
    assertThat(outputFile(run(launch(1, script("c", look))), "list")).isEqualTo(folders);
  }

  private static String attribute(String path) {
    return "python3 -c 'import os; os.setxattr(\"%s\", \"user.mark\", b\"x\")'".formatted(path);
  }

  /** As {@code chattr +S} does. */
  private static String synchronous(String path) {
    return """
    python3 -c 'import fcntl, os
    flags = bytearray(8)
    folder = os.open("%s", 0)
    fcntl.ioctl(folder, 0x80086601, flags)
    flags[0] |= 8
    fcntl.ioctl(folder, 0x40086602, flags)'
    """
        .formatted(path);
  }

  private Ended runAndForget(Launch launch) throws Exception {
    Ended ended = run(launch);
    assertThat(ended.exitCode()).as(log(ended.task(), launch.attempt())).isZero();
    backend.forget(launch.id());
    Path state = temp.resolve("state");
    for (Path folders : List.of(state.resolve("launches"), state.resolve("removed"))) {
      Recorder.until("its folder is gone", () -> folders.toFile().list().length == 0);
    }
    return ended;
  }

  @Test
  void aLinkThatATaskHasPutOnTheWayToItsInputsIsNotFollowedWhenTheyAreRemoved() throws Exception {
    Path outside = Files.createDirectories(temp.resolve("outside/data/input"));
    Path kept = Files.writeString(outside.resolve("kept"), "x");

    runAndForget(
        launch(
            0,
            script("a", "mv /osmo /moved && ln -s %s /osmo".formatted(temp.resolve("outside")))));

    assertThat(kept).exists();
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
}
