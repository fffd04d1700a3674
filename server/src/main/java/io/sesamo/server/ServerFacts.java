package io.sesamo.server;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server says of itself. */
record ServerFacts(
    String url, long pid, String version, Path home, boolean devAuth, Instant started) {

  Map<String, @Nullable Object> shape() {
    return Wire.map(
        "url", url,
        "pid", pid,
        "version", version,
        "home", home.toString(),
        "devAuth", devAuth,
        "started", Wire.time(started));
  }
}
