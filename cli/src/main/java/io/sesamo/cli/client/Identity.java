package io.sesamo.cli.client;

import java.io.IOException;
import java.util.Map;

/** Says in each request who it is from. */
@FunctionalInterface
public interface Identity {

  /**
   * The headers of one request.
   *
   * @throws IOException when whoever vouches for the caller cannot be asked
   */
  Map<String, String> headers() throws IOException;

  /** Somebody who shows a secret. */
  static Identity bearer(String secret) {
    Map<String, String> headers = Map.of("Authorization", "Bearer " + secret);
    return () -> headers;
  }

  /** Somebody whose name alone is believed, by a server with {@code --dev-auth}. */
  static Identity named(String user) {
    Map<String, String> headers = Map.of("x-osmo-user", user);
    return () -> headers;
  }

  /** Somebody who does not say who he is. */
  static Identity nobody() {
    return Map::of;
  }
}
