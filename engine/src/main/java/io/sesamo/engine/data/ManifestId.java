package io.sesamo.engine.data;

/** SHA-256 of a manifest's bytes, 64 lower-case hexadecimal digits: the name of a task's output. */
public record ManifestId(String sha256) {

  public ManifestId {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("Not a SHA-256 in hexadecimal: " + sha256);
    }
  }

  @Override
  public String toString() {
    return sha256;
  }
}
