package io.sesamo.server;

import io.sesamo.server.Gate.Principal;
import java.util.Map;

/**
 * One WebSocket of the server's API.
 *
 * @param path with {@code {name}} for what varies
 * @param action what it does, and with that who may
 */
record SocketRoute(String path, Action action, Opening opening) {

  /** What happens on it. */
  interface Opening {
    /**
     * The talk with somebody whom the gate has let in.
     *
     * @param path what stands for the names in the route's path
     */
    Talk with(Principal principal, Map<String, String> path);
  }

  /**
   * What goes on over one socket. {@link #begin} and {@link #take} are called in one thread, which
   * is a platform's and may be blocked for long.
   */
  interface Talk {

    /** The socket is open. */
    void begin(Peer peer) throws Exception;

    /** The client has sent a binary message; the next one comes after the return. */
    void take(byte[] message) throws Exception;

    /**
     * The socket is closed. Called once, from any thread, whatever the others do; what they wait
     * for must end by that.
     */
    void end();
  }

  /** The client's end. */
  interface Peer {

    /** Status of a WebSocket that ends as it should (RFC 6455, 7.4.1). */
    int NORMAL = 1000;

    /** Status of one that could not do what it was for. */
    int FAILED = 1011;

    /** Status of one whose key is not known, as NVIDIA OSMO's router has it. */
    int NO_SUCH_KEY = 4000;

    /**
     * Sends a binary message and waits until the network has taken it: a slow client slows down
     * whoever sends, and fills no memory.
     *
     * @throws java.io.IOException when the client has gone
     */
    void send(byte[] bytes, int count) throws java.io.IOException;

    /** Closes the socket; {@code reason} is cut where it is too long for a frame. */
    void close(int status, String reason);
  }
}
