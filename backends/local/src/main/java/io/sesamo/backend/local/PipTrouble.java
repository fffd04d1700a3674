package io.sesamo.backend.local;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Says in plain words why packages could not be installed. */
final class PipTrouble {

  /** What pip's own words mean; the first that occurs in them tells. */
  private static final List<Map.Entry<String, String>> MEANINGS =
      List.of(
          Map.entry("No space left on device", "the disk is full"),
          Map.entry("DO NOT MATCH THE HASHES", "a package is not the one that its lock file names"),
          Map.entry(
              "Retrying (",
              "the package index cannot be reached; check the network, or name another index in"
                  + " pip's configuration"),
          Map.entry(
              "No matching distribution found",
              "the package index has no build of a package for this Python and machine"));

  private PipTrouble() {}

  /** The same failure with a message for people. */
  static IOException explain(IOException failure, Object log) {
    String words = String.valueOf(failure.getMessage());
    String meaning =
        MEANINGS.stream()
            .filter(entry -> words.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(words);
    return new IOException(meaning + " (more in " + log + ")", failure);
  }
}
