package io.sesamo.law;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a rule says, and what a verdict is; the later, the stricter. */
public enum Effect {
  /** It may be done. */
  ALLOW,
  /** It may be done when an authority has been told. */
  NOTIFY,
  /** A person must decide: a fact is missing or cannot be relied on. */
  REVIEW,
  /** An authority must permit it first. */
  LICENCE,
  /** It may not be done. */
  DENY;

  /** As it is written in rules and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Effect> of(String word) {
    return Arrays.stream(values()).filter(effect -> effect.word().equals(word)).findFirst();
  }

  /** The stricter of two. */
  public Effect or(Effect other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
