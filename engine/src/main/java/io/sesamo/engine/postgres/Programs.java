package io.sesamo.engine.postgres;

import io.sesamo.engine.data.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's own programs, unpacked from the class path.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 * @param prefix what every program is run through
 */
record Programs(Path folder, List<String> prefix) {

  /** Of the programs on the class path; a test compares it with what they say of themselves. */
  static final String VERSION = "18.6.0";

  static final int MAJOR = Integer.parseInt(VERSION.substring(0, VERSION.indexOf('.')));

  /** What a first start takes: programs 60 MB, an empty data folder 40 MB, room to work. */
  private static final long NEEDED_MEGABYTES = 200;

  /** Unpacks the programs below {@code parent}, unless they lie there already. */
  static Programs unpack(Path parent) throws IOException {
    Path folder = parent.resolve(VERSION);
    if (!Files.isDirectory(folder)) {
      checkSpace(parent);
      Path partial = parent.resolve(VERSION + ".partial");
      Folders.delete(partial);
      Files.createDirectory(partial);
      extract(partial);
      Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    return new Programs(folder, prefix(parent));
  }

  List<String> command(String program, List<String> arguments) {
    List<String> words = new ArrayList<>(prefix);
    words.add(folder.resolve("bin").resolve(program).toString());
    words.addAll(arguments);
    return words;
  }

  private static void checkSpace(Path parent) throws IOException {
    long free = Files.getFileStore(parent).getUsableSpace() / 1_000_000;
    if (free < NEEDED_MEGABYTES) {
      throw new PostgresException(
          "PostgreSQL needs %d MB in %s, and %d MB are free. Make room there, or set SESAMO_HOME to a folder on another disk."
              .formatted(NEEDED_MEGABYTES, parent, free));
    }
  }

  private static void extract(Path target) throws IOException {
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    String archive = "/postgres-linux-" + architecture + ".txz";
    try (InputStream packed = Programs.class.getResourceAsStream(archive)) {
      if (packed == null) {
        throw new PostgresException(
            "This build holds no PostgreSQL for %s (%s). Build Sesamo on the kind of machine that it is to run on, or set SESAMO_DATABASE_URL to a PostgreSQL of yours."
                .formatted(architecture, archive));
      }
      Process tar =
          Commands.builder(target, List.of("tar", "-x", "-o", "-f", "-"))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      try (OutputStream input = tar.getOutputStream()) {
        new XZInputStream(packed).transferTo(input);
      }
      int exitCode = Commands.waitFor(tar);
      if (exitCode != 0) {
        throw new IOException("unpacking the programs failed (tar ended with " + exitCode + ")");
      }
    }
  }

  /**
   * PostgreSQL refuses to run as root. In a user namespace without a mapping it sees itself as
   * nobody, while its files still belong to root.
   */
  private static List<String> prefix(Path folder) throws IOException {
    if (!PrivateFolders.isRoot()) {
      return List.of();
    }
    List<String> prefix = List.of("unshare", "-U");
    boolean allowed;
    try {
      allowed = Commands.run(folder, List.of("unshare", "-U", "true")).exitCode() == 0;
    } catch (IOException missing) {
      allowed = false;
    }
    if (!allowed) {
      throw new PostgresException(
          "PostgreSQL refuses to run as root, and this system allows no user namespaces (`unshare -U true` fails). Run Sesamo as an ordinary user, or set SESAMO_DATABASE_URL to a PostgreSQL of yours.");
    }
    return prefix;
  }
}
