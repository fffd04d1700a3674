package io.sesamo.server;

import io.sesamo.engine.backend.TaskSession;
import io.sesamo.server.SocketRoute.Peer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Carries what a session writes to a client, as fast as the client takes it. */
final class SessionPump {

  private static final Logger LOG = System.getLogger(SessionPump.class.getName());

  /** Far less than what the client refuses. */
  private static final int CHUNK = 1 << 15;

  private SessionPump() {}

  /** Returns when the session is over or the client has gone. */
  static void run(TaskSession session, Peer peer) {
    try {
      byte[] buffer = new byte[CHUNK];
      for (int count = session.read(buffer); count >= 0; count = session.read(buffer)) {
        peer.send(buffer, count);
      }
      peer.close(Peer.NORMAL, "exit " + session.exitCode());
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "A client has gone", gone);
      peer.close(Peer.FAILED, "The session has broken off.");
    } catch (InterruptedException nobodyDoesThat) {
      Thread.currentThread().interrupt();
    } finally {
      session.close();
    }
  }
}
