package io.sesamo.server;

import io.sesamo.engine.EngineException;
import io.sesamo.engine.backend.BackendException;
import io.sesamo.server.SocketRoute.Peer;
import io.sesamo.server.SocketRoute.Talk;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * Runs a talk over a WebSocket. What the client sends waits in a queue of bounded size, so that
 * pings are answered while the talk is busy; once the queue is full, nothing more is read from the
 * network. Thread-safe.
 */
final class SocketLine implements Peer {

  private static final Logger LOG = System.getLogger(SocketLine.class.getName());

  /** The largest message, and the most that waits for the talk: as NVIDIA OSMO's client has it. */
  static final int MOST_BYTES = 1 << 20;

  /** As much of a reason as a closing frame holds. */
  private static final int LONGEST_REASON = 123;

  private static final byte[] GONE = {};

  private final Session session;
  private final Talk talk;
  private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MOST_BYTES);
  private final AtomicBoolean ended = new AtomicBoolean();

  private SocketLine(Session session, Talk talk) {
    this.session = session;
    this.talk = talk;
  }

  /** Begins it, in a thread of its own. */
  static SocketLine start(Session session, Talk talk) {
    SocketLine line = new SocketLine(session, talk);
    Thread.ofPlatform().daemon().name("stream").start(line::run);
    return line;
  }

  private void run() {
    try {
      talk.begin(this);
      while (!ended.get()) {
        byte[] message = arrived.take();
        if (!ended.get()) {
          talk.take(message);
          room.release(message.length);
        }
      }
    } catch (BackendException | EngineException | ApiException refused) {
      fail(String.valueOf(refused.getMessage()));
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "A stream has broken off", gone);
      fail("The other end has broken off.");
    } catch (InterruptedException nobodyDoesThat) {
      Thread.currentThread().interrupt();
    } catch (Exception failure) {
      LOG.log(Level.ERROR, "A stream failed", failure);
      fail("Internal server error; the server's log says more.");
    } finally {
      end();
    }
  }

  private void fail(String reason) {
    close(FAILED, reason);
  }

  /** The client has sent a message; waits while there is no room for it. */
  void arrived(ByteBuffer data) {
    byte[] message = new byte[data.remaining()];
    data.get(message);
    try {
      room.acquire(message.length);
      arrived.add(message);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** The socket is closed. */
  void gone() {
    end();
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      room.release(MOST_BYTES);
      arrived.add(GONE);
      talk.end();
    }
  }

  @Override
  public void send(byte[] bytes, int count) throws IOException {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    session.sendBinary(
        ByteBuffer.wrap(bytes, 0, count),
        Callback.from(() -> taken.complete(null), taken::completeExceptionally));
    try {
      taken.get();
    } catch (ExecutionException gone) {
      throw new IOException("the client has gone", gone);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new IOException("closing", closing);
    }
  }

  @Override
  public void close(int status, String reason) {
    String words = reason;
    while (words.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
      words = words.substring(0, words.length() - 1);
    }
    session.close(status, words, Callback.NOOP);
  }
}
