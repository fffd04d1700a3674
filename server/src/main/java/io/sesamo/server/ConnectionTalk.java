package io.sesamo.server;

import io.sesamo.server.SocketRoute.Peer;
import io.sesamo.server.SocketRoute.Talk;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection to a port of a task, byte for byte; an empty message ends it. */
final class ConnectionTalk implements Talk {

  private static final Logger LOG = System.getLogger(ConnectionTalk.class.getName());
  private static final int CHUNK = 1 << 16;

  /** Connects. */
  interface Opening {
    SocketChannel open() throws IOException;
  }

  private final Opening opening;
  private @Nullable SocketChannel channel;
  private boolean ended;

  ConnectionTalk(Opening opening) {
    this.opening = opening;
  }

  @Override
  public void begin(Peer peer) {
    SocketChannel opened;
    try {
      opened = opening.open();
    } catch (IOException refused) {
      peer.close(Peer.FAILED, "Nothing listens on this port of the task.");
      return;
    }
    synchronized (this) {
      channel = opened;
      if (ended) {
        close(opened);
        return;
      }
    }
    Thread.ofVirtual().name("connection").start(() -> pump(opened, peer));
  }

  private static void pump(SocketChannel channel, Peer peer) {
    try (channel) {
      byte[] bytes = new byte[CHUNK];
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      for (int count = channel.read(buffer); count >= 0; count = channel.read(buffer)) {
        peer.send(bytes, count);
        buffer.clear();
      }
    } catch (IOException closed) {
      LOG.log(Level.DEBUG, "A connection has ended", closed);
    }
    peer.close(Peer.NORMAL, "");
  }

  private synchronized @Nullable SocketChannel current() {
    return channel;
  }

  @Override
  public void take(byte[] message) throws IOException {
    SocketChannel connection = current();
    if (connection == null) {
      return;
    }
    if (message.length == 0) {
      connection.shutdownOutput();
      return;
    }
    ByteBuffer rest = ByteBuffer.wrap(message);
    while (rest.hasRemaining()) {
      connection.write(rest);
    }
  }

  @Override
  public void end() {
    SocketChannel connection;
    synchronized (this) {
      ended = true;
      connection = channel;
    }
    if (connection != null) {
      close(connection);
    }
  }

  private static void close(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException alreadyGone) {
      LOG.log(Level.DEBUG, "{0}", alreadyGone.getMessage());
    }
  }
}
