package io.sesamo.engine.view;

import java.util.Optional;
import java.util.UUID;

/**
 * What a workflow was made of.
 *
 * @param app the version of an app whose file it is
 * @param parent the failed workflow of which it is the rest
 */
public record Ancestry(Optional<AppVersion> app, Optional<String> parent) {

  /** Of a workflow that somebody wrote. */
  public static final Ancestry NONE = new Ancestry(Optional.empty(), Optional.empty());

  /** A version of an app, from 1. */
  public record AppVersion(UUID app, int version) {}

  /** Of the rest of a failed workflow. */
  public static Ancestry restOf(String parent) {
    return new Ancestry(Optional.empty(), Optional.of(parent));
  }
}
