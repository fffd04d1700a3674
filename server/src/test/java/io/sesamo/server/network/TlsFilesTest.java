package io.sesamo.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {

  @TempDir Path folder;

  @Test
  void bothUsualKindsOfKeysAreRead() throws Exception {
    for (String algorithm : new String[] {"RSA", "EC"}) {
      TestCertificate made = TestCertificate.make(folder, algorithm);
      assertThat(made.files().read().getCertificate("server")).isEqualTo(made.certificate());
    }
  }

  @Test
  void whatIsWrongIsSaid() throws Exception {
    TlsFiles files = TestCertificate.make(folder, "EC").files();
    String key = Files.readString(files.key());
    TestCertificate.make(folder, "EC");
    Files.writeString(files.key(), key);
    refuses(files, "is not the key of the certificate in");

    Files.writeString(files.key(), key.replace("PRIVATE KEY", "EC PRIVATE KEY"));
    refuses(files, "openssl pkcs8 -topk8");

    Files.writeString(files.key(), key.replaceAll("(?m)^M.", "AA"));
    refuses(files, "holds no RSA key");

    Files.writeString(files.certificate(), "nothing");
    refuses(files, "holds no certificate in PEM");

    Files.delete(files.certificate());
    refuses(files, "is not there");
  }

  private static void refuses(TlsFiles files, String why) {
    assertThatThrownBy(files::read).isInstanceOf(IOException.class).hasMessageContaining(why);
  }

  @Test
  @Timeout(60)
  void aRenewedCertificateIsTakenAndABrokenOneIsNot() throws Exception {
    TestCertificate first = TestCertificate.make(folder, "EC");
    Server server = new Server();
    Front front =
        new Front("127.0.0.1", 0, URI.create("https://localhost"), Optional.of(first.files()));
    ServerConnector connector =
        (ServerConnector) Connectors.front(server, new HttpConfiguration(), front);
    server.addConnector(connector);
    server.start();
    try {
      assertThat(shown(connector.getLocalPort())).isEqualTo(first.certificate());
      Files.writeString(first.files().certificate(), "broken");
      assertThat(shown(connector.getLocalPort())).isEqualTo(first.certificate());

      TestCertificate second = TestCertificate.make(folder, "RSA");
      while (!shown(connector.getLocalPort()).equals(second.certificate())) {
        Thread.onSpinWait();
      }
    } finally {
      server.stop();
    }
  }

  private static Certificate shown(int port) throws IOException, GeneralSecurityException {
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new Anybody()}, null);
    try (SSLSocket socket =
        (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port)) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  /** Which certificate it is shows later. */
  private record Anybody() implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
