package io.sesamo.model.catalog;

/** How far a row of the catalogue can be relied on. */
public enum Confidence {
  /** Read in the vendor's, regulator's or publisher's own words, or in several that agree. */
  HIGH,
  /** Read in one secondary source. */
  MEDIUM,
  /**
   * Derived, contradicted elsewhere, or without a source that was read: it never leads to
   * <em>allow</em>.
   */
  LOW
}
