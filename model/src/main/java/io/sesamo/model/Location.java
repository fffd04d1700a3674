package io.sesamo.model;

/**
 * A place in a text that a person wrote.
 *
 * @param file the file's name as the person gave it
 * @param line 1-based; 0 when the problem belongs to the file as a whole
 * @param column 1-based; 0 when unknown
 */
public record Location(String file, int line, int column) {

  public static Location wholeFile(String file) {
    return new Location(file, 0, 0);
  }

  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}
