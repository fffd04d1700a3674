package io.sesamo.cli.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.cli.FakeServer;
import io.sesamo.cli.problem.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLinkTest {

  private static final String VERSION = "0.1.0";

  @TempDir Path folder;
  private Home home = new Home(Path.of("/"));
  private final List<String> remarks = new ArrayList<>();

  @BeforeEach
  void open() {
    home = new Home(folder.resolve("home"));
  }

  @AfterEach
  void stopWhatWasStarted() {
    link(VERSION).find().filter(server -> server.pid() != ownPid()).ifPresent(link(VERSION)::stop);
  }

  @Test
  void startsAServerWhereNoneRunsAndFindsItAgain() throws IOException {
    RunningServer started = link(VERSION).connect();
    assertThat(started.pid()).isNotEqualTo(ownPid());
    assertThat(link(VERSION).connect().pid()).isEqualTo(started.pid());
    assertThat(FakeServerMain.starts(home)).isEqualTo(1);
    assertThat(Files.getPosixFilePermissions(home.server())).hasSize(3);

    link(VERSION).stop(started);
    assertThat(ProcessHandle.of(started.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(link(VERSION).find()).isEmpty();
  }

  @Test
  void doesNotBelieveWhatAKilledServerLeftBehind() throws IOException {
    try (FakeServer another = FakeServer.start()) {
      another.register(home, 4_194_303); // no such process
      assertThat(link(VERSION).find()).isEmpty();
      another.register(home, ownPid()); // the number is given to another process meanwhile
      assertThat(link(VERSION).find()).isEmpty();
      another.introduce(ownPid() + 1, VERSION, false); // another home's server has the port
      assertThat(link(VERSION).find()).isEmpty();
      another.introduce(ownPid(), VERSION, false);
      assertThat(link(VERSION).find()).isPresent();
    }
    assertThat(link(VERSION).find()).isEmpty(); // nobody listens any more
    Files.writeString(home.serverFile(), "{\"url\": \"ht");
    assertThat(link(VERSION).find()).isEmpty(); // written in part
    Files.writeString(
        home.serverFile(), "{\"url\": \"not an address\", \"pid\": " + ownPid() + "}");
    assertThat(link(VERSION).find()).isEmpty();

    assertThat(link(VERSION).connect().pid()).isNotEqualTo(ownPid());
  }

  @Test
  void restartsAnIdleServerOfAnotherVersion() {
    RunningServer old = link(VERSION).connect();
    RunningServer fresh = link("0.2.0").connect();
    assertThat(fresh.pid()).isNotEqualTo(old.pid());
    assertThat(fresh.version()).isEqualTo("0.2.0");
    assertThat(remarks).isEmpty();
  }

  @Test
  void keepsABusyServerOfAnotherVersionAndSaysSo() {
    try (FakeServer old = FakeServer.start()) {
      old.register(home, ownPid());
      old.introduce(ownPid(), VERSION, true);
      assertThat(link("0.2.0").connect().pid()).isEqualTo(ownPid());
    }
    assertThat(remarks).hasSize(1).first().asString().contains("0.1.0", "0.2.0", "server stop");
  }

  @Test
  void quotesTheLogOfAServerThatDoesNotComeUp() {
    ServerProgram broken =
        new ServerProgram(
            List.of("sh", "-c", "echo the port is taken; echo '\tat x.Y' >&2; exit 3"));
    assertThatThrownBy(() -> link(VERSION, broken, Duration.ofSeconds(20)).connect())
        .isInstanceOf(CliException.class)
        .hasMessageContaining("could not be started")
        .hasMessageContaining("the port is taken")
        .hasMessageContaining(home.serverLog().toString())
        .message()
        .doesNotContain("\tat ");
  }

  @Test
  void doesNotWaitForeverForAServerThatHangs() {
    ServerProgram hangs = new ServerProgram(List.of("sh", "-c", "echo $$ >&2; exec sleep 60"));
    assertThatThrownBy(() -> link(VERSION, hangs, Duration.ofMillis(300)).connect())
        .isInstanceOf(CliException.class)
        .hasMessageContaining("did not answer within");
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void commandsAtOnceStartOneServer() throws Exception {
    List<Process> commands = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      commands.add(
          new ProcessBuilder(FakeServerMain.java(ConnectMain.class, home.folder().toString()))
              .redirectErrorStream(true)
              .start());
    }
    List<String> said = new ArrayList<>();
    for (Process command : commands) {
      said.add(new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
      assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(FakeServerMain.starts(home)).as(said.toString()).isEqualTo(1);
    assertThat(said.stream().distinct()).hasSize(1);
  }

  @Test
  void waitsForAServerThatAnotherHandStarted() throws Exception {
    RunningServer first = link(VERSION).connect();
    String announced = Files.readString(home.serverFile());
    Files.delete(home.serverFile()); // as while it is still coming up
    Thread comesUp =
        Thread.startVirtualThread(() -> {
          try {
            while (FakeServerMain.starts(home) < 2) {
              Thread.onSpinWait();
            }
            Files.writeString(home.serverFile(), announced);
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
    assertThat(link(VERSION).connect().pid()).isEqualTo(first.pid());
    comesUp.join();
  }

  @Test
  void theServerHasASessionOfItsOwn() throws IOException {
    long pid = link(VERSION).connect().pid();
    assertThat(session(pid)).isNotEqualTo(session(ownPid()));
  }

  private static String session(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')')).split(" ", -1)[4];
  }

  private ServerLink link(String version) {
    return link(version, FakeServerMain.program(version), Duration.ofSeconds(20));
  }

  private ServerLink link(String version, ServerProgram program, Duration patience) {
    return new ServerLink(home, program, version, patience, remarks::add);
  }

  private static long ownPid() {
    return ProcessHandle.current().pid();
  }
}
