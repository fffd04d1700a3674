package io.sesamo.backend.local;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.data.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The local pool with sandboxes, for tests. */
final class Sandboxed {

  private Sandboxed() {}

  static Backend open(Path temp, ObjectStore store) throws Exception {
    return open(temp, store, LocalConfig.Network.MACHINE);
  }

  static Backend open(Path temp, ObjectStore store, LocalConfig.Network network) throws Exception {
    Path opened = Files.createDirectories(temp.resolve("opened"));
    LocalConfig config =
        LocalConfig.of(temp.resolve("state"), Optional.empty())
            .withRoots(List.of(opened), List.of(opened))
            .withNetwork(network);
    return LocalBackend.open(config, store, temp.resolve("logs"), InstantSource.system());
  }

  static String commandLines() {
    StringBuilder all = new StringBuilder();
    ProcessHandle.allProcesses()
        .forEach(process -> {
          try {
            all.append(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")));
          } catch (java.io.IOException gone) {
            all.append("");
          }
        });
    return all.toString();
  }
}
