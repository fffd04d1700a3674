package io.sesamo.server;

import io.sesamo.server.SocketRoute.Peer;
import io.sesamo.server.SocketRoute.Talk;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams to a UDP port of a task, and what comes back: each message begins with the local
 * sender, four bytes of IPv4 and two of its port. Every sender has a channel of its own here, so
 * that answers find the way back; of many senders the oldest is forgotten.
 */
final class DatagramTalk implements Talk {

  private static final Logger LOG = System.getLogger(DatagramTalk.class.getName());
  private static final int SENDER = 6;
  private static final int LARGEST = 65_535;
  private static final int MOST_SENDERS = 256;

  /** Makes a channel that is connected to the port. */
  interface Opening {
    DatagramChannel open() throws IOException;
  }

  private final Opening opening;
  private final Map<String, DatagramChannel> senders = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable Peer peer;
  private boolean ended;

  DatagramTalk(Opening opening) {
    this.opening = opening;
  }

  @Override
  public void begin(Peer client) {
    peer = client;
  }

  @Override
  public void take(byte[] message) throws IOException {
    if (message.length < SENDER) {
      return;
    }
    DatagramChannel channel = channel(message);
    try {
      channel.write(ByteBuffer.wrap(message, SENDER, message.length - SENDER));
    } catch (IOException nobodyListens) {
      LOG.log(Level.DEBUG, "A datagram is lost, as datagrams may be", nobodyListens);
    }
  }

  private synchronized DatagramChannel channel(byte[] message) throws IOException {
    String sender = HexFormat.of().formatHex(message, 0, SENDER);
    DatagramChannel known = senders.get(sender);
    if (known != null && known.isOpen()) {
      return known;
    }
    DatagramChannel opened = opening.open();
    senders.put(sender, opened);
    if (senders.size() > MOST_SENDERS) {
      Iterator<DatagramChannel> oldest = senders.values().iterator();
      close(oldest.next());
      oldest.remove();
    }
    byte[] prefix = HexFormat.of().parseHex(sender);
    Peer client = peer;
    if (ended || client == null) {
      close(opened);
    } else {
      Thread.ofVirtual().name("datagrams").start(() -> pump(opened, prefix, client));
    }
    return opened;
  }

  private static void pump(DatagramChannel channel, byte[] prefix, Peer client) {
    byte[] bytes = new byte[SENDER + LARGEST];
    System.arraycopy(prefix, 0, bytes, 0, SENDER);
    try (channel) {
      while (true) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, SENDER, LARGEST).slice();
        int count = receive(channel, buffer);
        if (count >= 0) {
          client.send(bytes, SENDER + count);
        }
      }
    } catch (IOException closed) {
      LOG.log(Level.DEBUG, "A sender is forgotten", closed);
    }
  }

  /** -1: an earlier datagram found nobody. */
  private static int receive(DatagramChannel channel, ByteBuffer buffer) throws IOException {
    try {
      return channel.read(buffer);
    } catch (java.net.PortUnreachableException nobodyListensYet) {
      return -1;
    }
  }

  @Override
  public synchronized void end() {
    ended = true;
    senders.values().forEach(DatagramTalk::close);
    senders.clear();
  }

  private static void close(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException alreadyGone) {
      LOG.log(Level.DEBUG, "{0}", alreadyGone.getMessage());
    }
  }
}
