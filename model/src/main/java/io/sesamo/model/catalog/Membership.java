package io.sesamo.model.catalog;

import java.time.LocalDate;
import java.util.Optional;

/**
 * That a country belongs to a group.
 *
 * @param group as in {@code D:5} or {@code EEA}
 * @param country ISO 3166-1 alpha-2
 * @param from first day; empty: since before anything that the catalogue knows
 * @param to last day; empty: until further notice
 * @param confidence of the membership and its dates
 * @param source where it is from
 */
public record Membership(
    String group,
    String country,
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    Confidence confidence,
    String source) {

  /** Whether it holds on that day. */
  public boolean holds(LocalDate date) {
    return from.map(first -> !date.isBefore(first)).orElse(true)
        && to.map(last -> !date.isAfter(last)).orElse(true);
  }
}
