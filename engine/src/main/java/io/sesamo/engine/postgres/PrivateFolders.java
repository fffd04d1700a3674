package io.sesamo.engine.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read, and changes that survive a loss of power. */
final class PrivateFolders {

  private PrivateFolders() {}

  static boolean isRoot() throws IOException {
    return ownUser() == 0;
  }

  /** Makes the folder, and those above it, for nobody but their owner. */
  static void makePrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /**
   * Takes all rights from others, which a copied folder may have given them.
   *
   * @param rights as in {@code rwx------}
   */
  static void restrict(Path place, String rights) throws IOException {
    int owner = (int) Files.getAttribute(place, "unix:uid");
    if (owner != ownUser()) {
      throw new PostgresException(
          "%s belongs to the user %s, and this is %s. Run Sesamo as that user, or give the folder to this one with chown -R."
              .formatted(place, Files.getOwner(place), System.getProperty("user.name")));
    }
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(rights));
  }

  /** Moves what is complete to its final name; afterwards a loss of power does not undo it. */
  static void publish(Path partial, Path place) throws IOException {
    Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
    Path folder = place.resolveSibling(".");
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static int ownUser() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }
}
