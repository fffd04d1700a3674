package io.sesamo.model.catalog;

import java.util.OptionalDouble;

/**
 * What a chip costs.
 *
 * @param accelerator id
 * @param kind rental or purchase
 * @param currency ISO 4217
 * @param low an hour's rent or one chip's price at its lowest
 * @param usual the same as to be expected
 * @param high the same at its highest
 * @param date when it was seen, as far as known: YYYY, YYYY-MM or YYYY-MM-DD; empty: never
 * @param notes as in terms of a contract
 */
public record Price(
    String accelerator,
    Kind kind,
    String currency,
    OptionalDouble low,
    OptionalDouble usual,
    OptionalDouble high,
    String date,
    Confidence confidence,
    String source,
    String notes) {

  /** What is paid for. */
  public enum Kind {
    /** One accelerator for an hour. */
    RENTAL,
    /** One accelerator for an hour, under a contract of a year. */
    CONTRACT,
    /** One accelerator. */
    PURCHASE
  }
}
