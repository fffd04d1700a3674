package io.sesamo.server;

import io.sesamo.engine.backend.TaskSession;
import io.sesamo.server.SocketRoute.Peer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session of a talk: there is none at first, and none outlives the talk. Thread-safe. */
final class HeldSession {

  private @Nullable TaskSession session;
  private boolean ended;

  synchronized Optional<TaskSession> now() {
    return Optional.ofNullable(session);
  }

  /** Keeps a session, and hands on what it says; closes it where the talk has ended meanwhile. */
  void hold(TaskSession opened, @Nullable Peer peer) {
    synchronized (this) {
      session = opened;
      if (ended) {
        opened.close();
        return;
      }
    }
    if (peer != null) {
      Thread.ofPlatform().daemon().name("session").start(() -> SessionPump.run(opened, peer));
    }
  }

  /** The talk has ended. */
  void end() {
    Optional<TaskSession> running;
    synchronized (this) {
      ended = true;
      running = now();
    }
    running.ifPresent(TaskSession::close);
  }
}
