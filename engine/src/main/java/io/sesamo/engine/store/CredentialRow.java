package io.sesamo.engine.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody's credential, its values encrypted.
 *
 * @param person whose it is
 * @param name unique among his
 * @param profile what it is for, to be shown: a registry or a store's URL; empty for generic ones
 * @param keyId which key its values are encrypted with
 * @param sealed the encrypted values
 */
public record CredentialRow(
    String person,
    String name,
    Kind kind,
    Optional<String> profile,
    String keyId,
    String sealed,
    Instant setAt) {

  /** What a credential is for; the names are those of NVIDIA OSMO's API. */
  public enum Kind {
    /** Keys and values for whatever a task needs. */
    GENERIC,
    /** An image registry. */
    REGISTRY,
    /** A data store. */
    DATA
  }

  /** The same, encrypted with another key. */
  public CredentialRow sealed(String otherKeyId, String otherSealed) {
    return new CredentialRow(person, name, kind, profile, otherKeyId, otherSealed, setAt);
  }
}
