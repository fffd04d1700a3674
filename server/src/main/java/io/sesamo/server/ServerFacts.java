package io.sesamo.server;

import io.sesamo.server.network.Network;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself.
 *
 * @param arguments with which it was started
 */
record ServerFacts(
    Network network,
    long pid,
    String version,
    Path home,
    boolean devAuth,
    Instant started,
    List<String> arguments) {

  ServerFacts {
    arguments = List.copyOf(arguments);
  }

  /** What people call it by. */
  String url() {
    return network.url();
  }

  /** For everybody who may know of it. */
  Map<String, @Nullable Object> shape() {
    return Wire.map(
        "url", url(), "version", version, "devAuth", devAuth, "started", Wire.time(started));
  }

  /** For whoever can read its home: also what is of use on its machine alone. */
  Map<String, @Nullable Object> shapeForOwner() {
    Map<String, @Nullable Object> shape =
        Wire.map("url", network.localUrl(), "public_url", url(), "pid", pid);
    shape.put("home", home.toString());
    shape.put("arguments", arguments);
    shape().forEach(shape::putIfAbsent);
    return shape;
  }
}
