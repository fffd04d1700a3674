package io.sesamo.server.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyStore;
import java.time.Duration;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HostHeaderCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * What Jetty listens with. Whoever can read the home's secret comes by a connector of his own, so
 * that no network keeps him out of a server that is flooded.
 */
public final class Connectors {

  /** A request's line and headers together, in bytes; OSMO's tokens have some 2,000. */
  private static final int LARGEST_HEADERS = 16 << 10;

  /** A connection on which nothing moves for so long is closed. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** In bytes a second; whoever sends a body more slowly only holds the connection. */
  private static final long SLOWEST_BODY = 256;

  /** Connections from the network at a time; the next ones wait to be accepted. */
  private static final int MOST_CONNECTIONS = 10_000;

  private static final int MOST_STREAMS = 128;

  private Connectors() {}

  /** What holds for all HTTP. */
  public static void limit(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(LARGEST_HEADERS);
    http.setIdleTimeout(SILENCE.toMillis());
    http.addCustomizer(new HostHeaderCustomizer()); // HTTP/2 has no such header
  }

  /** What refuses bodies that come too slowly. */
  public static Handler.Singleton patience() {
    return new MinimumDataRateHandler(SLOWEST_BODY, 0);
  }

  /** For commands of this machine. */
  public static Connector local(Server server, HttpConfiguration http, int port) {
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setIdleTimeout(SILENCE.toMillis());
    return connector;
  }

  /** For the network, with a certificate that can be used. */
  public static Connector front(Server server, HttpConfiguration http, Front front) {
    ServerConnector connector =
        front.tls().isPresent()
            ? secure(server, http, front.tls().get())
            : new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(front.listen());
    connector.setPort(front.port());
    connector.setIdleTimeout(SILENCE.toMillis());
    connector.addBean(new SlowHeaders(connector));
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    return connector;
  }

  private static ServerConnector secure(Server server, HttpConfiguration shared, TlsFiles files) {
    HttpConfiguration http = new HttpConfiguration(shared);
    // The host is checked against the public address, which may be an IP address of no certificate.
    http.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server tls = new SslContextFactory.Server();
    Renewal renewal = new Renewal(files, tls); // before the first reading, so as to miss nothing
    tls.setKeyStore(usable(files));
    tls.setKeyStorePassword(TlsFiles.STORE_PASSWORD);
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    tls.setSniRequired(false);
    server.addBean(renewal);
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
    http2.setMaxConcurrentStreams(MOST_STREAMS);
    ALPNServerConnectionFactory choice = new ALPNServerConnectionFactory();
    choice.setDefaultProtocol("http/1.1");
    return new ServerConnector(
        server,
        new SslConnectionFactory(tls, choice.getProtocol()),
        choice,
        http2,
        new HttpConnectionFactory(http));
  }

  private static KeyStore usable(TlsFiles files) {
    try {
      return files.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
