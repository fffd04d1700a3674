package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.SessionOrder;
import io.sesamo.engine.backend.TaskSession;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a sandbox whose group has a network of its own. */
class GroupNetworkSessionTest extends SessionContract {

  private static final int PORT = 5577;

  /** Answers one line of TCP and datagrams, for good. */
  private static final String ECHO =
      """
      import socket
      s = socket.create_server(('127.0.0.1', %1$d))
      d = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      d.bind(('127.0.0.1', %1$d))
      print('up', flush=True)
      c, _ = s.accept()
      c.sendall(b'inside\\n')
      c.close()
      while True:
          words, who = d.recvfrom(100)
          d.sendto(words.upper(), who)
      """
          .formatted(PORT);

  GroupNetworkSessionTest(@TempDir Path temp) throws Exception {
    super(temp);
  }

  @Override
  protected Backend open() throws Exception {
    RequiresTool.networks(temp.resolve("trial"));
    return Sandboxed.open(temp, store, LocalConfig.Network.GROUP);
  }

  @Test
  void aSessionReachesThePortsOfItsGroup() throws Exception {
    Launch launch = beginEcho();
    String client =
        "/usr/bin/python3 -c \"import socket; s = socket.create_connection(('127.0.0.1', "
            + PORT
            + ")); print(s.recv(9).decode(), end='')\"";
    SessionOrder order = new SessionOrder(client, Optional.empty());
    try (TaskSession session = backend.openSession(launch.id(), "t", order)) {
      byte[] words = new byte[100];
      int count = session.read(words);
      assertThat(new String(words, 0, count, StandardCharsets.UTF_8)).isEqualTo("inside\n");
    }
  }

  @Test
  void datagramsOfAForwardReachTheGroup() throws Exception {
    Launch launch = beginEcho();
    backend.connect(launch.id(), "t", PORT).close();
    try (DatagramChannel channel = backend.connectDatagrams(launch.id(), "t", PORT)) {
      channel.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(5);
      channel.read(answer);
      assertThat(new String(answer.array(), StandardCharsets.US_ASCII)).isEqualTo("HELLO");
    }
  }

  @Test
  void aForwardDoesNotLeadToPortsOfTheMachine() throws Exception {
    Launch launch = beginEcho();
    try (ServerSocket machines = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> backend.connect(launch.id(), "t", machines.getLocalPort()))
          .isInstanceOf(ConnectException.class);
    }
  }

  private Launch beginEcho() throws Exception {
    Launch launch = launch(0, Specs.task("t").command("/usr/bin/python3", "-c", ECHO));
    backend.start(launch);
    awaitLine("t", "up");
    return launch;
  }
}
