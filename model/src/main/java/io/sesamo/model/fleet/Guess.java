package io.sesamo.model.fleet;

import io.sesamo.model.spec.Names;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What somebody may have meant. */
public final class Guess {

  private static final int MOST = 3;

  /** Of two letters, one would be as near as any other. */
  private static final int SHORTEST = 3;

  private Guess() {}

  /** A question; empty when nothing is near. */
  static String of(String wrong, Collection<String> known) {
    return wrong.length() < SHORTEST
        ? ""
        : Names.nearest(wrong, known).map(near -> ask(List.of(near))).orElse("");
  }

  /**
   * The same for things that people know by a name, or by a part of one.
   *
   * @param names by what must be written
   */
  public static String of(String wrong, Map<String, String> names) {
    String wanted = plain(wrong);
    List<String> containing =
        names.entrySet().stream()
            .filter(one -> plain(one.getKey() + " " + one.getValue()).contains(wanted))
            .map(Map.Entry::getKey)
            .limit(MOST)
            .toList();
    return wanted.length() > 1 && !containing.isEmpty()
        ? ask(containing)
        : of(wrong, names.keySet());
  }

  /** Letters and digits alone: nobody remembers where the dashes are. */
  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static String ask(List<String> near) {
    return near.stream().collect(Collectors.joining(" or ", "Did you mean ", "?"));
  }
}
