package io.sesamo.backend.local;

import io.sesamo.engine.data.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The harmless part of this machine's {@code /etc}, copied into one folder: a sandbox mounts it at
 * once, which takes a small part of the time of mounting each file. A change of {@code /etc} makes
 * another copy; tasks that run keep theirs.
 *
 * @param copies where the copies are
 */
record SystemSettings(Path copies) {

  private static final Path ETC = Path.of("/etc");

  /** They hold hundreds of files, which would take longer to copy than to mount. */
  private static final List<Path> LARGE =
      Stream.of("ssl/certs", "alternatives").map(ETC::resolve).filter(Files::isDirectory).toList();

  /** No keys, no shadow files, no service's configuration. */
  private static final List<Path> COPIED =
      Stream.of(
              "passwd group hosts host.conf resolv.conf nsswitch.conf gai.conf protocols services",
              "rpc ssl/openssl.cnf ca-certificates ca-certificates.conf pki/tls/certs",
              "pki/tls/openssl.cnf pki/ca-trust crypto-policies",
              "ld.so.cache ld.so.conf ld.so.conf.d localtime timezone locale.alias",
              "locale.conf os-release debian_version mime.types magic terminfo inputrc",
              "fonts OpenCL vulkan glvnd EGL")
          .flatMap(line -> Stream.of(line.split(" ", -1)))
          .map(ETC::resolve)
          .toList();

  /** The folder that is {@code /etc} for a task that starts now. */
  Path current() throws IOException {
    Path copy = copies.resolve(version());
    if (!Files.exists(copy)) {
      make(copy);
    }
    return copy;
  }

  /** Folders that have to be mounted over those of the same names in {@link #current}. */
  List<Path> mounts() {
    return LARGE;
  }

  /** Removes the copies; nothing may run that has mounted one. */
  void forgetAll() throws IOException {
    Folders.delete(copies);
  }

  /** Changes with the files and with the names in the folders. */
  private static String version() throws IOException {
    StringBuilder state = new StringBuilder();
    for (Path path : COPIED) {
      if (Files.exists(path)) {
        state.append(path).append(' ').append(Files.getLastModifiedTime(path)).append('\n');
      }
    }
    return UUID.nameUUIDFromBytes(state.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private synchronized void make(Path copy) throws IOException {
    if (Files.exists(copy)) {
      return; // made meanwhile
    }
    Path part = copies.resolve("part");
    Folders.delete(part);
    Files.createDirectories(part);
    for (Path path : COPIED) {
      if (Files.exists(path)) {
        copy(path, part.resolve(ETC.relativize(path)));
      }
    }
    for (Path path : LARGE) {
      Files.createDirectories(part.resolve(ETC.relativize(path)));
    }
    Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A link among the shared ones is followed; those in a folder stay links. */
  private static void copy(Path source, Path target) throws IOException {
    Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(target));
    try (Stream<Path> files = Files.walk(source.toRealPath())) {
      Path real = source.toRealPath();
      for (Path file : files.toList()) {
        Path place = target.resolve(real.relativize(file));
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(place);
        } else if (Files.isSymbolicLink(file) || Files.isReadable(file)) {
          Files.copy(file, place, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (AccessDeniedException | UncheckedIOException notForTasks) {
      // What this server may not read, its tasks may not either.
    }
  }
}
