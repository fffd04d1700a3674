package io.sesamo.server;

import io.sesamo.engine.Engine;
import io.sesamo.engine.TaskAccess;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.SocketRoute.Peer;
import io.sesamo.server.SocketRoute.Talk;
import io.sesamo.server.StreamRoutes.Stream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Opens what a key is for. */
record Tunnels(Engine engine, Tickets<Stream> tickets) {

  /** A connection may be there before the message that says what it is for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

  Talk open(Principal principal, String kind, Map<String, String> path) {
    return new Keyed(principal, kind, path);
  }

  /** Shows its key first, and becomes what that opens. */
  private final class Keyed implements Talk {
    private final Principal principal;
    private final String kind;
    private final Map<String, String> path;
    private @Nullable Talk talk;
    private boolean ended;

    Keyed(Principal principal, String kind, Map<String, String> path) {
      this.principal = principal;
      this.kind = kind;
      this.path = path;
    }

    @Override
    public void begin(Peer peer) throws Exception {
      String workflow = engine.idOf(path.getOrDefault("workflow", ""));
      Optional<Stream> stream =
          tickets
              .await(path.getOrDefault("key", ""), principal.user(), patience())
              .filter(
                  found -> found.errand().kind().equals(kind) && found.workflow().equals(workflow));
      if (stream.isEmpty()) {
        peer.close(Peer.NO_SUCH_KEY, "This key is not known, was used before, or is a minute old.");
        return;
      }
      Talk opened = talk(stream.get(), principal);
      synchronized (this) {
        talk = opened;
        if (ended) {
          opened.end();
          return;
        }
      }
      opened.begin(peer);
      if (!(stream.get().errand() instanceof Errand.Exec)) {
        Thread.ofVirtual().name("watch").start(() -> watch(stream.get(), peer));
      }
    }

    /** What a session does by itself: it ends with its task. */
    private void watch(Stream stream, Peer peer) {
      try {
        while (!hasEnded()) {
          Thread.sleep(BETWEEN_LOOKS);
          if (!runs(stream)) {
            peer.close(Peer.NORMAL, "Task " + stream.task() + " has ended.");
            return;
          }
        }
      } catch (InterruptedException nobodyDoesThat) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException serverIsClosing) {
        peer.close(Peer.FAILED, "The server is going away.");
      }
    }

    private synchronized boolean hasEnded() {
      return ended;
    }

    private Duration patience() {
      return kind.equals("exec") ? Duration.ZERO : PATIENCE;
    }

    @Override
    public void take(byte[] message) throws Exception {
      Talk known = current();
      if (known != null) {
        known.take(message);
      }
    }

    private synchronized @Nullable Talk current() {
      return talk;
    }

    @Override
    public void end() {
      Talk known;
      synchronized (this) {
        if (ended) {
          return;
        }
        ended = true;
        known = talk;
      }
      if (known != null) {
        known.end();
      }
    }
  }

  private boolean runs(Stream stream) {
    return engine.access().runs(stream.workflow(), stream.task());
  }

  private Talk talk(Stream stream, Principal principal) {
    TaskAccess access = engine.access();
    String workflow = stream.workflow();
    String task = stream.task();
    return switch (stream.errand()) {
      case Errand.Exec exec ->
          new ExecTalk(
              order -> access.openSession(workflow, task, order), exec.command(), exec.watched());
      case Errand.Control control -> new ControlTalk(control.connection(), stream, principal);
      case Errand.Connection connection ->
          new ConnectionTalk(() -> access.connect(workflow, task, connection.port()));
      case Errand.Datagrams datagrams ->
          new DatagramTalk(() -> access.connectDatagrams(workflow, task, datagrams.port()));
      case Errand.Rsync rsync -> new RsyncTalk(order -> access.openSession(workflow, task, order));
    };
  }

  /** Takes the keys that the client makes up for its connections. */
  private final class ControlTalk implements Talk {
    private final Errand connection;
    private final Stream stream;
    private final Principal principal;

    ControlTalk(Errand connection, Stream stream, Principal principal) {
      this.connection = connection;
      this.stream = stream;
      this.principal = principal;
    }

    @Override
    public void begin(Peer peer) {}

    @Override
    public void take(byte[] message) {
      JsonNode key = Wire.read(message).path("key");
      tickets.add(
          key.asString(""),
          principal.user(),
          new Stream(stream.workflow(), stream.task(), connection));
    }

    @Override
    public void end() {}
  }
}
