package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One WebSocket of the server, from outside; remembers what came and how it ended. */
final class StreamClient implements WebSocket.Listener {

  private static final long PATIENCE_SECONDS = 40;

  private final WebSocket socket;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final OutputStream sink;
  private @Nullable String closed;

  private StreamClient(URI uri, String user, OutputStream sink) {
    this.sink = sink;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("x-osmo-user", user)
            .header("Cookie", "")
            .buildAsync(uri, this)
            .join();
  }

  /** Opens the socket that a route's answer is the key to. */
  static StreamClient open(JsonNode answer, String kind, String workflow, String user) {
    return open(answer, kind, workflow, answer.get("key").asString(), user);
  }

  static StreamClient open(JsonNode answer, String kind, String workflow, String key, String user) {
    return open(answer, kind, workflow, key, user, OutputStream.nullOutputStream());
  }

  /** The same; {@code sink} gets what comes too, and is closed at the end. */
  static StreamClient open(
      JsonNode answer, String kind, String workflow, String key, String user, OutputStream sink) {
    String router = answer.get("router_address").asString();
    URI uri = URI.create(router + "/api/router/" + kind + "/" + workflow + "/client/" + key);
    return new StreamClient(uri, user, sink);
  }

  /** Why a socket was not opened at all; the HTTP status. */
  static int refusal(URI uri, Map<String, String> headers) {
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    headers.forEach(builder::header);
    try {
      builder.buildAsync(uri, new WebSocket.Listener() {}).join().abort();
      return 101;
    } catch (CompletionException failure) {
      Throwable cause = failure.getCause();
      return cause instanceof java.net.http.WebSocketHandshakeException refused
          ? refused.getResponse().statusCode()
          : -1;
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    synchronized (this) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      received.writeBytes(bytes);
      notifyAll();
      try {
        sink.write(bytes);
      } catch (IOException nobodyTakesIt) {
        ended("1000 nobody takes it");
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    ended("text: the official client does not take any");
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    ended(status + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    ended(String.valueOf(error));
  }

  private synchronized void ended(String why) {
    if (closed == null) {
      closed = why;
      try {
        sink.close();
      } catch (IOException alreadyGone) {
        closed = why + ", and " + alreadyGone;
      }
    }
    notifyAll();
  }

  StreamClient send(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    return this;
  }

  StreamClient send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Goes away without a word. */
  void vanish() {
    socket.abort();
  }

  void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  synchronized byte[] bytes() {
    return received.toByteArray();
  }

  private synchronized String text() {
    return received.toString(StandardCharsets.UTF_8);
  }

  /** Waits until that was received. */
  StreamClient until(String wanted) throws InterruptedException {
    await(wanted, () -> text().contains(wanted));
    return this;
  }

  /** Waits until so many bytes were received. */
  StreamClient until(int count) throws InterruptedException {
    await(count + " bytes", () -> received.size() >= count);
    return this;
  }

  /** Waits for the end; status and reason. */
  String end() throws InterruptedException {
    await("the end", () -> closed != null);
    synchronized (this) {
      return String.valueOf(closed);
    }
  }

  private synchronized void await(String what, java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(() -> "time for %s; came: %s".formatted(what, tail()))
          .isLessThan(deadline);
      assertThat(closed == null || condition.getAsBoolean())
          .as(() -> "no end (%s) before %s; came: %s".formatted(closed, what, tail()))
          .isTrue();
      TimeUnit.MILLISECONDS.timedWait(this, 200);
    }
  }

  private String tail() {
    String all = text();
    return all.substring(Math.max(0, all.length() - 500));
  }
}
