package io.sesamo.law;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is to be done. */
public enum Action {
  /** A chip is bought, exported, re-exported or moved to a site. */
  SUPPLY,
  /** A tenant's work runs on a chip that is installed at a site. */
  USE,
  /** Data goes from a country to a site. */
  TRANSFER;

  /** As it is written in rules and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Action> of(String word) {
    return Arrays.stream(values()).filter(action -> action.word().equals(word)).findFirst();
  }
}
