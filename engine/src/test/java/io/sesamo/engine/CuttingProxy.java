package io.sesamo.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stands between a store and PostgreSQL, and loses the connection at the worst moment. */
final class CuttingProxy implements AutoCloseable {

  private final String url;
  private final URI target;
  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** Empty: nothing is cut. */
  private volatile String cutting = "";

  CuttingProxy(String url) throws IOException {
    this.url = url;
    this.target = URI.create(url.replaceFirst("^jdbc:", ""));
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  String jdbcUrl() {
    return url.replaceFirst(":" + target.getPort() + "/", ":" + server.getLocalPort() + "/");
  }

  /** Once: what holds that text is passed on and answered, and the answer is lost. */
  void cutTheAnswerTo(String text) {
    cutting = text;
  }

  boolean hasCut() {
    return cutting.isEmpty();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket database = new Socket(target.getHost(), target.getPort());
        open.addAll(List.of(client, database));
        AtomicBoolean cut = new AtomicBoolean();
        Thread.startVirtualThread(() -> pass(client, database, cut, true));
        Thread.startVirtualThread(() -> pass(database, client, cut, false));
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  private void pass(Socket from, Socket to, AtomicBoolean cut, boolean asks) {
    byte[] bytes = new byte[1 << 20];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        String text = cutting;
        if (asks
            && !text.isEmpty()
            && new String(bytes, 0, count, StandardCharsets.ISO_8859_1).contains(text)) {
          cutting = "";
          cut.set(true);
        }
        if (cut.get() && !asks) {
          return;
        }
        to.getOutputStream().write(bytes, 0, count);
      }
    } catch (IOException closed) {
      // by the other direction
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
