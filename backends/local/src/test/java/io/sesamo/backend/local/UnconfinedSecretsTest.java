package io.sesamo.backend.local;

import io.sesamo.engine.backend.Backend;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class UnconfinedSecretsTest extends SecretsContract {

  UnconfinedSecretsTest(@TempDir Path temp) throws Exception {
    super(temp);
  }

  @Override
  protected Backend open() throws Exception {
    return UnconfinedBackendTest.unconfined(temp, store);
  }
}
