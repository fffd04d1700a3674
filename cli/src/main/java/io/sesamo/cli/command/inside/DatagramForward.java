package io.sesamo.cli.command.inside;

import io.sesamo.cli.client.Http;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.Stream;
import io.sesamo.cli.command.inside.ForwardCommand.Forward;
import io.sesamo.cli.command.inside.PortPairs.Pair;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** A UDP port: each message is the local sender, four bytes and two, and a datagram. */
record DatagramForward(Stream stream, DatagramSocket port) implements Forward {

  private static final int SENDER = 6;
  private static final int ADDRESS = 4;
  private static final int LARGEST = 65_507;

  static Forward open(Http http, Json ticket, String workflow, Pair pair) throws IOException {
    DatagramSocket port;
    try {
      port = new DatagramSocket(pair.local(), PortPairs.here());
    } catch (IOException taken) {
      throw ForwardCommand.taken(pair, taken);
    }
    try {
      Stream stream =
          Stream.open(
              http,
              ticket,
              "portforward",
              workflow,
              ticket.get("key").text(),
              message -> answer(port, message));
      DatagramForward forward = new DatagramForward(stream, port);
      Thread.ofVirtual().name("port " + pair.local()).start(forward::carryUp);
      return forward;
    } catch (IOException failure) {
      port.close();
      throw failure;
    }
  }

  private static void answer(DatagramSocket port, byte[] message) throws IOException {
    if (message.length >= SENDER) {
      ByteBuffer parts = ByteBuffer.wrap(message);
      byte[] address = new byte[ADDRESS];
      parts.get(address);
      int number = Short.toUnsignedInt(parts.getShort());
      port.send(
          new DatagramPacket(
              message, SENDER, message.length - SENDER, InetAddress.getByAddress(address), number));
    }
  }

  private void carryUp() {
    byte[] bytes = new byte[SENDER + LARGEST];
    DatagramPacket packet = new DatagramPacket(bytes, SENDER, LARGEST);
    try {
      while (true) {
        packet.setLength(LARGEST);
        port.receive(packet);
        ByteBuffer.wrap(bytes)
            .put(packet.getAddress().getAddress())
            .putShort((short) packet.getPort());
        stream.send(bytes, SENDER + packet.getLength());
      }
    } catch (IOException closed) {
      stream.close();
    }
  }

  @Override
  public Stream.End awaitEnd() {
    return stream.end();
  }

  @Override
  public void close() {
    stream.close();
    port.close();
  }
}
