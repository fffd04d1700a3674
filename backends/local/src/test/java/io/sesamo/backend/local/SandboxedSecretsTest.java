package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.Secrets;
import io.sesamo.model.spec.CredentialUse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxedSecretsTest extends SecretsContract {

  SandboxedSecretsTest(@TempDir Path temp) throws Exception {
    super(temp);
    RequiresTool.sandbox();
  }

  @Override
  protected Backend open() throws Exception {
    return Sandboxed.open(temp, store);
  }

  @Test
  void aFolderOfTheSystemCannotHoldThem() throws Exception {
    backend.start(
        launch(
            0, script("a", "true").credentials(Map.of("c", new CredentialUse.AsFolder("/etc/c")))),
        Map.of("a", new Secrets(Map.of("c", Map.of("k", "a-secret-value")))));
    Ended ended = heard.awaitEnded("a");

    assertThat(ended.cause()).isEqualTo(Cause.START_FAILED);
    assertThat(ended.message()).contains("'/etc/c' cannot be placed");
  }
}
