package io.sesamo.cli.doctor;

/**
 * What was found out about one thing.
 *
 * @param name the thing
 * @param state whether it is there
 * @param found what is there, or why not
 * @param purpose what it is for
 * @param advice how to get it; empty when it is there
 */
public record Finding(String name, State state, String found, String purpose, String advice) {

  /** Whether something is there. */
  public enum State {
    OK,
    /** Not there; only what it is for does not work. */
    MISSING,
    /** Not there, and nothing works without it. */
    ESSENTIAL
  }

  static Finding ok(String name, String found, String purpose) {
    return new Finding(name, State.OK, found, purpose, "");
  }

  static Finding missing(String name, String found, String purpose, String advice) {
    return new Finding(name, State.MISSING, found, purpose, advice);
  }

  static Finding essential(String name, String found, String purpose, String advice) {
    return new Finding(name, State.ESSENTIAL, found, purpose, advice);
  }
}
