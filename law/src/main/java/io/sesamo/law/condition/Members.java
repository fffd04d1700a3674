package io.sesamo.law.condition;

import java.util.Set;

/**
 * The countries of a group on a day.
 *
 * @param known those that belong to it
 * @param doubtful those of which it is only believed, with low confidence
 */
public record Members(Set<String> known, Set<String> doubtful) {

  /** Nobody. */
  static final Members NONE = new Members(Set.of(), Set.of());

  public Members {
    known = Set.copyOf(known);
    doubtful = Set.copyOf(doubtful);
  }
}
