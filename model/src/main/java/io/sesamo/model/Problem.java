package io.sesamo.model;

/**
 * Something wrong with what a person handed in: what, where, and what to do about it.
 *
 * @param severity whether the input is refused or only commented on
 * @param where the place in the person's file
 * @param message what is wrong, one plain sentence
 * @param advice what to do about it; empty when the message says it already
 * @param deliberate whether it is an error here on purpose although NVIDIA OSMO takes it; {@code
 *     docs/compatibility.md} gives the reasons
 */
public record Problem(
    Severity severity, Location where, String message, String advice, boolean deliberate) {

  /** Whether the input can still be used. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public static Problem error(Location where, String message, String advice) {
    return new Problem(Severity.ERROR, where, message, advice, false);
  }

  /** An error about what OSMO takes, and should not. */
  public static Problem stricter(Location where, String message, String advice) {
    return new Problem(Severity.ERROR, where, message, advice, true);
  }

  public static Problem warning(Location where, String message, String advice) {
    return new Problem(Severity.WARNING, where, message, advice, false);
  }

  /** The same problem at another place, in other words. */
  public Problem at(Location place, String words) {
    return new Problem(severity, place, words, advice, deliberate);
  }

  /** One line for a person: {@code file:line:column: error: message (advice)}. */
  @Override
  public String toString() {
    String kind = severity == Severity.ERROR ? "error" : "warning";
    String tail = advice.isEmpty() ? "" : " " + advice;
    return where + ": " + kind + ": " + message + tail;
  }
}
