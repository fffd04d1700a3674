package io.sesamo.backend.local;

import io.sesamo.engine.data.FolderObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** A server of its own process, there to be killed: it starts one launch and waits. */
final class ServerProcess {

  private ServerProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path temp = Path.of(arguments[0]);
    try (LocalBackend backend = open(temp)) {
      backend.recover(Set.of(), event -> {});
      backend.start(Specs.launch(0, Specs.script("a", CrashTest.SCRIPT)));
      Thread.sleep(60_000);
    }
  }

  static LocalBackend open(Path temp) throws Exception {
    InstantSource clock = InstantSource.system();
    return LocalBackend.open(
        LocalConfig.of(temp.resolve("state"), Optional.empty()),
        FolderObjectStore.open(temp.resolve("objects"), clock),
        temp.resolve("logs"),
        clock);
  }
}
