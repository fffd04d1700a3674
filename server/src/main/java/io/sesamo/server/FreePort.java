package io.sesamo.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds out early whether a port can be had, so that a taken one costs no start of a database. */
final class FreePort {

  private FreePort() {}

  static int choose(int wanted) {
    try (ServerSocket socket =
        new ServerSocket(wanted, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StartException(
          "Port " + wanted + " is taken. Choose another with --port, or leave it out.");
    }
  }
}
