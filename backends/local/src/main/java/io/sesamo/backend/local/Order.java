package io.sesamo.backend.local;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the supervisor runs.
 *
 * @param words seen by everyone on this machine: no secrets in them
 * @param arguments what bubblewrap reads from a file; empty for others
 * @param sandboxed whether the first word is bubblewrap
 */
record Order(List<String> words, List<String> arguments, boolean sandboxed) {

  byte[] argumentBytes() {
    return arguments.stream()
        .map(argument -> argument + "\0")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A word that a POSIX shell takes as it is. */
  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  static String quote(List<String> words) {
    return words.stream().map(Order::quote).collect(Collectors.joining(" "));
  }
}
