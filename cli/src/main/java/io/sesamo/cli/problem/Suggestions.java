package io.sesamo.cli.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Guesses what a person meant. */
public final class Suggestions {

  private Suggestions() {}

  /** The known words that are nearest to {@code word}, at most three; none when none is near. */
  public static List<String> near(String word, Collection<String> known) {
    String wanted = word.toLowerCase(Locale.ROOT);
    int far = Math.max(2, wanted.length() / 3);
    return known.stream()
        .filter(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT)) <= far)
        .sorted(
            Comparator.comparingInt(
                candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT))))
        .limit(3)
        .toList();
  }

  /** {@code Did you mean a, b or c?} with a space before; empty when there is nothing to say. */
  public static String question(String word, Collection<String> known) {
    return ask(near(word, known));
  }

  /**
   * The same for things that people know by a name, or by a part of one.
   *
   * @param names by what must be written
   */
  public static String question(String word, Map<String, String> names) {
    String wanted = word.toLowerCase(Locale.ROOT);
    List<String> containing =
        names.entrySet().stream()
            .filter(one ->
                (one.getKey() + "\n" + one.getValue()).toLowerCase(Locale.ROOT).contains(wanted))
            .map(Map.Entry::getKey)
            .limit(3)
            .toList();
    boolean found = wanted.length() > 1 && !containing.isEmpty();
    return ask(found ? containing : near(word, names.keySet()));
  }

  private static String ask(List<String> near) {
    if (near.isEmpty()) {
      return "";
    }
    String first = String.join(", ", near.subList(0, near.size() - 1));
    return " Did you mean " + (first.isEmpty() ? "" : first + " or ") + near.getLast() + "?";
  }

  /** Letters to add, drop or change to turn one into the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
