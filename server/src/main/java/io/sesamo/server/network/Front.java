package io.sesamo.server.network;

import java.net.URI;
import java.util.Optional;

/**
 * The side of a server that a network reaches.
 *
 * @param listen name or address of the interface
 * @param port 1 to 65535
 * @param url what people call it by, {@code https://name} or {@code https://name:port}
 * @param tls empty: a proxy in front of it has TLS, and says who called in {@code X-Forwarded-For}
 */
public record Front(String listen, int port, URI url, Optional<TlsFiles> tls) {

  /** Whether requests come from a proxy. */
  public boolean behindProxy() {
    return tls.isEmpty();
  }
}
