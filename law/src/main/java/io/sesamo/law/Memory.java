package io.sesamo.law;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Remembers, in a folder, what the conditions of a version of the rules were found to mean.
 * Checking them takes a third of a second, which is long for a command. Where it cannot be read or
 * written, they are checked again, and nothing else changes.
 *
 * @param folders the first that can be used is; they need not be there yet
 */
public record Memory(List<Path> folders) {

  /** Another one when conditions are checked or written down otherwise than before. */
  private static final String FORMAT = "1";

  private static final String SUFFIX = ".conditions";
  private static final String FRESH = ".new";
  private static final int MOST_FILES = 5;
  private static final long MOST_BYTES = 64 << 20;

  public Memory {
    folders = List.copyOf(folders);
  }

  Map<String, String> recall(String version) {
    return folders.stream()
        .flatMap(folder -> recall(folder.resolve(version + SUFFIX)).stream())
        .findFirst()
        .orElse(Map.of());
  }

  private static Optional<Map<String, String>> recall(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      String[] parts = Files.readString(file).split("\n", 2);
      if (parts.length < 2 || !parts[0].equals(head(parts[1]))) {
        return Optional.empty();
      }
      Map<String, String> conditions = new HashMap<>();
      List<String> lines = parts[1].lines().toList();
      for (int i = 0; i < lines.size(); i += 2) {
        conditions.put(lines.get(i).translateEscapes(), lines.get(i + 1));
      }
      return Optional.of(conditions);
    } catch (IOException | RuntimeException spoiled) {
      return Optional.empty();
    }
  }

  void keep(String version, Map<String, String> conditions) {
    StringBuilder lines = new StringBuilder();
    conditions.forEach(
        (text, term) -> lines.append(escaped(text)).append('\n').append(term).append('\n'));
    String text = head(lines.toString()) + "\n" + lines;
    for (Path folder : folders) {
      if (keep(folder, version, text)) {
        return;
      }
    }
  }

  private static boolean keep(Path folder, String version, String text) {
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, version, FRESH);
      try {
        Files.writeString(fresh, text);
        // A checkout may be shared.
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
        Path file = folder.resolve(version + SUFFIX);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        forgetOthers(folder, file);
      } finally {
        Files.deleteIfExists(fresh);
      }
      return true;
    } catch (IOException | RuntimeException notKept) {
      return false;
    }
  }

  private static void forgetOthers(Path folder, Path file) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> old =
          files
              .filter(
                  other -> other.toString().endsWith(SUFFIX) || other.toString().endsWith(FRESH))
              .filter(other -> !other.equals(file))
              .sorted(Comparator.comparing(Memory::changed).reversed())
              .skip(MOST_FILES - 1)
              .toList();
      for (Path other : old) {
        Files.deleteIfExists(other);
      }
    }
  }

  private static FileTime changed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }

  /** The first line: a file that is cut off or changed has another. */
  private static String head(String rest) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(rest.getBytes(StandardCharsets.UTF_8));
      return FORMAT + " " + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }
}
