package io.sesamo.law.condition;

/** A condition cannot be used; the message says why, in words for the author of a rule. */
public final class ConditionException extends Exception {

  private static final long serialVersionUID = 1L;

  ConditionException(String message) {
    super(message);
  }
}
