package io.sesamo.engine.postgres;

import io.sesamo.engine.data.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rows, and the password that guards them.
 *
 * @param folder what PostgreSQL calls its data directory
 * @param password of {@link #USER}; not to be logged
 */
record DataFolder(Path folder, String password) {

  static final String USER = "sesamo";

  private static final int PASSWORD_BYTES = 24;

  /** Opens the data below {@code parent}, and makes an empty database at the first time. */
  static DataFolder open(Path parent, Programs programs) throws IOException {
    Path folder = parent.resolve("data-" + Programs.MAJOR);
    Path passwordFile = parent.resolve("password");
    if (!Files.isDirectory(folder)) {
      refuseOtherMajors(parent);
      if (!Files.exists(passwordFile)) {
        writePassword(passwordFile);
      }
      initialise(folder, passwordFile, programs);
    }
    PrivateFolders.restrict(folder, "rwx------");
    refuseDamaged(folder);
    return new DataFolder(folder, readPassword(passwordFile));
  }

  private static void initialise(Path folder, Path passwordFile, Programs programs)
      throws IOException {
    Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
    Folders.delete(partial);
    // PostgreSQL's own C.UTF-8 sorts the same on every system; the libc's need not be there.
    List<String> arguments =
        List.of(
            "--pgdata=" + partial,
            "--username=" + USER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions");
    Commands.Result result = Commands.run(programs.folder(), programs.command("initdb", arguments));
    if (result.exitCode() != 0) {
      throw PostgresException.about(folder, new IOException(Log.complaints(result.output())));
    }
    PrivateFolders.publish(partial, folder);
  }

  private static void refuseOtherMajors(Path parent) throws IOException {
    try (Stream<Path> siblings = Files.list(parent)) {
      siblings
          .filter(sibling -> sibling.getFileName().toString().matches("data-\\d+"))
          .findFirst()
          .ifPresent(DataFolder::refuseVersion);
    }
  }

  private static void refuseVersion(Path other) {
    throw new PostgresException(
        "%s was written by another version of PostgreSQL than this Sesamo's, %d. Use the Sesamo that wrote it, or move the folder away to begin with an empty database."
            .formatted(other, Programs.MAJOR));
  }

  private static void refuseDamaged(Path folder) throws IOException {
    Path versionFile = folder.resolve("PG_VERSION");
    if (!Files.isReadable(versionFile)) {
      throw new PostgresException(
          "%s is not a whole database: %s is missing. Restore the folder from a copy, or move it away to begin with an empty database."
              .formatted(folder, versionFile.getFileName()));
    }
    if (!Files.readString(versionFile).strip().equals(String.valueOf(Programs.MAJOR))) {
      refuseVersion(folder);
    }
  }

  private static void writePassword(Path file) throws IOException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Path partial = file.resolveSibling("password.partial");
    Files.deleteIfExists(partial);
    try (FileChannel channel =
        FileChannel.open(
            partial,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap((password + "\n").getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    PrivateFolders.publish(partial, file);
  }

  private static String readPassword(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new PostgresException(
          "The password of the database is missing: %s. Restore the file from a copy; without it the rows cannot be read."
              .formatted(file));
    }
    PrivateFolders.restrict(file, "rw-------");
    return Files.readString(file).strip();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "DataFolder[" + folder + "]";
  }
}
