package io.sesamo.cli.background;

import java.nio.file.Path;
import java.time.Duration;

/** Connects to a home's server, as every command does, and prints its process id. */
final class ConnectMain {

  private ConnectMain() {}

  public static void main(String[] arguments) {
    ServerLink link =
        new ServerLink(
            new Home(Path.of(arguments[0])),
            FakeServerMain.program("0.1.0"),
            "0.1.0",
            Duration.ofSeconds(20),
            remark -> {});
    System.out.println(link.connect().pid());
  }
}
