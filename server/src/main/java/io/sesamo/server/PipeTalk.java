package io.sesamo.server;

import io.sesamo.engine.backend.TaskSession;
import io.sesamo.server.SocketRoute.Peer;
import io.sesamo.server.SocketRoute.Talk;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A command's two pipes, byte for byte. */
final class PipeTalk implements Talk {

  private final Supplier<TaskSession> opening;
  private @Nullable TaskSession session;
  private boolean ended;

  PipeTalk(Supplier<TaskSession> opening) {
    this.opening = opening;
  }

  @Override
  public void begin(Peer peer) {
    TaskSession opened = opening.get();
    synchronized (this) {
      session = opened;
      if (ended) {
        opened.close();
        return;
      }
    }
    Thread.ofPlatform().daemon().name("pipe").start(() -> SessionPump.run(opened, peer));
  }

  private synchronized @Nullable TaskSession current() {
    return session;
  }

  @Override
  public void take(byte[] message) throws Exception {
    TaskSession running = current();
    if (running == null) {
      return;
    }
    if (message.length == 0) {
      running.endInput();
    } else {
      running.write(message);
    }
  }

  @Override
  public void end() {
    TaskSession running;
    synchronized (this) {
      ended = true;
      running = session;
    }
    if (running != null) {
      running.close();
    }
  }
}
