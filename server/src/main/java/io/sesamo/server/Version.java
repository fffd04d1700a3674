package io.sesamo.server;

import java.util.Optional;

/** The release of Sesamo, from the jar's manifest. */
final class Version {

  private Version() {}

  static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("unreleased");
  }
}
