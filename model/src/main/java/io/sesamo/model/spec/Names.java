package io.sesamo.model.spec;

import io.sesamo.model.template.Numbers;
import io.sesamo.model.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules for names and numbers, and the name that somebody may have meant. */
public final class Names {

  static final int LONGEST = 64;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z]([a-zA-Z0-9_-]*[a-zA-Z0-9])?");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9](?:_?[0-9]){0,300}(?:\\.0+)?");

  private Names() {}

  static boolean valid(String name) {
    return NAME.matcher(name).matches();
  }

  /** The form in which two names must differ: case and the kind of dash do not count. */
  static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A whole number as OSMO's models read it: also from a decimal or a text that is whole. */
  static Optional<BigInteger> wholeNumber(Scalar scalar) {
    return switch (scalar.value()) {
      case BigInteger number -> Optional.of(number);
      case Double number when number == Math.rint(number) && !number.isInfinite() ->
          Optional.of(new BigDecimal(number).toBigInteger());
      case String text when WHOLE.matcher(text.strip()).matches() ->
          Numbers.integer(text.strip().replaceFirst("\\.0*$", ""), 10);
      default -> Optional.empty();
    };
  }

  /** The known name that is at most two letters away. */
  public static Optional<String> nearest(String wrong, Collection<String> known) {
    return known.stream()
        .filter(name -> distance(wrong, name) <= Math.max(1, Math.min(2, wrong.length() / 3)))
        .min(Comparator.comparingInt(name -> distance(wrong, name)));
  }

  /** Letters to change, add, drop or swap with a neighbour (Damerau–Levenshtein, restricted). */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
