package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.SessionOrder;
import io.sesamo.engine.backend.TaskSession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a sandbox. */
class SandboxedSessionTest extends SessionContract {

  SandboxedSessionTest(@TempDir Path temp) throws Exception {
    super(temp);
    RequiresTool.sandbox();
  }

  @Override
  protected Backend open() throws Exception {
    return Sandboxed.open(temp, store);
  }

  @Test
  void itMayDoNoMoreThanTheTaskItself() throws Exception {
    String rights =
        "grep -E 'Cap(Inh|Prm|Eff|Amb)|NoNewPrivs' /proc/self/status; id -u;"
            + " readlink /proc/self/ns/*; echo end";
    Launch launch = launch(0, script("t", rights + "; exec sleep 4710"));
    backend.start(launch);
    awaitLine("t", "o end");

    String inside = sessionOutput(launch, rights);

    List<String> own =
        log("t", 0)
            .lines()
            .filter(line -> line.contains(" o "))
            .map(line -> line.substring(line.indexOf(" o ") + 3))
            .toList();
    assertThat(own).hasSizeGreaterThan(10);
    assertThat(inside.lines()).containsExactlyElementsOf(own);
  }

  /** As long as libraries and shells are found where a task can put others. */
  @Test
  void aTaskCannotReplaceWhatASessionBeginsWith() throws Exception {
    String replacing =
        "for f in /bin /lib /lib64 /usr /usr/bin/setpriv /etc; do"
            + " if mv $f $f-other 2>/dev/null || ln -sfn /tmp $f 2>/dev/null;"
            + " then echo replaced $f; fi; done; echo end; exec sleep 4710";
    Launch launch = launch(0, script("t", replacing));
    backend.start(launch);
    awaitLine("t", "o end");
    assertThat(log("t", 0)).doesNotContain("o replaced");
    assertThat(sessionOutput(launch, "echo fine")).isEqualTo("fine\n");
  }

  private String sessionOutput(Launch launch, String command) throws Exception {
    StringBuilder text = new StringBuilder();
    try (TaskSession session =
        backend.openSession(launch.id(), "t", new SessionOrder(command, Optional.empty()))) {
      byte[] buffer = new byte[4096];
      for (int count = session.read(buffer); count >= 0; count = session.read(buffer)) {
        text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }
}
