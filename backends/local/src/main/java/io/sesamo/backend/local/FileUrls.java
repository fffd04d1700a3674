package io.sesamo.backend.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Folders of this machine that a {@code file://} URL may name.
 *
 * @param roots allowed with all below them
 * @param purpose what they are allowed for, a word for people
 */
record FileUrls(List<Path> roots, String purpose) {

  /** Why a URL cannot be used at all, whatever lies there; empty when it may be. */
  Optional<String> refusal(String url) {
    String scheme = url.replaceAll(":.*", "").toLowerCase(Locale.ROOT);
    if (!url.contains(":") || !scheme.equals("file")) {
      return Optional.of(
          "The URL '" + url + "' cannot be used here: this pool knows file:// URLs only");
    }
    try {
      check(path(url), url);
      return Optional.empty();
    } catch (IOException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  /**
   * The existing file or folder of a URL, links resolved.
   *
   * @throws IOException with a sentence for people
   */
  Path existing(String url) throws IOException {
    Path path = path(url);
    check(path, url);
    if (!Files.exists(path)) {
      throw new IOException("There is nothing at " + url);
    }
    return within(path.toRealPath(), url);
  }

  /** The folder of a URL, made if need be. */
  Path folder(String url) throws IOException {
    Path path = path(url);
    check(path, url);
    Files.createDirectories(path);
    return within(path.toRealPath(), url);
  }

  /** A path found below an allowed one: links must not lead out of the allowed folders. */
  Path within(Path real, String named) throws IOException {
    for (Path root : roots) {
      if (Files.exists(root) && real.startsWith(root.toRealPath())) {
        return real;
      }
    }
    throw outside(named);
  }

  /** Checks the part of the path that exists, so that nothing is made outside. */
  private void check(Path path, String url) throws IOException {
    Path existing = path;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    within(existing.toRealPath(), url);
  }

  private IOException outside(String url) {
    String advice =
        roots.isEmpty()
            ? "no folder of this machine is opened for " + purpose
            : "open for " + purpose + " are " + roots;
    return new IOException("'" + url + "' is not in an allowed folder: " + advice);
  }

  private static Path path(String url) throws IOException {
    try {
      URI uri = URI.create(url.replace(" ", "%20"));
      String host = Optional.ofNullable(uri.getHost()).orElse("");
      String path = Optional.ofNullable(uri.getPath()).orElse("");
      if ((!host.isEmpty() && !host.equals("localhost")) || !path.startsWith("/")) {
        throw new IOException("'" + url + "' must look like file:///folder/name");
      }
      return Path.of(path).normalize();
    } catch (IllegalArgumentException malformed) {
      throw new IOException("'" + url + "' is not a URL of a file", malformed);
    }
  }
}
