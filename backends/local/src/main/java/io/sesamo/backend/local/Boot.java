package io.sesamo.backend.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which run of the machine a folder belongs to. What a task has written, and that it has begun, may
 * be lost with the power, even where a later write is not: after a restart of the machine nothing
 * that a task has left unfinished is believed.
 */
final class Boot {

  /** Never another while this process lives. */
  private static volatile @Nullable String known;

  private Boot() {}

  /** The kernel's id of this run of the machine. */
  static String current() throws IOException {
    String current = known;
    if (current == null) {
      current = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      known = current;
    }
    return current;
  }

  /** Says in the folder that it is of this run. */
  static void mark(Path folder) throws IOException {
    Path mark = folder.resolve("boot");
    Files.deleteIfExists(mark);
    Files.createSymbolicLink(mark, Path.of(current()));
  }

  /** Whether the folder is of an earlier run of the machine; a mark may be lost with the power. */
  static boolean isEarlier(Path folder) throws IOException {
    Path mark = folder.resolve("boot");
    return !Files.exists(mark, LinkOption.NOFOLLOW_LINKS)
        || !Files.readSymbolicLink(mark).toString().equals(current());
  }
}
