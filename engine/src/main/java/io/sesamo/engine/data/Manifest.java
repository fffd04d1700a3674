package io.sesamo.engine.data;

import java.util.List;

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
   * @param path relative, {@code /} between names, no {@code ..}
   * @param sha256 of the content, hexadecimal
   * @param size in bytes
   */
  public record Entry(String path, String sha256, long size, boolean executable) {}

  public long totalBytes() {
    return files.stream().mapToLong(Entry::size).sum();
  }
}
