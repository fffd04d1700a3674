package io.sesamo.engine.data;

import java.util.List;
import java.util.Optional;

/**
 * The files of a folder, by content. Two folders with the same files have the same manifest.
 *
 * @param files sorted by path
 */
public record Manifest(List<Entry> files) {

  public Manifest {
    files = List.copyOf(files);
  }

  /**
   * One regular file.
   *
   * @param path relative, {@code /} between names, no {@code ..}; a byte that is not UTF-8 stands
   *     as {@code \\xFF}
   * @param bytes of the path in hexadecimal, where they are not UTF-8; else empty
   * @param sha256 of the content, hexadecimal
   * @param size in bytes
   */
  public record Entry(
      String path, Optional<String> bytes, String sha256, long size, boolean executable) {

    /** Its path as a file has it. */
    public FileName fileName() {
      return new FileName(path, bytes);
    }
  }

  public long totalBytes() {
    return files.stream().mapToLong(Entry::size).sum();
  }
}
