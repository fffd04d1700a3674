package io.sesamo.cli.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;

/** The clone that these tests run in. */
final class Checkout {

  private Checkout() {}

  static Path folder() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("These tests run inside a clone of Sesamo.");
      }
      folder = parent;
    }
    return folder;
  }
}
