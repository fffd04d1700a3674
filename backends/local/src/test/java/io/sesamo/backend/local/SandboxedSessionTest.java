package io.sesamo.backend.local;

import io.sesamo.engine.backend.Backend;
import java.nio.file.Path;
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
}
