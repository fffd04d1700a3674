package io.sesamo.server.network;

import java.util.Optional;

/**
 * Where a server listens. Commands of its own machine, which can read the home's secret, come by
 * the loopback interface without TLS; everybody else comes by the front.
 *
 * @param localPort on the loopback interface, 1 to 65535
 * @param front empty: no network is served
 */
public record Network(int localPort, Optional<Front> front) {

  /** Where commands of this machine find it. */
  public String localUrl() {
    return "http://127.0.0.1:" + localPort;
  }

  /** What people call it by, without a slash at the end. */
  public String url() {
    return front.map(side -> side.url().toString()).orElseGet(this::localUrl);
  }
}
