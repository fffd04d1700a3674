package io.sesamo.cli.command.inside;

import io.sesamo.cli.client.Http;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.Stream;
import io.sesamo.cli.command.inside.ForwardCommand.Forward;
import io.sesamo.cli.command.inside.PortPairs.Pair;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * A TCP port. One stream, the control, stays open; over it goes a new key for each connection to
 * the local port, whose bytes then go over a stream of their own.
 */
record ConnectionForward(Http http, Json ticket, String workflow, Stream control, ServerSocket port)
    implements Forward {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 16;
  private static final int WAITING = 50;
  private static final int CHUNK = 1 << 16;

  static Forward open(Http http, Json ticket, String workflow, Pair pair) throws IOException {
    ServerSocket port;
    try {
      port = new ServerSocket(pair.local(), WAITING, PortPairs.here());
    } catch (IOException taken) {
      throw ForwardCommand.taken(pair, taken);
    }
    try {
      Stream control =
          Stream.open(
              http, ticket, "portforward", workflow, ticket.get("key").text(), nothing -> {});
      ConnectionForward forward = new ConnectionForward(http, ticket, workflow, control, port);
      Thread.ofVirtual().name("port " + pair.local()).start(forward::acceptAll);
      return forward;
    } catch (IOException failure) {
      port.close();
      throw failure;
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket connection = port.accept();
        Thread.ofVirtual().start(() -> carry(connection));
      }
    } catch (IOException closed) {
      control.close();
    }
  }

  private void carry(Socket connection) {
    byte[] random = new byte[KEY_BYTES];
    RANDOM.nextBytes(random);
    String key = "PORTFORWARD-" + HexFormat.of().formatHex(random);
    try (connection) {
      OutputStream down = connection.getOutputStream();
      control.send(
          new Json(Map.of("key", key, "cookie", "")).write().getBytes(StandardCharsets.UTF_8));
      try (Stream stream = Stream.open(http, ticket, "portforward", workflow, key, down::write)) {
        Thread.ofVirtual().start(() -> carryUp(connection, stream));
        stream.end();
      }
    } catch (IOException broken) {
      // The local program sees its connection end.
    }
  }

  private static void carryUp(Socket connection, Stream stream) {
    try {
      InputStream up = connection.getInputStream();
      byte[] buffer = new byte[CHUNK];
      for (int count = up.read(buffer); count >= 0; count = up.read(buffer)) {
        stream.send(buffer, count);
      }
      stream.send(new byte[0]); // the other direction may go on
    } catch (IOException ended) {
      stream.close();
    }
  }

  @Override
  public Stream.End awaitEnd() {
    return control.end();
  }

  @Override
  public void close() {
    control.close();
    try {
      port.close();
    } catch (IOException alreadyGone) {
      // Then nothing is left to do.
    }
  }
}
