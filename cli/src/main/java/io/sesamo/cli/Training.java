package io.sesamo.cli;

import java.util.Arrays;
import java.util.List;

/**
 * Runs several commands in one process, so that the launcher can keep what the virtual machine
 * learns of all of them.
 */
public final class Training {

  private Training() {}

  /** Arguments: commands, with a word {@code +} between them. Ends with 0 in any case. */
  public static void main(String[] arguments) {
    List<String> words = Arrays.asList(arguments);
    int begin = 0;
    for (int end = 0; end <= words.size(); end++) {
      if (end == words.size() || words.get(end).equals("+")) {
        Main.run(words.subList(begin, end), System.getenv());
        begin = end + 1;
      }
    }
    System.exit(0);
  }
}
