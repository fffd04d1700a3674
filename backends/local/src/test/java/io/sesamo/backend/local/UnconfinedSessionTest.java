package io.sesamo.backend.local;

import io.sesamo.engine.backend.Backend;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** On a machine where no sandbox works. */
class UnconfinedSessionTest extends SessionContract {

  UnconfinedSessionTest(@TempDir Path temp) throws Exception {
    super(temp);
  }

  @Override
  protected Backend open() throws Exception {
    LocalConfig config =
        LocalConfig.of(temp.resolve("state"), Optional.empty())
            .withIsolation(LocalConfig.Isolation.NONE);
    return LocalBackend.open(config, store, temp.resolve("logs"), InstantSource.system());
  }
}
