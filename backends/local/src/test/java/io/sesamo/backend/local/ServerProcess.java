package io.sesamo.backend.local;

import io.sesamo.backend.local.LocalConfig.Network;
import io.sesamo.engine.data.FolderObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A server of its own process, there to be killed: it starts one launch and waits. Its arguments
 * are a folder, whose network tasks get, and the script of its one task.
 */
final class ServerProcess {

  private ServerProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path temp = Path.of(arguments[0]);
    try (LocalBackend backend = open(temp, Network.valueOf(arguments[1]))) {
      backend.recover(Set.of(), event -> {});
      backend.start(Specs.launch(0, Specs.script("a", arguments[2])));
      Thread.sleep(60_000);
    }
  }

  /** Starts one. What it says is in {@code server.log}. */
  static Process start(Path temp, Network network, String script, String path) throws IOException {
    return start(List.of(), temp, network, script, path);
  }

  /** {@code before}: words of a program that runs it. */
  static Process start(List<String> before, Path temp, Network network, String script, String path)
      throws IOException {
    List<String> words = new ArrayList<>(before);
    words.addAll(
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ServerProcess.class.getName(),
            temp.toString(),
            network.name(),
            script));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("PATH", path);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve("server.log").toFile())
        .start();
  }

  /** Opens what such a server has opened, once that is gone. */
  static LocalBackend open(Path temp, Network network) throws Exception {
    InstantSource clock = InstantSource.system();
    return LocalBackend.open(
        LocalConfig.of(temp.resolve("state"), Optional.empty()).withNetwork(network),
        FolderObjectStore.open(temp.resolve("objects"), clock),
        temp.resolve("logs"),
        clock);
  }
}
