package io.sesamo.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket into a running task: bytes up and down. A slow receiver slows down the sender.
 * Thread-safe.
 */
public final class Stream implements AutoCloseable {

  /** The server closes a socket that is silent for five minutes. */
  private static final Duration BETWEEN_PINGS = Duration.ofSeconds(20);

  /** Well below the mebibyte that a message may have. */
  private static final int CHUNK = 1 << 18;

  private final WebSocket socket;
  private final CompletableFuture<End> end;

  private Stream(WebSocket socket, CompletableFuture<End> end) {
    this.socket = socket;
    this.end = end;
  }

  /** What to do with each message that comes down; may block. */
  public interface Receiver {
    void take(byte[] bytes) throws IOException;
  }

  /**
   * How a stream ended.
   *
   * @param status as in RFC 6455, 7.4; 1006: without a word
   * @param reason for people, or {@code exit} and the exit status of a command
   */
  public record End(int status, String reason) {

    private static final int NORMAL = 1000;
    private static final int BROKEN = 1006;

    /** The exit status of the command that ran. */
    public Optional<Integer> exitCode() {
      return status == NORMAL && reason.matches("exit [0-9]{1,3}")
          ? Optional.of(Integer.valueOf(reason.substring("exit ".length())))
          : Optional.empty();
    }

    public boolean normal() {
      return status == NORMAL;
    }
  }

  /**
   * Opens one.
   *
   * @param ticket the server's answer, with {@code router_address} and {@code key}
   * @param kind {@code exec}, {@code portforward} or {@code rsync}
   * @throws IOException when the server cannot be had
   */
  public static Stream open(
      Http http, Json ticket, String kind, String workflow, String key, Receiver receiver)
      throws IOException {
    URI uri =
        URI.create(
            http.url().replaceFirst("^http", "ws") // https becomes wss
                + "/api/router/"
                + kind
                + "/"
                + Http.encode(workflow)
                + "/client/"
                + Http.encode(key));
    CompletableFuture<End> end = new CompletableFuture<>();
    try {
      WebSocket.Builder builder = http.newClient().newWebSocketBuilder();
      http.identity().headers().forEach(builder::header);
      WebSocket socket = builder.buildAsync(uri, new Listener(receiver, end)).get();
      Stream stream = new Stream(socket, end);
      Thread.ofVirtual().name("pings").start(stream::ping);
      return stream;
    } catch (ExecutionException failure) {
      throw new IOException("the stream cannot be opened: " + failure.getCause(), failure);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", closing);
    }
  }

  private static final class Listener implements WebSocket.Listener {
    private final Receiver receiver;
    private final CompletableFuture<End> end;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    Listener(Receiver receiver, CompletableFuture<End> end) {
      this.receiver = receiver;
      this.end = end;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      message.writeBytes(bytes);
      try {
        if (last) {
          receiver.take(message.toByteArray());
          message.reset();
        }
        from.request(1);
      } catch (IOException nobodyTakesIt) {
        end.complete(new End(End.NORMAL, ""));
        from.abort();
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      end.complete(new End(status, reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      end.complete(new End(End.BROKEN, "The connection to the server is broken."));
    }
  }

  private void ping() {
    try {
      while (!end.isDone()) {
        Thread.sleep(BETWEEN_PINGS);
        synchronized (this) {
          socket.sendPing(ByteBuffer.allocate(0)).join();
        }
      }
    } catch (CompletionException closed) {
      end.complete(new End(End.BROKEN, "The connection to the server is broken."));
    } catch (InterruptedException nobodyDoesThat) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Sends a message, or several where it is long.
   *
   * @throws IOException when the stream has ended
   */
  public synchronized void send(byte[] bytes, int count) throws IOException {
    try {
      int done = 0;
      do {
        int next = Math.min(CHUNK, count - done);
        socket.sendBinary(ByteBuffer.wrap(bytes, done, next), true).join();
        done += next;
      } while (done < count);
    } catch (CompletionException gone) {
      throw new IOException("the stream has ended", gone);
    }
  }

  public void send(byte[] bytes) throws IOException {
    send(bytes, bytes.length);
  }

  /** Waits for the end. */
  public End end() {
    return end.join();
  }

  @Override
  public void close() {
    socket.abort();
    end.complete(new End(End.NORMAL, ""));
  }
}
