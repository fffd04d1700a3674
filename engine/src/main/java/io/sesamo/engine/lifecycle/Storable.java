package io.sesamo.engine.lifecycle;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Makes what comes from outside such as PostgreSQL can keep it, so that what is in memory is what
 * is stored.
 */
public final class Storable {

  private static final char REPLACEMENT = '\uFFFD';

  private Storable() {}

  /** The text, with what is no character (U+0000, half a surrogate pair) replaced by U+FFFD. */
  public static String text(String text) {
    if (text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c ->
            c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                ? REPLACEMENT
                : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** The time, in whole microseconds. */
  public static Instant time(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
