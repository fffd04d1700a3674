package io.sesamo.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.backend.local.LocalConfig.Network;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.logs.TaskLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server is killed without warning while a task is on its way. */
class CrashTest {

  private static final String SCRIPT = "echo ran; sleep 0.15; echo result > {{output}}/result";

  /** Milliseconds from the order's being written to the kill: from preparation to storing. */
  @ParameterizedTest
  @ValueSource(longs = {0, 15, 30, 45, 100, 230, 600})
  void theTaskRunsOnceAllTheSame(long moment, @TempDir Path folder) throws Exception {
    Path temp = folder.toRealPath();
    Process server = ServerProcess.start(temp, Network.MACHINE, SCRIPT, System.getenv("PATH"));
    Recorder.until(
        "the order is written",
        () -> Files.exists(temp.resolve("state/launches/w.g.0/launch.json")) || !server.isAlive());
    Thread.sleep(
        Duration.ofMillis(moment)); // not to wait for something: to hit another instruction
    server.destroyForcibly();
    assertThat(server.waitFor()).as(Files.readString(temp.resolve("server.log"))).isEqualTo(137);

    Recorder heard = new Recorder();
    try (LocalBackend backend = ServerProcess.open(temp, Network.MACHINE)) {
      backend.recover(Set.of("w.g.0"), heard);
      Ended ended = heard.awaitEnded("a");

      assertThat(ended.cause()).as(ended.message()).isEqualTo(Cause.EXITED);
      assertThat(ended.exitCode()).isZero();
      assertThat(ended.output()).isPresent();
      List<String> lines = Files.readAllLines(TaskLog.path(temp.resolve("logs"), "w", "a", 0));
      assertThat(lines).hasSize(1).first().asString().endsWith(" o ran");
    }
  }
}
