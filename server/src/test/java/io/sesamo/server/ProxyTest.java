package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.network.Front;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server behind a proxy that has TLS. */
class ProxyTest {

  @Test
  void callersAreToldApartByWhatTheProxySays(@TempDir Path home) throws Exception {
    int port = FreePort.choose(0);
    URI url = URI.create("https://sesamo.example.org");
    Front front = new Front("127.0.0.1", port, url, Optional.empty());
    Instant noTimePasses = Instant.now();
    try (RunningApi api =
        new RunningApi(home, false, Optional.of(front), Limits.of(0, () -> noTimePasses))) {
      assertThat(api.asOwner("/health").status()).isEqualTo(200);
      assertThat(status(port, "sesamo.example.org", "/health", "198.51.100.1")).isEqualTo(200);
      assertThat(status(port, "127.0.0.1", "/health", "198.51.100.1")).isEqualTo(403);

      String guess = "/api/profile/settings";
      int last = 401;
      for (int i = 0; i < 30 && last == 401; i++) {
        // What the caller has written himself stands before what the proxy adds.
        last = status(port, "sesamo.example.org", guess, "192.0.2." + i + ", 198.51.100.1");
      }
      assertThat(last).isEqualTo(429);
      assertThat(status(port, "sesamo.example.org", guess, "198.51.100.2")).isEqualTo(401);
    }
  }

  private static int status(int port, String host, String path, String from) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nX-Forwarded-For: %s\r\nAuthorization: Bearer wrong\r\n"
              .formatted(path, host, from);
      socket
          .getOutputStream()
          .write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return Integer.parseInt(answer.split(" ", 3)[1]);
    }
  }
}
