package io.sesamo.law.rule;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Days on which something holds.
 *
 * @param from the first; empty: since ever
 * @param to the last; empty: until further notice
 */
public record Period(Optional<LocalDate> from, Optional<LocalDate> to) {

  /** Always. */
  public static final Period ALWAYS = new Period(Optional.empty(), Optional.empty());

  public boolean holds(LocalDate date) {
    return from.map(first -> !date.isBefore(first)).orElse(true)
        && to.map(last -> !date.isAfter(last)).orElse(true);
  }
}
