package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static io.sesamo.backend.local.Specs.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.backend.local.LocalConfig.Isolation;
import io.sesamo.backend.local.LocalConfig.Network;
import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.Launch;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups with networks of their own: what they reach, and that nothing of them is left. */
class GroupNetworkTest extends BackendTest {

  /** Listens, says so, and goes on until the file {@code go} is there. */
  private static final String LISTENER =
      """
      import os, socket, time
      s = socket.create_server(('127.0.0.1', 5577))
      print('up', flush=True)
      while not os.path.exists('go'):
          time.sleep(0.02)
      """;

  /** Prints what it reads from an address, or that it does not get there. */
  private static final String CONNECT =
      """
      import socket, sys
      for host, port in zip(sys.argv[1::2], sys.argv[2::2]):
          try:
              with socket.create_connection((host, int(port)), 1) as s:
                  print(host, s.recv(20).decode(), flush=True)
          except OSError:
              print(host, 'no', flush=True)
      """;

  GroupNetworkTest(@TempDir Path temp) throws Exception {
    super(temp);
  }

  @Override
  protected Backend open() throws Exception {
    RequiresTool.networks(temp.resolve("trial"));
    return Sandboxed.open(temp, store, Network.GROUP);
  }

  private static Specs python(String name, String program, String... arguments) {
    return task(name).command("/usr/bin/python3", "-c", program).args(arguments);
  }

  private static Launch ofWorkflow(String workflow, Specs task) {
    Launch launch = launch(0, task);
    return new Launch(
        workflow + ".g.0", workflow, "g", 0, launch.place(), launch.barrier(), launch.tasks());
  }

  /** Processes that keep the launch's network, or run in it. */
  private boolean something(String launchId) {
    Path folder = temp.resolve("state/launches").resolve(launchId).resolve("network");
    return !Marked.processes(Set.of(Order.NETWORK + "=" + folder)).isEmpty();
  }

  private void awaitNothing(String launchId) throws InterruptedException {
    Recorder.until("nothing is left of the network", () -> !something(launchId));
  }

  private long keeper(String launchId) throws IOException {
    Path link = temp.resolve("state/launches").resolve(launchId).resolve("network/keeper");
    return Claim.of(Files.readSymbolicLink(link).toString()).process();
  }

  @Test
  void twoGroupsListenOnOnePortAtOnce() throws Exception {
    Launch one = ofWorkflow("w", python("a", LISTENER));
    Launch two = ofWorkflow("v", python("b", LISTENER));
    backend.start(one);
    backend.start(two);
    awaitLine("a", "up");
    Path other = temp.resolve("logs/v");
    Recorder.until("the other listens, too", () -> says(other, "o up\n"));

    Files.writeString(temp.resolve("state/launches/w.g.0/tasks/a/work/go"), "");
    Files.writeString(temp.resolve("state/launches/v.g.0/tasks/b/work/go"), "");

    assertThat(heard.awaitEnded("a").exitCode()).isZero();
    assertThat(heard.awaitEnded("b").exitCode()).isZero();
    awaitNothing(one.id());
    awaitNothing(two.id());
  }

  private static boolean says(Path logs, String words) {
    try (var files = Files.walk(logs)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file).contains(words)) {
          return true;
        }
      }
      return false;
    } catch (IOException notThereYet) {
      return false;
    }
  }

  @Test
  void tasksOfAGroupMeetAtEachOthersHost() throws Exception {
    String server =
        "import socket; s = socket.create_server(('', 5577)); c, _ = s.accept();"
            + " c.sendall(b'hello'); c.close()";
    String client =
        """
        import socket, sys, time
        for attempt in range(500):
            try:
                print(socket.create_connection((sys.argv[1], 5577), 1).recv(5).decode(), flush=True)
                break
            except OSError:
                time.sleep(0.02)
        """;
    backend.start(launch(0, python("server", server), python("client", client, "{{host:server}}")));

    assertThat(heard.awaitEnded("client").exitCode()).isZero();
    assertThat(heard.awaitEnded("server").exitCode()).isZero();
    assertThat(log("client", 0)).contains("o hello\n");
  }

  @Test
  void aGroupOfAnEmulatedPoolHasItsOwnNetworkToo() throws Exception {
    Launch.Place place = new Launch.Place("sp", "sa-east-1", true);

    run(launch(place, false, 0, script("a", "readlink /proc/self/ns/net")));

    String machines = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    assertThat(log("a", 0)).contains("o net:[").doesNotContain(machines);
  }

  @Test
  void itReachesTheOutsideAndNotTheMachinesOwnPorts() throws Exception {
    Optional<InetAddress> outside = ownAddress();
    Assumptions.assumeTrue(outside.isPresent(), "this machine has no address but its loopback's");
    try (ServerSocket open = answering(outside.get());
        ServerSocket hidden = answering(InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(hidden.getLocalPort());
      String own = outside.get().getHostAddress();
      Launch launch =
          launch(
              0,
              python(
                  "a",
                  CONNECT + "print(open('/proc/net/route').read())",
                  own,
                  String.valueOf(open.getLocalPort()),
                  "127.0.0.1",
                  port,
                  "198.18.0.2",
                  port,
                  "198.18.0.1",
                  port));

      assertThat(run(launch).exitCode()).isZero();

      assertThat(log("a", 0))
          .contains("o " + own + " outside\n")
          .contains("o 127.0.0.1 no\n", "o 198.18.0.2 no\n", "o 198.18.0.1 no\n")
          .containsPattern("o \\S+\t00000000\t"); // the default route
    }
  }

  private static Optional<InetAddress> ownAddress() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet4Address.class::isInstance)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .findFirst();
  }

  /** Greets whoever connects, until it is closed. */
  private static ServerSocket answering(InetAddress address) throws IOException {
    ServerSocket server = new ServerSocket(0, 5, address);
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
              socket.getOutputStream().write("outside".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
              return;
            }
          }
        });
    return server;
  }

  @Test
  void nothingIsLeftOfACancelledGroup() throws Exception {
    Launch launch = launch(0, script("a", "echo up; exec sleep 4720"));
    backend.start(launch);
    awaitLine("a", "up");
    assertThat(something(launch.id())).isTrue();

    backend.stop(launch.id(), Duration.ZERO);

    assertThat(heard.awaitEnded("a").cause()).isEqualTo(Cause.STOPPED);
    awaitNothing(launch.id());
  }

  @Test
  void nothingIsLeftWhenTheSupervisorIsKilled() throws Exception {
    Launch launch = launch(0, script("a", "echo up; exec sleep 4721"));
    backend.start(launch);
    awaitLine("a", "up");
    TaskFolder folder = new TaskFolder(temp.resolve("state/launches/w.g.0/tasks/a"));

    ProcessHandle.of(folder.claim().orElseThrow().process())
        .ifPresent(ProcessHandle::destroyForcibly);

    assertThat(heard.awaitEnded("a").cause()).isEqualTo(Cause.LOST);
    awaitNothing(launch.id());
  }

  @Test
  void aGroupWhoseKeeperIsKilledHasStillItsPorts() throws Exception {
    Launch launch = launch(0, python("a", LISTENER));
    backend.start(launch);
    awaitLine("a", "up");

    ProcessHandle.of(keeper(launch.id())).ifPresent(ProcessHandle::destroyForcibly);
    backend.connect(launch.id(), "a", 5577).close();
    Files.writeString(temp.resolve("state/launches/w.g.0/tasks/a/work/go"), "");

    assertThat(heard.awaitEnded("a").exitCode()).isZero();
    awaitNothing(launch.id());
  }

  @Test
  void theNextServerCancelsWhatAKilledOneHasStarted() throws Exception {
    backend.close();
    Path home = Files.createDirectory(temp.resolve("other"));
    Process server =
        ServerProcess.start(home, Network.GROUP, "echo up; exec sleep 4722", System.getenv("PATH"));
    Path folder = home.resolve("state/launches/w.g.0/network");
    Set<String> mark = Set.of(Order.NETWORK + "=" + folder);
    Recorder.until(
        "the task runs",
        () -> Sandboxed.commandLines().contains("sleep\0" + "4722") || !server.isAlive());
    server.destroyForcibly();
    assertThat(server.waitFor()).as(Files.readString(home.resolve("server.log"))).isEqualTo(137);
    assertThat(Marked.processes(mark)).isNotEmpty();

    try (LocalBackend next = ServerProcess.open(home, Network.GROUP)) {
      next.recover(Set.of(), event -> {});

      Recorder.until("nothing is left", () -> Marked.processes(mark).isEmpty());
      assertThat(Sandboxed.commandLines()).doesNotContain("4722");
    }
  }

  /** As of two supervisors, one of which a later server has started. */
  @Test
  void theNetworkIsThereAsLongAsAnybodyHasAPartInIt() throws Exception {
    Path folder = temp.resolve("shared");
    Set<String> mark = Set.of(Order.NETWORK + "=" + folder);
    GroupNetwork first = GroupNetwork.join(folder);
    GroupNetwork second = GroupNetwork.join(folder);
    Path namespace = Files.readSymbolicLink(Path.of(first.path()));
    assertThat(Files.readSymbolicLink(Path.of(second.path()))).isEqualTo(namespace);

    first.close();
    GroupNetwork third = GroupNetwork.join(folder);
    second.close();

    assertThat(Files.readSymbolicLink(Path.of(third.path()))).isEqualTo(namespace);
    assertThat(Marked.processes(mark)).isNotEmpty();
    third.close();
    Recorder.until("the keeper has ended", () -> Marked.processes(mark).isEmpty());
    GroupNetwork.join(folder).close();
    Recorder.until("another has ended, too", () -> Marked.processes(mark).isEmpty());
  }

  @Test
  void aServerWithoutPastaDoesNotStart() throws Exception {
    Path home = Files.createDirectory(temp.resolve("other"));
    Path programs = Files.createDirectory(temp.resolve("programs"));
    Path bubblewrap = programs.resolve("bwrap");
    String elsewhere = "#!/bin/sh\nPATH=%s exec bwrap \"$@\"\n".formatted(System.getenv("PATH"));
    Files.writeString(bubblewrap, elsewhere);
    Files.setPosixFilePermissions(bubblewrap, PosixFilePermissions.fromString("rwxr-xr-x"));

    Process server = ServerProcess.start(home, Network.GROUP, "true", programs.toString());

    assertThat(server.waitFor()).isNotZero();
    assertThat(Files.readString(home.resolve("server.log")))
        .contains("network: group in pool.yaml")
        .contains("pasta is not installed. Install the package passt");
  }

  @Test
  void aServerOfAnOrdinaryUserDoesNotStart() throws Exception {
    List<String> ordinary = List.of("unshare", "--user", "--map-user=1000");
    List<String> trial = new ArrayList<>(ordinary);
    trial.add("true");
    Assumptions.assumeTrue(
        Programs.run(trial).exitCode() == 0, "unshare cannot make an ordinary user here");
    Path home = Files.createDirectory(temp.resolve("other"));

    Process server =
        ServerProcess.start(ordinary, home, Network.GROUP, "true", System.getenv("PATH"));

    assertThat(server.waitFor()).isNotZero();
    assertThat(Files.readString(home.resolve("server.log")))
        .contains("that works only where the server is run by root");
  }

  @Test
  void aServerWithoutSandboxesDoesNotStart() {
    LocalConfig config =
        LocalConfig.of(temp.resolve("none"), Optional.empty())
            .withIsolation(Isolation.NONE)
            .withNetwork(Network.GROUP);

    assertThatThrownBy(
            () -> LocalBackend.open(config, store, temp.resolve("logs"), InstantSource.system()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("that takes a sandbox")
        .hasMessageContaining("network: machine");
  }

  @Test
  void thePoolSaysThatGroupsHaveNetworks() {
    assertThat(List.copyOf(backend.pools()).getFirst().description())
        .contains("each group in a network of its own");
  }
}
