package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a command that goes inside a task is said before any server is asked. */
class InsideCommandsTest {

  private final Home home;

  InsideCommandsTest(@TempDir Path folder) {
    this.home = Home.of(Map.of("SESAMO_HOME", folder.toString()), folder.toString());
  }

  @Test
  void aWorkflowAndATaskMustBeNamed() {
    CliRun run = CliRun.of(home, "exec", "hello-1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("WORKFLOW TASK").contains("sesamo exec --help");
  }

  @Test
  void portsAreWrittenInOneForm() {
    for (String wrong : new String[] {"x", "0:80", "80:65536", "1:2:3", "80:"}) {
      CliRun run = CliRun.of(home, "port-forward", "hello-1", "a", wrong);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.errors()).contains("LOCAL:REMOTE").contains("'" + wrong + "'");
    }
  }

  @Test
  void rangesHaveTheSameLength() {
    for (String wrong : new String[] {"9000-9002:8000-8001", "9002-9000:80-82", "9000-9001:80"}) {
      CliRun run = CliRun.of(home, "port-forward", "hello-1", "a", wrong);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.errors()).contains("same length");
    }
    assertThat(CliRun.of(home, "port-forward", "hello-1", "a", "9000-9030").errors())
        .contains("At most 30 ports");
  }
}
