package io.sesamo.server;

import io.sesamo.server.network.Front;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds out early whether a port can be had, so that a taken one costs no start of a database. */
final class FreePort {

  private FreePort() {}

  /** A port of the loopback interface; 0 for any free one. */
  static int choose(int wanted) {
    try {
      return bind("127.0.0.1", wanted);
    } catch (IOException e) {
      throw StartException.hindered(
          "Port " + wanted + " is taken. Choose another with --port, or leave it out.");
    }
  }

  /** Makes sure that the port of the front can be had. */
  static void check(Front front) {
    try {
      int _ = bind(front.listen(), front.port());
    } catch (BindException e) {
      throw StartException.hindered(
          "The server cannot listen on %s, port %d: the port is taken, %s, or %s."
              .formatted(
                  front.listen(),
                  front.port(),
                  "no interface of this machine has that address",
                  "ports below 1024 take a right that it lacks"));
    } catch (IOException e) {
      throw StartException.hindered(
          "The server cannot listen on " + front.listen() + ": " + e.getMessage() + ".");
    }
  }

  private static int bind(String host, int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    }
  }
}
