package io.sesamo.cli.background;

import io.sesamo.cli.FakeServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A server in a process of its own, which notes in its home that it was started. */
final class FakeServerMain {

  private FakeServerMain() {}

  static ServerProgram program(String version) {
    return new ServerProgram(java(FakeServerMain.class, version));
  }

  /** How to run a class of the tests. */
  static List<String> java(Class<?> main, String argument) {
    List<String> words = new ArrayList<>();
    words.add(System.getProperty("java.home") + "/bin/java");
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    words.add(System.getProperty("java.class.path"));
    words.addAll(List.of(main.getName(), argument));
    return words;
  }

  /** How many were started for that home. */
  static int starts(Home home) throws IOException {
    try {
      return Files.readAllLines(home.folder().resolve("starts")).size();
    } catch (NoSuchFileException none) {
      return 0;
    }
  }

  public static void main(String[] arguments) throws Exception {
    Home home = new Home(Path.of(System.getenv("SESAMO_HOME")));
    long pid = ProcessHandle.current().pid();
    Files.writeString(
        home.folder().resolve("starts"),
        pid + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    FileLock lock =
        FileChannel.open(home.serverLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
            .tryLock();
    if (lock == null) {
      System.err.println("Another server works here.");
      System.exit(2);
    }
    try (FakeServer server = FakeServer.start()) {
      server
          .introduce(pid, arguments[0], false)
          .answer("/api/sesamo/v1/server/stop", "null")
          .register(home, pid);
      while (server.requests.stream().noneMatch(request -> request.startsWith("POST"))) {
        Thread.sleep(10);
      }
    }
    System.exit(0);
  }
}
