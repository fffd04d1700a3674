package io.sesamo.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The home folder as the server sees it; only its owner may look into it.
 *
 * @param folder absolute
 */
record ServerHome(Path folder) {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  static ServerHome open(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      Files.createDirectories(absolute, OWNER_FOLDER);
    }
    Files.setPosixFilePermissions(absolute, OWNER_FOLDER.value());
    Files.createDirectories(absolute.resolve("server"), OWNER_FOLDER);
    return new ServerHome(absolute);
  }

  private Path server(String name) {
    return folder.resolve("server").resolve(name);
  }

  Path log() {
    return server("server.log");
  }

  Path objects() {
    return folder.resolve("objects");
  }

  Path logs() {
    return folder.resolve("logs");
  }

  Path pool() {
    return folder.resolve("pool");
  }

  Path poolFile() {
    return folder.resolve("pool.yaml");
  }

  Path fleetFile() {
    return folder.resolve("fleet.yaml");
  }

  Path rolesFile() {
    return folder.resolve("roles.yaml");
  }

  Path oidcFile() {
    return folder.resolve("oidc.yaml");
  }

  /** The folder with the operator's own rows and rules. */
  Path catalog() {
    return folder.resolve("catalog");
  }

  /**
   * Held while a server works on this home; the channel is never closed before the process ends.
   */
  FileLock lock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            server("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            OWNER_FILE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw StartException.hindered(
          "Another server works on " + folder + ". Stop it with: sesamo server stop");
    }
    return lock;
  }

  /** The secret that proves that a caller can read this home; made once. */
  String secret() throws IOException {
    return madeOnce("secret");
  }

  /** What the server signs sessions with, so that they outlive it; made once. */
  String sessionKey() throws IOException {
    return madeOnce("session-key");
  }

  /** The file with what credentials are encrypted with; made once. */
  Path credentialKey() throws IOException {
    madeOnce("credential-key");
    return server("credential-key");
  }

  /** 32 random bytes, hexadecimal, in a file that only the owner can read. */
  private String madeOnce(String name) throws IOException {
    Path file = server(name);
    if (!Files.exists(file)) {
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      Path fresh = server(name + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, OWNER_FILE);
      Files.writeString(fresh, HexFormat.of().formatHex(random) + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  /** Tells commands where the server is. */
  void announce(ServerFacts facts) throws IOException {
    Path fresh = server("server.json.new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, OWNER_FILE);
    Files.writeString(fresh, Wire.json(facts.shapeForOwner()) + "\n");
    Files.move(fresh, server("server.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  void withdraw() throws IOException {
    Files.deleteIfExists(server("server.json"));
  }
}
