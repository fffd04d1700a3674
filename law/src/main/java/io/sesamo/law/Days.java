package io.sesamo.law;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Days of which can be asked: those of the years 1900 to 9999, so that texts sort as days do. */
public final class Days {

  /** The last of them, which people write for "without an end". */
  public static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);

  private Days() {}

  /** Whether it is one of them. */
  public static boolean fits(LocalDate day) {
    return !day.isBefore(FIRST) && !day.isAfter(LAST);
  }

  /** The day that is written as 2026-01-15; empty: it is none. */
  public static Optional<LocalDate> read(String text) {
    try {
      return Optional.of(LocalDate.parse(text)).filter(Days::fits);
    } catch (DateTimeParseException noDay) {
      return Optional.empty();
    }
  }
}
