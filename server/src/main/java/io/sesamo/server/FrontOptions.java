package io.sesamo.server;

import io.sesamo.server.network.Front;
import io.sesamo.server.network.TlsFiles;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the operator said about serving a network.
 *
 * @param listen name or address of an interface of this machine
 * @param url what people call the server by
 * @param certificate PEM file
 * @param key PEM file
 * @param behindProxy whether a proxy in front of it has TLS
 */
record FrontOptions(
    Optional<String> listen,
    Optional<String> url,
    Optional<Path> certificate,
    Optional<Path> key,
    boolean behindProxy) {

  /** Nothing was said: only this machine is served. */
  static final FrontOptions NONE =
      new FrontOptions(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

  private static final String LOOPBACK = "127.0.0.1";

  FrontOptions withListen(String host) {
    return new FrontOptions(Optional.of(host), url, certificate, key, behindProxy);
  }

  FrontOptions withUrl(String address) {
    return new FrontOptions(listen, Optional.of(address), certificate, key, behindProxy);
  }

  FrontOptions withCertificate(Path file) {
    return new FrontOptions(listen, url, Optional.of(file), key, behindProxy);
  }

  FrontOptions withKey(Path file) {
    return new FrontOptions(listen, url, certificate, Optional.of(file), behindProxy);
  }

  FrontOptions withProxy() {
    return new FrontOptions(listen, url, certificate, key, true);
  }

  /**
   * The side of the server that a network reaches; empty: only this machine is served.
   *
   * @param port 0: not given
   * @throws StartException when a network would be served without TLS, or by people without a proof
   *     of who they are
   */
  Optional<Front> front(int port, boolean devAuth) {
    Optional<TlsFiles> tls = tls();
    if (tls.isEmpty() && !behindProxy) {
      if (url.isPresent() || listen.filter(host -> !loopback(host)).isPresent()) {
        throw new StartException(
            "A network is served with TLS only. Give --tls-cert FILE and --tls-key FILE, or"
                + " --behind-proxy where a proxy in front of the server has TLS.");
      }
      return Optional.empty();
    }
    if (devAuth) {
      throw new StartException(
          "With --dev-auth anybody may be anybody, so it serves this machine only, without --listen,"
              + " --url, --tls-cert and --behind-proxy. Over a network people sign in with access"
              + " tokens or by OpenID Connect.");
    }
    if (port == 0) {
      throw new StartException("Say the port for the network: --port 8443, for one.");
    }
    String host = listen.orElse(LOOPBACK);
    return Optional.of(new Front(host, port, publicUrl(host, port), tls));
  }

  private Optional<TlsFiles> tls() {
    if (certificate.isPresent() != key.isPresent()) {
      throw new StartException("TLS needs both --tls-cert FILE and --tls-key FILE.");
    }
    if (certificate.isPresent() && behindProxy) {
      throw new StartException(
          "Either the server has TLS (--tls-cert, --tls-key) or a proxy in front of it"
              + " (--behind-proxy).");
    }
    return certificate.map(file -> new TlsFiles(file, key.orElseThrow()));
  }

  private URI publicUrl(String host, int port) {
    if (url.isEmpty()) {
      if (behindProxy || address(host).isAnyLocalAddress()) {
        throw new StartException(
            "Say what people call the server by: --url https://sesamo.example.org");
      }
      String name = host.contains(":") ? "[" + host + "]" : host;
      return URI.create("https://" + name + ":" + port);
    }
    try {
      URI uri = new URI(url.get().replaceFirst("/$", ""));
      if ("https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getPath().isEmpty()
          && uri.getQuery() == null
          && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new StartException(
        "The option --url is of the form https://sesamo.example.org or"
            + " https://sesamo.example.org:8443, not "
            + url.get());
  }

  private static boolean loopback(String host) {
    return address(host).isLoopbackAddress();
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new StartException(
          "The option --listen names an interface of this machine, or 0.0.0.0 for all; there is no "
              + host
              + ".");
    }
  }
}
