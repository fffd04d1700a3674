package io.sesamo.engine.store;

import io.sesamo.engine.lifecycle.Storable;
import io.sesamo.law.Clearance;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A clearance as it is stored.
 *
 * @param clearance with the quantity that it was made for
 * @param reference of the authority's paper or of the case
 * @param decidedBy who recorded it
 * @param left what may still be supplied under it; empty: without limit
 * @param revoked when it was, by whom and why
 */
public record ClearanceRow(
    Clearance clearance,
    String reference,
    String decidedBy,
    String why,
    Instant decidedAt,
    OptionalLong left,
    Optional<Revocation> revoked) {

  public ClearanceRow {
    reference = Storable.text(reference);
    decidedBy = Storable.text(decidedBy);
    why = Storable.text(why);
    decidedAt = Storable.time(decidedAt);
  }

  /** Its end before its last day. */
  public record Revocation(Instant at, String by, String why) {}

  /** As it is judged by: with what is left of its quantity. */
  public Clearance current() {
    return new Clearance(
        clearance.id(),
        clearance.kind(),
        clearance.rules(),
        clearance.scope(),
        left,
        clearance.from(),
        clearance.to());
  }

  ClearanceRow withId(String id) {
    Clearance named =
        new Clearance(
            id,
            clearance.kind(),
            clearance.rules(),
            clearance.scope(),
            clearance.quantity(),
            clearance.from(),
            clearance.to());
    return new ClearanceRow(named, reference, decidedBy, why, decidedAt, left, revoked);
  }

  ClearanceRow with(Revocation revocation) {
    return new ClearanceRow(
        clearance, reference, decidedBy, why, decidedAt, left, Optional.of(revocation));
  }
}
